//! What the concierge looks for: people by name, and bookings by day.

use anteroom_domain::booking::Status;
use anteroom_domain::person::Person;
use anteroom_domain::values::{PersonId, Role};
use aws_sdk_dynamodb::operation::query::QueryOutput;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::bookings::{ListPosition, page};
use super::value::{Item, text};
use super::{BookingRecord, LastKey, Store, StoreError, failed, keys, people};

/// The most queries that one page takes. A page that is not full by then is given as it is,
/// with the place from which to go on. More than the days that a search may span.
const MOST_QUERIES: usize = 120;

/// How many people are read at once when most of them are passed over.
const MANY: i32 = 200;

/// Which bookings are looked for.
#[derive(Clone, Debug)]
pub struct BookingSearch {
    /// Of this provider.
    pub provider: Option<PersonId>,
    /// Of this member.
    pub member: Option<PersonId>,
    /// In this status.
    pub status: Option<Status>,
    /// The first instant at which they may start. Not before 1970.
    pub from: Timestamp,
    /// The instant before which they start.
    pub to: Timestamp,
}

/// Where in the calendar a page ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalendarPosition {
    /// On this day (UTC).
    day: Date,
    /// After this booking of the day, or at the day's start.
    after: Option<ListPosition>,
}

/// That a provider has had a session with a member.
#[derive(Deserialize)]
struct MetItem {
    #[serde(rename = "SK")]
    sk: String,
    name: String,
}

impl Store {
    /// People of a role by name, from a position on; with `words` those whose name or email
    /// contains them, in capitals or not.
    pub async fn people(
        &self,
        role: Role,
        words: Option<&str>,
        limit: i32,
        from: Option<ListPosition>,
    ) -> Result<(Vec<Person>, Option<ListPosition>), StoreError> {
        let words = words.map(str::to_lowercase);
        // One more than fits shows whether there is a next page.
        let at_once = if words.is_some() { MANY } else { limit + 1 };
        let mut page = Page::new(limit);
        let mut start = from.map(ListPosition::into_key);
        for _ in 0..MOST_QUERIES {
            let output = self.people_after(role, at_once, start).await?;
            for item in output.items.unwrap_or_default() {
                let place = ListPosition::of(&item, ["peopleList", "nameKey"]);
                let person = people::person(item)?;
                if !words
                    .as_deref()
                    .is_none_or(|words| is_called(&person, words))
                {
                    continue;
                }
                if let Some(full) = page.add(person, place) {
                    return Ok(full);
                }
            }
            start = output.last_evaluated_key;
            if start.is_none() {
                return Ok((page.found, None));
            }
        }
        Ok((page.found, start.map(ListPosition::from_key)))
    }

    /// The members with whom a provider has had sessions, with their names then.
    pub async fn met(
        &self,
        provider: &PersonId,
        limit: i32,
        from: Option<ListPosition>,
    ) -> Result<(Vec<(PersonId, String)>, Option<ListPosition>), StoreError> {
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("PK = :provider AND begins_with(SK, :met)")
            .expression_attribute_values(":provider", text(keys::Key::person(provider).pk))
            .expression_attribute_values(":met", text(keys::MET))
            // One more shows whether there is a next page.
            .limit(limit + 1)
            .set_exclusive_start_key(from.map(ListPosition::into_key))
            .send()
            .await
            .map_err(failed("Query"))?;
        let items = output.items.unwrap_or_default();
        let (items, next) = page(items, output.last_evaluated_key, limit, ["PK", "SK"]);
        let read = |item: Item| {
            let met: MetItem = serde_dynamo::from_item(item)?;
            let id = met.sk.strip_prefix(keys::MET).unwrap_or_default();
            let id = id.parse().map_err(serde::de::Error::custom)?;
            Ok((id, met.name))
        };
        let found = items.into_iter().map(read);
        Ok((found.collect::<Result<_, serde_dynamo::Error>>()?, next))
    }

