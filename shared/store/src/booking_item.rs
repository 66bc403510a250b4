//! The item of a booking, with its history and its due time.

use anteroom_domain::booking::{
    Booking, Cancellation, DueClock, HistoryEntry, HistoryEvent, Moved, Party, SessionType, Side,
    Span, State, Status,
};
use anteroom_domain::phone::{Attempt, Introduction, PhoneSteps};
use anteroom_domain::values::{
    Actor, BookingId, Comment, EmailAddress, Language, Name, PersonId, PhoneNumber, Reason, Zone,
};
use jiff::fmt::serde::timestamp::millisecond;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::keys::{self, Key};
use super::value::{self, Item, text, value};
use super::{FORMAT, StoreError, note};

/// The item. The list indexes project only its `version`, `sequence`, `booking` and `phone`, so
/// each other attribute has a default.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct BookingItem {
    #[serde(default)]
    format: u32,
    version: u64,
    sequence: u32,
    booking: BookingAttributes,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phone: Option<PhoneAttributes>,
    #[serde(
        default,
        with = "millisecond::optional",
        skip_serializing_if = "Option::is_none"
    )]
    reminded_until: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due_at: Option<Timestamp>,
    /// Append-only; written whole only when the item is created.
    #[serde(default, skip_serializing)]
    history: Vec<HistoryAttributes>,
}

/// The steps of a phone session.
#[derive(Debug, Serialize, Deserialize)]
struct PhoneAttributes {
    #[serde(default)]
    introductions: Vec<Introduction>,
    #[serde(default)]
    attempts: Vec<Attempt>,
}

/// An entry of the history.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HistoryAttributes {
    #[serde(with = "millisecond::required")]
    at: Timestamp,
    by: Actor,
    what: HistoryEvent,
    status: Status,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    moved: Option<MovedAttributes>,
    request_id: String,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct MovedAttributes {
    #[serde(with = "millisecond::required")]
    from: Timestamp,
    #[serde(with = "millisecond::required")]
    to: Timestamp,
}

/// The booking without its phone steps and due times.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct BookingAttributes {
    #[serde(with = "PartyAttributes")]
    provider: Party,
    #[serde(with = "PartyAttributes")]
    member: Party,
    session_type: SessionType,
    #[serde(default, skip_serializing_if = "is_zero")]
    moved_at: u32,
    #[serde(with = "millisecond::required")]
    starts_at: Timestamp,
    duration_minutes: i64,
    buffer_minutes: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    comment: Option<Comment>,
    /// Whether the comment is long and has an item of its own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    has_note: bool,
    #[serde(with = "millisecond::required")]
    created_at: Timestamp,
    created_by: Actor,
    status: Status,
    /// When the state began; for a pending booking, when it ends.
    #[serde(
        default,
        with = "millisecond::optional",
        skip_serializing_if = "Option::is_none"
    )]
    state_at: Option<Timestamp>,
    #[serde(
        default,
        with = "millisecond::optional",
        skip_serializing_if = "Option::is_none"
    )]
    started_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cancelled_by: Option<Actor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<Reason>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    late: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    no_show: Option<Side>,
}

/// The attributes of a person in a booking.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Party", rename_all = "camelCase")]
struct PartyAttributes {
    id: PersonId,
    name: Name,
    email: EmailAddress,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phone: Option<PhoneNumber>,
    zone: Zone,
    language: Language,
    #[serde(default, skip_serializing_if = "is_zero")]
    link_epoch: u32,
}

/// Whether a number is left out of an item.
#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands in a reference"
)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// The paths that conditions and filters use.
pub(crate) mod path {
    use crate::path::{Path, paths};

    paths! {
        VERSION = "version";
        SEQUENCE = "sequence";
        STATUS = "booking.status";
        PROVIDER_ID = "booking.provider.id";
        MEMBER_ID = "booking.member.id";
        PHONE = "phone";
        REMINDED_UNTIL = "remindedUntil";
        HISTORY = "history";
    }
}

/// The attributes of a booking's item, without its key and its history.
pub(super) fn attributes(booking: &Booking) -> Item {
    let phone = &booking.phone;
    let mut item = value::item(&BookingItem {
        format: FORMAT,
        version: booking.version,
        sequence: booking.sequence,
        booking: BookingAttributes::from(booking),
        phone: (*phone != PhoneSteps::default()).then(|| PhoneAttributes {
            introductions: phone.introductions.clone(),
            attempts: phone.attempts.clone(),
        }),
        reminded_until: booking.clock.reminded_until,
        due_at: None,
        history: Vec::new(),
    });
    let view = booking.state.status().view();
    for (name, person) in [
        ("providerList", &booking.provider.id),
        ("memberList", &booking.member.id),
    ] {
        item.insert(name.to_owned(), text(keys::list_partition(person, view)));
    }
    let list_key = keys::list_key(booking.span.starts_at, &booking.id);
    item.insert("listKey".to_owned(), text(list_key));
    let calendar = keys::calendar_shard(&booking.id);
    item.insert("calendarShard".to_owned(), text(calendar));
    if let Some(due) = booking.clock.due_at {
        let shard = keys::due_shard(&booking.id);
        item.insert("dueShard".to_owned(), text(shard));
        item.insert("dueAt".to_owned(), text(keys::instant(due)));
    }
    item
}

