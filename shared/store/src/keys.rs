//! The keys of the DynamoDB table, for reads and writes.
//!
//! | access pattern | index | partition | sort |
//! | --- | --- | --- | --- |
//! | a booking with its history | table | `BKG#id` | `BOOKING` |
//! | its session | table | `BKG#id` | `SESSION` |
//! | a meeting of its session | table | `BKG#id` | `MEETING#generation` |
//! | who was let in | table | `BKG#id` | `ADMITTED#when#request` |
//! | a long text about it | table | `BKG#id` | `NOTE#which` |
//! | its messages | table | `BKG#id` | `MSG#delivery` |
//! | the meeting service's events about it | table | `BKG#id` | `ATT#…` |
//! | a person's taken cells on a day (UTC) | table | `AGENDA#person` | `2026-11-22` |
//! | a call for the concierge: its member waits in vain, or does not come | table | `BKG#id` | `ATTENTION#start` |
//! | a person's account | table | `PERSON#id` | `ACCOUNT` |
//! | a person | table | `PERSON#id` | `PERSON` |
//! | a provider's schedule | table | `PERSON#id` | `SCHEDULE` |
//! | a change of a person or their schedule | table | `PERSON#id` | `CHANGE#when#what#version` |
//! | a message about a person alone | table | `PERSON#id` | `MSG#delivery` |
//! | a text by the id that SNS gave it, and what was reported of it | table | `TEXT#id` | `TEXT` |
//! | who has an email address | table | `CONTACT#hash` | `CONTACT` |
//! | the members a provider has had sessions with | table | `PERSON#provider` | `MET#member` |
//! | the answer to an earlier request | table | `IDEM#person` | the key |
//! | the counter of a limit for a day (UTC) | table | `COUNT#what` | `2026-11-22` |
//! | the turns of a channel: what may go out when | table | `TURNS#channel` | `TURNS` |
//! | a person's messages in each day (UTC), a member's open bookings | table | `PERSON#id` | `COUNTS` |
//! | a person's bookings in a list, by start | `provider-list`, `member-list` | `person#view` | start and id |
//! | all bookings, by start | `calendar` | `CAL#0` … `CAL#3` | start and id |
//! | what is due and can wait | `due` | `DUE#00` … `DUE#15` | when |
//! | sessions whose gate is watched | `due` | `GATE#0` … `GATE#3` | since when |
//! | a message by its id alone, and messages of a day (UTC), newest first | `messages` | `2026-11-22#0` … `#11` | the id |
//! | people of a role, by name | `people` | the role | name and id |
//! | calls for the concierge, by time | `deliveries` | `attention` | since when |
//! | deliveries that wait or that somebody must look at, oldest first | `deliveries` | `queued`, `held`, `failed`, `unknown`, `undelivered` | when queued |
//!
//! Instants in keys are RFC 3339 in UTC with milliseconds, so that they sort as text.

