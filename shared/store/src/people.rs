//! People.

use anteroom_domain::account::Account;
use anteroom_domain::availability::Schedule;
use anteroom_domain::booking::{Booking, OpenBookings, Party};
use anteroom_domain::pending::PendingContact;
use anteroom_domain::person::{ContactEdit, MailProblem, Person, Reminders};
use anteroom_domain::person_history::PersonChange;
use anteroom_domain::policy::Policy;
use anteroom_domain::search::folded;
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{EmailAddress, Language, Name, PersonId, PhoneNumber, Role, Zone};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::change::Change;
use super::keys::Key;
use super::transaction::{CommitExtras, Conflict, Transaction};
use super::value::{Item, item, number, text};
use super::{
    AnswerKey, FORMAT, KeptAnswer, Store, StoreError, account, answers, contact, open_bookings,
    person_history, schedule, session_path,
};

/// The attributes of a person's item.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Person", rename_all = "camelCase")]
struct PersonAttributes {
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contact_change: Option<ContactEdit>,
    #[serde(
        default,
        rename = "pendingContact",
        skip_serializing_if = "PendingContact::is_empty"
    )]
    pending: PendingContact,
    version: u64,
}

#[derive(Serialize, Deserialize)]
struct PersonItem(#[serde(with = "PersonAttributes")] Person);

/// The paths that conditions and updates use.
pub(super) mod path {
    use anteroom_domain::message::Channel;
    use anteroom_domain::person::Lead;

    use crate::path::{Path, paths};

    paths! {
        NAME = "name";
        EMAIL = "email";
        PHONE = "phone";
        ZONE = "zone";
        LANGUAGE = "language";
        REMINDERS = "reminders";
        MAIL_PROBLEM = "mailProblem";
        MAIL_PROBLEM_ADDRESS = "mailProblem.address";
        LINK_EPOCH = "linkEpoch";
        VERSION = "version";
    }

    /// Whether the person wants the reminder with a lead time.
    pub(crate) fn reminder(lead: Lead) -> Path {
        REMINDERS.at(lead.as_str())
    }

    /// The message that tells the code of a channel.
    pub(crate) fn code_message(channel: Channel) -> Path {
        Path::new("pendingContact")
            .at(channel.as_str())
            .at("message")
    }
}

/// Everything that is read before a booking is made, in one call.
#[derive(Debug)]
pub struct BookingContext {
    /// The provider, if the id exists.
    pub provider: Option<Person>,
    /// The member, if the id exists.
    pub member: Option<Person>,
    /// The provider's schedule, if they have one.
    pub schedule: Option<Schedule>,
    /// Whether the two have had a session with each other.
    pub met: bool,
    /// The member's open bookings.
    pub open: OpenBookings,
    /// The answer stored for the same request, if there is one.
    pub answer: Option<KeptAnswer>,
}

/// The most open bookings of a member whose address changes: what a transaction holds (100 items,
/// API reference), with room for the person's own items.
const MOST_BOOKINGS: usize = 90;

impl Store {
    /// A person of any role.
    pub async fn person(&self, id: &PersonId) -> Result<Option<Person>, StoreError> {
        read(self.item(&Key::person(id)).await?)
    }

    /// A provider and their schedule, in one call.
    pub async fn provider(
        &self,
        id: &PersonId,
    ) -> Result<Option<(Person, Option<Schedule>)>, StoreError> {
        let [provider, planned] = self.get_all([Key::person(id), Key::schedule(id)]).await?;
        scheduled(provider, planned)
    }

    /// The same of a provider who can be booked: without a schedule if they have no access any more (A5).
    pub async fn open_provider(
        &self,
        id: &PersonId,
    ) -> Result<Option<(Person, Option<Schedule>)>, StoreError> {
        let keys = [Key::person(id), Key::schedule(id), Key::account(id)];
        let [provider, planned, account] = self.get_all(keys).await?;
        let account = account::read(account)?;
        let planned = planned.filter(|_| Account::gives_access(account.as_ref()));
        scheduled(provider, planned)
    }

    /// A booking with the current data of its two people. The booking holds a copy from when it was
    /// made, which may be out of date.
    pub async fn with_people_now(&self, booking: Booking) -> Result<Booking, StoreError> {
        let keys = [&booking.provider, &booking.member].map(|party| Key::person(&party.id));
        let [provider, member] = self.get_all(keys).await?;
        Ok(Booking {
            provider: read(provider)?.map_or(booking.provider, Party::from),
            member: read(member)?.map_or(booking.member, Party::from),
            ..booking
        })
    }

    /// Puts their members' current numbers into bookings, as far as a person in `role` may see them. A call for a
    /// hundred members, and none if no number is shown.
    pub async fn show_numbers_now(
        &self,
        records: &mut [BookingRecord],
        role: Role,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let shown = records
            .iter_mut()
            .filter(|record| record.booking.shows_number(role, policy, now));
        let mut shown: Vec<_> = shown.map(|record| &mut record.booking.member).collect();
        let keys: Vec<_> = shown.iter().map(|member| Key::person(&member.id)).collect();
        if keys.is_empty() {
            return Ok(());
        }
        for (member, item) in shown.iter_mut().zip(self.get_many(&keys).await?) {
            if let Some(person) = read(item)? {
                member.phone = person.phone;
            }
        }
        Ok(())
    }

    /// Both people of a new booking, the provider's schedule, whether the two have met, the member's open bookings, and the answer
    /// stored for the same request.
    pub async fn booking_context(
        &self,
        provider: &PersonId,
        member: &PersonId,
        key: Option<&AnswerKey>,
    ) -> Result<BookingContext, StoreError> {
        let (people, answer) = if provider == member {
            // DynamoDB refuses a key that appears twice in one call.
            let person = self.item(&Key::person(provider)).await?;
            ([person.clone(), person, None, None, None], None)
        } else {
            let keys = [
                Key::person(provider),
                Key::person(member),
                Key::schedule(provider),
                Key::met(provider, member),
                Key::counts(member),
            ];
            match key {
                None => (self.get_all(keys).await?, None),
                Some(key) => {
                    let [one, two, three, four, five] = keys;
                    let keys = [one, two, three, four, five, key.item()];
                    let [one, two, three, four, five, answer] = self.get_all(keys).await?;
                    let answer = answer.map_or(Ok(None), |item| answers::kept(item, key.now))?;
                    ([one, two, three, four, five], answer)
                }
            }
        };
        let [provider, member, planned, met, counts] = people;
        let provider = read(provider)?.filter(|p| p.role == Role::Provider);
        Ok(BookingContext {
            schedule: schedule::read(planned, provider.as_ref())?,
            provider,
            member: read(member)?.filter(|p| p.role == Role::Member),
            met: met.is_some(),
            open: open_bookings::read(counts)?,
            answer,
        })
    }

    /// Writes a change of a person, or a new one, with its place in their history and what becomes of
    /// their addresses; [`Conflict::Changed`] if somebody else changed one of these since they were
    /// read, or the id of a new person exists. If a member's address changes, the links of all their
    /// open bookings become void in the same transaction (A2).
    pub async fn write_person(
        &self,
        change: &PersonChange,
        extras: &CommitExtras,
        now: Timestamp,
    ) -> Result<(), Conflict> {
        let (table, after) = (&self.table, &change.after);
        let mut transaction = Transaction::default();
        let item = person_item(after);
        match &change.before {
            None => transaction.create(table, item),
            Some(before) => {
                let is_as_read = path::VERSION.is(number(before.version));
                transaction.replace_if(table, item, is_as_read);
                if after.role == Role::Member && before.link_epoch != after.link_epoch {
                    self.void_links(after, now, &mut transaction).await?;
                }
            }
        }
        for address in &change.addresses {
            contact::change(&mut transaction, table, address, now);
        }
        if let Some(account) = &change.account {
            account::add(&mut transaction, table, account);
        }
        if let Some(entry) = &change.entry {
            transaction.create(table, person_history::item(&after.id, entry));
        }
        transaction.extra(table, extras);
        self.write(transaction).await
    }

    /// Makes the links of a member's open bookings void.
    async fn void_links(
        &self,
        member: &Person,
        now: Timestamp,
        to: &mut Transaction,
    ) -> Result<(), Conflict> {
        let open = self.bookings_held(&member.id, now).await?;
        // No member has so many: they would fill several days.
        if open.len() > MOST_BOOKINGS {
            return Err(Conflict::TooMany);
        }
        for booking in open {
            let change = Change::default()
                .set(&session_path::LINK_EPOCH, number(member.link_epoch))
                .when(session_path::MEMBER_ID.is(text(member.id.as_str())));
            to.change(&self.table, &Key::session(&booking), change);
        }
        Ok(())
    }
}

/// The record that a provider has had a session with a member, with the member's current name.
pub(super) fn met(booking: &Booking) -> Item {
    let mut item = Key::met(&booking.provider.id, &booking.member.id).attributes();
    item.insert("format".to_owned(), number(FORMAT));
    item.insert("name".to_owned(), text(booking.member.name.as_str()));
    item
}

/// Reads the item of a person.
pub(super) fn person(item: Item) -> Result<Person, StoreError> {
    let PersonItem(person) = serde_dynamo::from_item(item)?;
    Ok(person)
}

/// A provider with their schedule; `None` if it is nobody or somebody else.
fn scheduled(
    provider: Option<Item>,
    planned: Option<Item>,
) -> Result<Option<(Person, Option<Schedule>)>, StoreError> {
    let Some(provider) = read(provider)?.filter(|p| p.role == Role::Provider) else {
        return Ok(None);
    };
    let planned = schedule::read(planned, Some(&provider))?;
    Ok(Some((provider, planned)))
}

fn read(item: Option<Item>) -> Result<Option<Person>, StoreError> {
    item.map(person).transpose()
}

/// The whole item of a person.
fn person_item(person: &Person) -> Item {
    let mut stored = item(&PersonItem(person.clone()));
    stored.extend(Key::person(&person.id).attributes());
    stored.insert("format".to_owned(), number(FORMAT));
    stored.insert("peopleList".to_owned(), text(person.role.as_str()));
    stored.insert(
        "nameKey".to_owned(),
        text(format!("{}#{}", folded(person.name.as_str()), person.id)),
    );
    stored
}
