//! The item of a booking, with its history and its due time.

use anteroom_domain::booking::{Booking, DueClock, HistoryEntry, Span};
use anteroom_domain::phone::{Attempt, Introduction, PhoneSteps};
use anteroom_domain::values::BookingId;
use jiff::fmt::serde::timestamp::millisecond;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::booking_attributes::BookingAttributes;
use super::history::HistoryAttributes;
use super::keys::{self, Key};
use super::value::{self, Item, text, value};
use super::{FORMAT, StoreError};

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

impl BookingItem {
    /// The booking, if its attributes agree with its status.
    fn booking(&self, id: BookingId) -> Option<Booking> {
        let b = &self.booking;
        let state = b.state()?;
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