use anteroom_domain::booking::View;
use anteroom_domain::message::Channel;
use anteroom_domain::person_history::{PersonEntry, PersonEvent};
use anteroom_domain::session::Admitted;
use anteroom_domain::values::{BookingId, DeliveryId, EmailAddress, PersonId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

pub use super::shards::{
    CALENDAR_SHARDS, DUE_SHARDS, GATE_SHARDS, calendar_shard, due_shard, due_shard_of_person,
    gate_shard, message_day, message_days,
};
use super::value::{Item, text};

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

    /// The key as attributes.
    pub(crate) fn attributes(&self) -> Item {
        [
            ("PK".to_owned(), text(&self.pk)),
            ("SK".to_owned(), text(&self.sk)),
        ]
        .into()
    }

    /// The key of an item, or of an entry of an index.
    pub(crate) fn of(item: &Item) -> Option<Self> {
        let attribute = |name| item.get(name)?.as_s().ok().cloned();
        Some(Self {
            pk: attribute("PK")?,
            sk: attribute("SK")?,
        })
    }

    /// A booking with its history.
    pub fn booking(id: &BookingId) -> Self {
        Self::new(format!("BKG#{id}"), "BOOKING")
    }

    /// The session of a booking.
    pub fn session(id: &BookingId) -> Self {
        Self::new(format!("BKG#{id}"), SESSION)
    }

    /// A meeting of a booking's session.
    pub fn meeting(id: &BookingId, generation: u32) -> Self {
        Self::new(format!("BKG#{id}"), format!("MEETING#{generation}"))
    }

    /// An admission to a booking's session.
    pub fn admission(id: &BookingId, admitted: &Admitted) -> Self {
        let (at, request) = (instant(admitted.at), &admitted.request_id);
        Self::new(format!("BKG#{id}"), format!("{ADMISSIONS}{at}#{request}"))
    }

    /// A long text about a booking.
    pub fn note(id: &BookingId, name: &str) -> Self {
        Self::new(format!("BKG#{id}"), format!("{NOTES}{name}"))
    }

    /// A message about a booking.
    pub fn message(booking: &BookingId, id: &DeliveryId) -> Self {
        Self::new(format!("BKG#{booking}"), format!("{MESSAGES}{id}"))
    }

    /// A message about its reader alone.
    pub fn notice(reader: &PersonId, id: &DeliveryId) -> Self {
        Self::new(format!("PERSON#{reader}"), format!("{MESSAGES}{id}"))
    }

    /// An event of the meeting service. The same event has the same key.
    pub fn attendance(booking: &BookingId, at: Timestamp, event: &str) -> Self {
        Self::new(
            format!("BKG#{booking}"),
            format!("{ATTENDANCE}{}#{event}", instant(at)),
        )
    }

    /// The call for the concierge because the member of a booking waits in vain, for one start
    /// time.
    pub fn attention(booking: &BookingId, starts_at: Timestamp) -> Self {
        Self::new(
            format!("BKG#{booking}"),
            format!("{ATTENTION}{}", instant(starts_at)),
        )
    }

    /// The taken cells of a person on a day (UTC).
    pub fn agenda(person: &PersonId, day: Date) -> Self {
        Self::new(agenda_partition(person), day.to_string())
    }

    /// A person.
    pub fn person(id: &PersonId) -> Self {
        Self::new(format!("PERSON#{id}"), "PERSON")
    }

    /// A person's account.
    pub fn account(id: &PersonId) -> Self {
        Self::new(format!("PERSON#{id}"), ACCOUNT)
    }

    /// A provider's schedule.
    pub fn schedule(id: &PersonId) -> Self {
        Self::new(format!("PERSON#{id}"), "SCHEDULE")
    }

    /// Who has an email address. The key has the SHA-256 of the folded address, so that keys, which
    /// reports of the table show, tell no address.
    pub fn contact(address: &EmailAddress) -> Self {
        let hash = Sha256::digest(address.folded());
        Self::new(format!("CONTACT#{hash:x}"), "CONTACT")
    }

    /// A text by the id that SNS gave it.
    pub fn text(id: &str) -> Self {
        Self::new(format!("TEXT#{id}"), "TEXT")
    }

    /// The turns of a channel.
    pub fn turns(channel: Channel) -> Self {
        Self::new(format!("TURNS#{}", channel.as_str()), "TURNS")
    }

    /// A change of a person or of their schedule.
    pub fn change(person: &PersonId, entry: &PersonEntry) -> Self {
        let what = match entry.what {
            PersonEvent::Added | PersonEvent::Changed => "PERSON",
            PersonEvent::ScheduleChanged => "SCHEDULE",
            PersonEvent::LinksSent => "LINKS",
            PersonEvent::Invited | PersonEvent::Deactivated | PersonEvent::Activated => "ACCOUNT",
        };
        let (at, version) = (instant(entry.at), entry.version);
        Self::new(
            format!("PERSON#{person}"),
            format!("{CHANGES}{at}#{what}#{version}"),
        )
    }

    /// The record that a provider has had a session with a member.
    pub fn met(provider: &PersonId, member: &PersonId) -> Self {
        Self::new(format!("PERSON#{provider}"), format!("{MET}{member}"))
    }

    /// The counter of a limit for a day (UTC).
    pub fn count(what: &str, now: Timestamp) -> Self {
        let day = now.to_zoned(TimeZone::UTC).date();
        Self::new(format!("COUNT#{what}"), day.to_string())
    }

    /// A person's messages in each day, and a member's open bookings.
    pub fn counts(person: &PersonId) -> Self {
        Self::new(format!("PERSON#{person}"), "COUNTS")
    }

    /// The answer to a person's request under an idempotency key.
    pub fn answer(person: &PersonId, key: &str) -> Self {
        Self::new(format!("IDEM#{person}"), key)
    }
}

/// The sort key of a session.
pub const SESSION: &str = "SESSION";
/// The sort key of an account.
pub const ACCOUNT: &str = "ACCOUNT";
/// The prefix of the sort keys of admissions.
pub const ADMISSIONS: &str = "ADMITTED#";
/// The prefix of the sort keys of long texts about a booking.
pub const NOTES: &str = "NOTE#";
/// The prefix of the sort keys of changes of a person.
pub const CHANGES: &str = "CHANGE#";
/// The prefix of the sort keys of members whom a provider has met.
pub const MET: &str = "MET#";
/// The prefix of the sort keys of a booking's messages.
pub const MESSAGES: &str = "MSG#";
/// The prefix of the sort keys of the meeting service's events about a booking.
pub const ATTENDANCE: &str = "ATT#";
/// What the sort keys of calls for the concierge begin with.
pub const ATTENTION: &str = "ATTENTION#";

/// The booking to whose partition an item belongs; `None` if it is another partition.
pub fn booking_of(partition: &str) -> Option<BookingId> {
    partition.strip_prefix("BKG#")?.parse().ok()
}

/// The person to whose partition an item belongs; `None` if it is another partition.
pub fn person_of(partition: &str) -> Option<PersonId> {
    partition.strip_prefix("PERSON#")?.parse().ok()
}

/// The partition of a person's agenda.
pub fn agenda_partition(person: &PersonId) -> String {
    format!("AGENDA#{person}")
}

/// The attribute of an agenda's item for a cell of the day, 0 to 287.
pub fn cell(number: u16) -> String {
    format!("c{number:03}")
}

/// The cell's number, from the attribute of an agenda's item.
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

/// The sort key of a booking in the lists.
pub fn list_key(starts_at: Timestamp, id: &BookingId) -> String {
    format!("{}#{id}", instant(starts_at))
}

/// An instant as sortable text.
pub fn instant(at: Timestamp) -> String {
    format!("{at:.3}")
}