/// The whole item of a new booking.
pub(super) fn whole(booking: &Booking, entry: Option<&HistoryEntry>) -> Item {
    let mut item = attributes(booking);
    let history: Vec<_> = entry.into_iter().map(HistoryAttributes::from).collect();
    item.insert("history".to_owned(), value(&history));
    item.extend(Key::booking(&booking.id).attributes());
    item
}

/// A booking as it is in its item, or in an index's copy of it.
pub(super) struct StoredBooking {
    pub(super) booking: Booking,
    pub(super) history: Vec<HistoryEntry>,
    /// Whether its comment has an item of its own.
    pub(super) has_note: bool,
}

impl StoredBooking {
    /// Reads an item.
    pub(super) fn read(item: Item) -> Result<Self, StoreError> {
        let wrong = |what| StoreError::Item(serde::de::Error::custom(what));
        // The key of the table is in every index.
        let id = Key::of(&item).and_then(|key| keys::booking_of(&key.pk));
        let id = id.ok_or_else(|| wrong("it is no booking's item"))?;
        let item: BookingItem = serde_dynamo::from_item(item)?;
        let booking = item.booking(id);
        let booking = booking.ok_or_else(|| wrong("status and attributes differ"))?;
        let has_note = item.booking.has_note;
        let history = item.history.into_iter().map(HistoryEntry::from);
        Ok(Self {
            booking,
            history: history.collect(),
            has_note,
        })
    }
}

impl From<&HistoryEntry> for HistoryAttributes {
    fn from(entry: &HistoryEntry) -> Self {
        Self {
            at: entry.at,
            by: entry.by.clone(),
            what: entry.what,
            status: entry.status,
            why: entry.why.clone().filter(|why| note::fits(why)),
            moved: entry.moved.map(|moved| MovedAttributes {
                from: moved.from,
                to: moved.to,
            }),
            request_id: entry.request_id.clone(),
        }
    }
}

impl From<HistoryAttributes> for HistoryEntry {
    fn from(line: HistoryAttributes) -> Self {
        Self {
            at: line.at,
            by: line.by,
            what: line.what,
            status: line.status,
            why: line.why,
            moved: line.moved.map(|moved| Moved {
                from: moved.from,
                to: moved.to,
            }),
            request_id: line.request_id,
        }
    }
}

impl From<&Booking> for BookingAttributes {
    fn from(booking: &Booking) -> Self {
        let (mut cancelled_by, mut reason, mut late, mut no_show) = (None, None, None, None);
        let state_at = match &booking.state {
            State::Pending { accept_by } => Some(*accept_by),
            State::Confirmed | State::Ongoing { .. } => None,
            State::Completed { ended_at, .. } => Some(*ended_at),
            State::Expired { at } => Some(*at),
            State::Cancelled(cancellation) => {
                cancelled_by = Some(cancellation.by.clone());
                reason = Some(cancellation.reason.clone());
                late = Some(cancellation.late);
                Some(cancellation.at)
            }
            State::NoShow { who, at, .. } => {
                no_show = Some(*who);
                Some(*at)
            }
        };
        Self {
            provider: booking.provider.clone(),
            member: booking.member.clone(),
            session_type: booking.session_type,
            moved_at: booking.moved_at,
            starts_at: booking.span.starts_at,
            duration_minutes: booking.span.duration.as_mins(),
            buffer_minutes: booking.span.buffer.as_mins(),
            comment: booking.comment.clone().filter(note::is_short),
            has_note: booking
                .comment
                .as_ref()
                .is_some_and(|comment| !note::is_short(comment)),
            created_at: booking.created_at,
            created_by: booking.created_by.clone(),
            status: booking.state.status(),
            state_at,
            started_at: booking.state.started_at(),
            cancelled_by,
            reason,
            late,
            no_show,
        }
    }
}

impl BookingItem {
    /// The booking, if its attributes agree with its status.
    fn booking(&self, id: BookingId) -> Option<Booking> {
        let b = &self.booking;
        let state = match b.status {
            Status::Pending => State::Pending {
                accept_by: b.state_at?,
            },
            Status::Confirmed => State::Confirmed,
            Status::Ongoing => State::Ongoing {
                started_at: b.started_at?,
            },
            Status::Completed => State::Completed {
                started_at: b.started_at?,
                ended_at: b.state_at?,
            },
            Status::Cancelled => State::Cancelled(Cancellation {
                at: b.state_at?,
                by: b.cancelled_by.clone()?,
                reason: b.reason.clone()?,
                late: b.late?,
            }),
            Status::Expired => State::Expired { at: b.state_at? },
            Status::NoShow => State::NoShow {
                who: b.no_show?,
                at: b.state_at?,
                started_at: b.started_at,
            },
        };
        Some(Booking {
            id,
            version: self.version,
            sequence: self.sequence,
            moved_at: b.moved_at,
            provider: b.provider.clone(),
            member: b.member.clone(),
            session_type: b.session_type,
            span: Span {
                starts_at: b.starts_at,
                duration: SignedDuration::from_mins(b.duration_minutes),
                buffer: SignedDuration::from_mins(b.buffer_minutes),
            },
            comment: b.comment.clone(),
            created_at: b.created_at,
            created_by: b.created_by.clone(),
            state,
            phone: self
                .phone
                .as_ref()
                .map_or_else(PhoneSteps::default, |phone| PhoneSteps {
                    introductions: phone.introductions.clone(),
                    attempts: phone.attempts.clone(),
                }),
            clock: DueClock {
                reminded_until: self.reminded_until,
                due_at: self.due_at,
            },
        })
    }
}
