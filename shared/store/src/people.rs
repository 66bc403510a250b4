//! People and schedules.

use anteroom_domain::availability::{Override, Schedule, Window};
use anteroom_domain::booking::{Booking, Party};
use anteroom_domain::person::{MailProblem, Person, Reminders};
use anteroom_domain::values::{
    BookingId, EmailAddress, Language, Name, PersonId, PhoneNumber, Role, Zone,
};
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use super::keys::Key;
use super::transaction::{CommitExtras, Conflict, Transaction};
use super::value::{Item, item, number, text};
use super::{AnswerKey, BookingRecord, KeptAnswer, Store, StoreError, answers, failed};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PersonItem {
    id: PersonId,
    role: Role,
    name: Name,
    email: EmailAddress,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phone: Option<PhoneNumber>,
    zone: Zone,
    language: Language,
    reminders: Reminders,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mail_problem: Option<MailProblem>,
    link_epoch: u32,
    version: u64,
}

/// A schedule but for its zone, which is that of its provider's record.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ScheduleItem {
    buffer_minutes: u16,
    weekly: Vec<(i8, Window)>,
    overrides: Vec<(Date, Vec<Window>)>,
    version: u64,
}

/// All that a booking needs to know before it is made, read in one call.
#[derive(Debug)]
pub struct Parties {
    /// The provider, if there is one of that id.
    pub provider: Option<Person>,
    /// The member, if there is one of that id.
    pub member: Option<Person>,
    /// The provider's schedule, if they have one.
    pub schedule: Option<Schedule>,
    /// Whether the two have had a session with each other.
    pub met: bool,
    /// The answer that the request was given before.
    pub answer: Option<KeptAnswer>,
}

impl Store {
    /// A person, whatever their role.
    pub async fn person(&self, id: &PersonId) -> Result<Option<Person>, StoreError> {
        read(self.item(&Key::person(id)).await?)
    }

    /// A provider, and their schedule, in one call.
    pub async fn provider(
        &self,
        id: &PersonId,
    ) -> Result<Option<(Person, Option<Schedule>)>, StoreError> {
        let [provider, planned] = self.get_all([Key::person(id), Key::schedule(id)]).await?;
        let Some(provider) = read(provider)?.filter(|p| p.role == Role::Provider) else {
            return Ok(None);
        };
        let planned = schedule(planned, Some(&provider))?;
        Ok(Some((provider, planned)))
    }

    /// A booking, and one of its people as they are now, in one call.
    pub async fn booking_and_person(
        &self,
        booking: &BookingId,
        person: &PersonId,
    ) -> Result<(Option<BookingRecord>, Option<Person>), StoreError> {
        let keys = [Key::booking(booking), Key::person(person)];
        let [booking, person] = self.get_all(keys).await?;
        Ok((booking.map(BookingRecord::read).transpose()?, read(person)?))
    }

    /// A booking with its two people as they are now: what was read of them when it was made
    /// may not be so any more.
    pub async fn with_people_now(&self, booking: Booking) -> Result<Booking, StoreError> {
        let keys = [&booking.provider, &booking.member].map(|party| Key::person(&party.id));
        let [provider, member] = self.get_all(keys).await?;
        Ok(Booking {
            provider: read(provider)?.map_or(booking.provider, Party::from),
            member: read(member)?.map_or(booking.member, Party::from),
            ..booking
        })
    }

    /// Both sides of a booking to be, the provider's schedule, and the answer that the request
    /// was given before.
    pub async fn parties(
        &self,
        provider: &PersonId,
        member: &PersonId,
        key: Option<&AnswerKey>,
    ) -> Result<Parties, StoreError> {
        let (people, answer) = if provider == member {
            // One item can't be asked for twice in one call.
            let person = self.item(&Key::person(provider)).await?;
            ([person.clone(), person, None, None], None)
        } else {
            let keys = [
                Key::person(provider),
                Key::person(member),
                Key::schedule(provider),
                Key::met(provider, member),
            ];
            match key {
                None => (self.get_all(keys).await?, None),
                Some(key) => {
                    let [one, two, three, four] = keys;
                    let keys = [one, two, three, four, key.item()];
                    let [one, two, three, four, answer] = self.get_all(keys).await?;
                    let answer = answer.map_or(Ok(None), |item| answers::kept(item, key.now))?;
                    ([one, two, three, four], answer)
                }
            }
        };
        let [provider, member, planned, met] = people;
        let provider = read(provider)?.filter(|p| p.role == Role::Provider);
        Ok(Parties {
            schedule: schedule(planned, provider.as_ref())?,
            provider,
            member: read(member)?.filter(|p| p.role == Role::Member),
            met: met.is_some(),
            answer,
        })
    }

    /// Writes a new person, with the answer to the request; [`Conflict::Changed`] if there is
    /// one of that id.
    pub async fn create_person(
        &self,
        person: &Person,
        extra: &CommitExtras,
    ) -> Result<(), Conflict> {
        let mut transaction = Transaction::default();
        transaction.create(&self.table, person_item(person));
        transaction.extra(&self.table, extra);
        self.write(transaction).await
    }

