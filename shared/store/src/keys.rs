//! The keys of the one table, for writing and reading alike.
//!
//! | what is asked | index | partition | sort |
//! | --- | --- | --- | --- |
//! | a booking with its session | table | `BKG#id` | `BOOKING` |
//! | its messages | table | `BKG#id` | `MSG#delivery` |
//! | what the meeting service said about it | table | `BKG#id` | `ATT#…` |
//! | whose time is taken on a day (UTC) | table | `AGENDA#person` | `2026-11-22` |
//! | that its member waits in vain | table | `BKG#id` | `ATTENTION#start` |
//! | a person | table | `PERSON#id` | `PERSON` |
//! | a provider's schedule | table | `PERSON#id` | `SCHEDULE` |
//! | the members a provider has had sessions with | table | `PERSON#provider` | `MET#member` |
//! | the answer to a request that came before | table | `IDEM#person` | the key |
//! | how much of something limited there was on a day (UTC) | table | `COUNT#what` | `2026-11-22` |
//! | one's bookings in a list, by start | `provider-list`, `member-list` | `person#view` | start and id |
//! | all bookings of a day (UTC), by start | `calendar` | `2026-11-22` | start and id |
//! | what is due | `due` | `DUE#0` … `DUE#3` | when |
//! | a message by its id alone | `ids` | the id | |
//! | people of a role, by name | `people` | the role | name and id |
//! | whose member waits in vain, longest first | `deliveries` | `attention` | since when |
//! | deliveries in a state, oldest first | `deliveries` | the state | when queued |
//!
//! Instants in keys are RFC 3339 in UTC with milliseconds, so that they sort as text.

use anteroom_domain::booking::View;
use anteroom_domain::values::{BookingId, DeliveryId, PersonId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The primary key of an item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The partition key, attribute `PK`.
    pub pk: String,
    /// The sort key, attribute `SK`.
    pub sk: String,
}

impl Key {
    fn new(pk: String, sk: impl Into<String>) -> Self {
        Self { pk, sk: sk.into() }
    }

    /// A booking with its session.
    pub fn booking(id: &BookingId) -> Self {
        Self::new(format!("BKG#{id}"), "BOOKING")
    }

    /// A message about a booking.
    pub fn message(booking: &BookingId, id: &DeliveryId) -> Self {
        Self::new(format!("BKG#{booking}"), format!("{MESSAGES}{id}"))
    }

    /// Something the meeting service said; the same event has the same key.
    pub fn attendance(booking: &BookingId, at: Timestamp, event: &str) -> Self {
        Self::new(
            format!("BKG#{booking}"),
            format!("{ATTENDANCE}{}#{event}", instant(at)),
        )
    }

    /// That the member of a booking waits in vain, for the session of a start.
    pub fn attention(booking: &BookingId, starts_at: Timestamp) -> Self {
        Self::new(
            format!("BKG#{booking}"),
            format!("ATTENTION#{}", instant(starts_at)),
        )
    }

    /// The taken cells of a person on a day.
    pub fn agenda(person: &PersonId, day: Date) -> Self {
        Self::new(agenda_partition(person), day.to_string())
    }

    /// A person.
    pub fn person(id: &PersonId) -> Self {
        Self::new(format!("PERSON#{id}"), "PERSON")
    }

    /// A provider's schedule.
    pub fn schedule(id: &PersonId) -> Self {
        Self::new(format!("PERSON#{id}"), "SCHEDULE")
    }

    /// That a provider has had a session with a member.
    pub fn met(provider: &PersonId, member: &PersonId) -> Self {
        Self::new(format!("PERSON#{provider}"), format!("{MET}{member}"))
    }

    /// How much of something limited there was on a day (UTC).
    pub fn count(what: &str, now: Timestamp) -> Self {
        let day = now.to_zoned(TimeZone::UTC).date();
        Self::new(format!("COUNT#{what}"), day.to_string())
    }

    /// The answer to a request of a person under an idempotency key.
    pub fn answer(person: &PersonId, key: &str) -> Self {
        Self::new(format!("IDEM#{person}"), key)
    }
}

/// What the sort keys of whom a provider has met begin with.
pub const MET: &str = "MET#";
/// What the sort keys of a booking's messages begin with.
pub const MESSAGES: &str = "MSG#";
/// What the sort keys of the meeting service's word on a booking begin with.
pub const ATTENDANCE: &str = "ATT#";

/// The booking in whose partition an item is, if it is in one.
pub fn booking_of(partition: &str) -> Option<BookingId> {
    partition.strip_prefix("BKG#")?.parse().ok()
}

/// The partition of a person's agenda.
pub fn agenda_partition(person: &PersonId) -> String {
    format!("AGENDA#{person}")
}

/// The attribute of an agenda's item for a cell of the day, 0 to 287.
pub fn cell(number: u16) -> String {
    format!("c{number:03}")
}

/// The number of the cell that an attribute of an agenda's item stands for.
pub fn cell_number(attribute: &str) -> Option<u16> {
    attribute
        .strip_prefix('c')
        .filter(|digits| digits.len() == 3)?
        .parse()
        .ok()
}

/// The partition of `provider-list` and `member-list`.
pub fn list_partition(person: &PersonId, view: View) -> String {
    format!("{person}#{}", view.as_str())
}

/// The sort key of the lists of bookings.
pub fn list_key(starts_at: Timestamp, id: &BookingId) -> String {
    format!("{}#{id}", instant(starts_at))
}

/// The partitions of `due`.
pub const DUE_SHARDS: [&str; 4] = ["DUE#0", "DUE#1", "DUE#2", "DUE#3"];

/// The partition of `due` for a booking and all its messages.
pub fn due_shard(id: &BookingId) -> &'static str {
    let sum: usize = id.as_str().bytes().map(usize::from).sum();
    DUE_SHARDS[sum % DUE_SHARDS.len()]
}

/// An instant as text that sorts.
pub fn instant(at: Timestamp) -> String {
    format!("{at:.3}")
}