    /// Bookings by start, from a position on.
    pub async fn search(
        &self,
        wanted: &BookingSearch,
        limit: i32,
        from: Option<CalendarPosition>,
    ) -> Result<(Vec<BookingRecord>, Option<CalendarPosition>), StoreError> {
        let first = CalendarPosition {
            day: day_of(wanted.from),
            after: None,
        };
        let CalendarPosition { mut day, after } = from.unwrap_or(first);
        let mut start = after.map(ListPosition::into_key);
        let mut page = Page::new(limit);
        for _ in 0..MOST_QUERIES {
            let output = self.bookings_of_day(wanted, day, limit + 1, start).await?;
            for item in output.items.unwrap_or_default() {
                let after = Some(ListPosition::of(&item, ["calendarDay", "listKey"]));
                if let Some(full) =
                    page.add(BookingRecord::read(item)?, CalendarPosition { day, after })
                {
                    return Ok(full);
                }
            }
            start = output.last_evaluated_key;
            if start.is_none() {
                match day.tomorrow() {
                    Ok(next) if next <= day_of(wanted.to) => day = next,
                    Ok(_) | Err(_) => return Ok((page.found, None)),
                }
            }
        }
        Ok((
            page.found,
            Some(CalendarPosition {
                day,
                after: start.map(ListPosition::from_key),
            }),
        ))
    }

    async fn people_after(
        &self,
        role: Role,
        at_once: i32,
        start: Option<LastKey>,
    ) -> Result<QueryOutput, StoreError> {
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .index_name("people")
            .key_condition_expression("peopleList = :role")
            .expression_attribute_values(":role", text(role.as_str()))
            .limit(at_once)
            .set_exclusive_start_key(start);
        query.send().await.map_err(failed("Query"))
    }

    async fn bookings_of_day(
        &self,
        wanted: &BookingSearch,
        day: Date,
        at_once: i32,
        start: Option<LastKey>,
    ) -> Result<QueryOutput, StoreError> {
        let mut query = self
            .client
            .query()
            .table_name(&self.table)
            .index_name("calendar")
            // A key goes on with the booking's id, so one that starts at `to` is after it.
            .key_condition_expression("calendarDay = :day AND listKey BETWEEN :from AND :to")
            .expression_attribute_values(":day", text(day.to_string()))
            .expression_attribute_values(":from", text(keys::instant(wanted.from)))
            .expression_attribute_values(":to", text(keys::instant(wanted.to)))
            .set_exclusive_start_key(start);
        let mut filters = Vec::new();
        let filter = [
            ("provider", wanted.provider.as_ref().map(PersonId::as_str)),
            ("member", wanted.member.as_ref().map(PersonId::as_str)),
            ("status", wanted.status.map(Status::as_str)),
        ];
        for (name, value) in filter
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
        {
            let id = if name == "status" { "" } else { ".id" };
            filters.push(format!("#booking.#{name}{id} = :{name}"));
            query = query
                .expression_attribute_names("#booking", "booking")
                .expression_attribute_names(format!("#{name}"), name)
                .expression_attribute_values(format!(":{name}"), text(value));
        }
        // A limit counts what a filter passes over, so there is none beside a filter.
        let query = if filters.is_empty() {
            query.limit(at_once)
        } else {
            query.filter_expression(filters.join(" AND "))
        };
        query.send().await.map_err(failed("Query"))
    }
}

/// A page that is being filled.
struct Page<T, P> {
    found: Vec<T>,
    last: Option<P>,
    limit: usize,
}

impl<T, P> Page<T, P> {
    fn new(limit: i32) -> Self {
        Self {
            found: Vec::new(),
            last: None,
            limit: usize::try_from(limit).unwrap_or_default(),
        }
    }

    /// Adds a thing and its place; gives the page, and the place of its last thing, when
    /// there is no room for one more.
    fn add(&mut self, thing: T, place: P) -> Option<(Vec<T>, Option<P>)> {
        if self.found.len() == self.limit {
            return Some((std::mem::take(&mut self.found), self.last.take()));
        }
        self.found.push(thing);
        self.last = Some(place);
        None
    }
}

/// Whether a person's name or email contains some words in small letters.
fn is_called(person: &Person, words: &str) -> bool {
    [person.name.as_str(), person.email.as_str()]
        .iter()
        .any(|text| text.to_lowercase().contains(words))
}

fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}