    /// Replaces a person that was read; [`Conflict::Changed`] if somebody else has since.
    pub async fn change_person(&self, person: &Person) -> Result<(), Conflict> {
        self.put_if(
            person_item(person),
            "version = :before",
            Some(person.version - 1),
        )
        .await
    }

    /// Replaces a provider's schedule; [`Conflict::Changed`] if somebody else has since.
    pub async fn change_schedule(
        &self,
        provider: &PersonId,
        schedule: &Schedule,
    ) -> Result<(), Conflict> {
        let mut stored = item(&ScheduleItem::from(schedule));
        stored.extend(Key::schedule(provider).attributes());
        stored.insert("kind".to_owned(), text("schedule"));
        let before = schedule.version() - 1;
        let condition = if before == 0 {
            "attribute_not_exists(PK)"
        } else {
            "version = :before"
        };
        self.put_if(stored, condition, (before > 0).then_some(before))
            .await
    }

    async fn put_if(
        &self,
        item: Item,
        condition: &str,
        before: Option<u64>,
    ) -> Result<(), Conflict> {
        let result = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression(condition)
            .set_expression_attribute_values(
                before.map(|version| [(":before".to_owned(), number(version))].into()),
            )
            .send()
            .await;
        match result {
            Ok(_) => Ok(()),
            Err(error) => match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(_)) => Err(Conflict::Changed),
                Some(_) | None => Err(failed("PutItem")(error).into()),
            },
        }
    }
}

/// Reads the item of a person.
pub(super) fn person(item: Item) -> Result<Person, StoreError> {
    let item: PersonItem = serde_dynamo::from_item(item)?;
    Ok(Person::from(item))
}

fn read(item: Option<Item>) -> Result<Option<Person>, StoreError> {
    item.map(person).transpose()
}

/// The whole item of a person.
fn person_item(person: &Person) -> Item {
    let mut stored = item(&PersonItem::from(person));
    stored.extend(Key::person(&person.id).attributes());
    stored.insert("kind".to_owned(), text("person"));
    stored.insert("peopleList".to_owned(), text(person.role.as_str()));
    stored.insert(
        "nameKey".to_owned(),
        text(format!(
            "{}#{}",
            person.name.as_str().to_lowercase(),
            person.id
        )),
    );
    stored
}

/// Reads the schedule of a provider, in the zone that is theirs now.
fn schedule(item: Option<Item>, provider: Option<&Person>) -> Result<Option<Schedule>, StoreError> {
    let Some((item, provider)) = item.zip(provider) else {
        return Ok(None);
    };
    let item: ScheduleItem = serde_dynamo::from_item(item)?;
    let wrong = |error: &dyn std::fmt::Display| StoreError::Item(serde::de::Error::custom(error));
    let day = |number| Weekday::from_monday_one_offset(number).map_err(|error| wrong(&error));
    let weekly = item
        .weekly
        .into_iter()
        .map(|(number, window)| Ok((day(number)?, window)));
    let weekly = weekly.collect::<Result<_, StoreError>>()?;
    let overrides = item
        .overrides
        .into_iter()
        .map(|(date, windows)| Override { date, windows })
        .collect();
    Schedule::new(
        provider.zone.clone(),
        item.buffer_minutes,
        weekly,
        overrides,
        item.version,
    )
    .map(Some)
    .map_err(|error| wrong(&error))
}

impl From<&Schedule> for ScheduleItem {
    fn from(schedule: &Schedule) -> Self {
        let weekly = schedule
            .weekly()
            .iter()
            .map(|(day, window)| (day.to_monday_one_offset(), *window));
        let overrides = schedule
            .overrides()
            .iter()
            .map(|o| (o.date, o.windows.clone()));
        Self {
            buffer_minutes: u16::try_from(schedule.buffer().as_mins())
                .expect("a buffer is at most two hours"),
            weekly: weekly.collect(),
            overrides: overrides.collect(),
            version: schedule.version(),
        }
    }
}

impl From<&Person> for PersonItem {
    fn from(person: &Person) -> Self {
        let Person {
            id,
            role,
            name,
            email,
            phone,
            zone,
            language,
            reminders,
            mail_problem,
            link_epoch,
            version,
        } = person.clone();
        Self {
            id,
            role,
            name,
            email,
            phone,
            zone,
            language,
            reminders,
            mail_problem,
            link_epoch,
            version,
        }
    }
}

impl From<PersonItem> for Person {
    fn from(item: PersonItem) -> Self {
        let PersonItem {
            id,
            role,
            name,
            email,
            phone,
            zone,
            language,
            reminders,
            mail_problem,
            link_epoch,
            version,
        } = item;
        Self {
            id,
            role,
            name,
            email,
            phone,
            zone,
            language,
            reminders,
            mail_problem,
            link_epoch,
            version,
        }
    }
}
