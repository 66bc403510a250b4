//! A message as its item.

use anteroom_domain::message::{Channel, Facts, Kind, Message, Parts, Recipient};
use anteroom_domain::values::{Actor, BookingId, DeliveryId, PersonId};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{DeliveryList, TAKEN_WITHIN};
use crate::keys::{self, Key};
use crate::value::{self, Item, text};

/// A message of the outbox, as its item is read: from the table or from its stream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageItem {
    /// Its id.
    pub id: DeliveryId,
    /// The booking that it is about.
    pub booking_id: BookingId,
    /// The booking's sequence for which it was written.
    pub sequence: u32,
    /// What it says; `kind` names the kind of item.
    pub says: Kind,
    /// The way it goes.
    pub channel: Channel,
    /// Who it is for.
    pub to: Recipient,
    /// The person on the other side, of whom it tells.
    pub other: PersonId,
    /// What it tells.
    pub facts: Facts,
    /// What became of it so far.
    pub state: DeliveryState,
    /// How many times it was taken. It never falls, so that whoever has seen one attempt
    /// can't write over a later one.
    pub attempt: u32,
    /// When it was written.
    #[serde(with = "as_key")]
    pub queued_at: Timestamp,
    /// Before when it is not to be tried again.
    #[serde(
        default,
        with = "as_key::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub not_before: Option<Timestamp>,
    /// When the tick last called attention to it.
    #[serde(
        default,
        with = "as_key::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub nudged_at: Option<Timestamp>,
    /// When it was sent.
    #[serde(
        default,
        with = "as_key::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub sent_at: Option<Timestamp>,
    /// The id that the sending service gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_message_id: Option<String>,
    /// Why it was not sent, or did not arrive; a code, never a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// How many parts its text took, if it was an SMS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<Parts>,
    /// The message of which this is a copy, if it is sent again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resend_of: Option<DeliveryId>,
    /// Who asked that it be sent again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_by: Option<Actor>,
    /// The newest copy of it, if it was sent again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resent_as: Option<DeliveryId>,
}

/// What became of a message so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Nobody has taken it, or it is to be tried again.
    Queued,
    /// A notifier has taken it.
    Sending,
    /// A service has taken it for sending.
    Sent,
    /// It will not be sent by itself any more.
    Failed,
    /// It may have been sent (M4).
    Unknown,
    /// The booking has moved on, so that it was not to be sent.
    Dropped,
}

impl DeliveryState {
    /// The name in the table and in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Dropped => "dropped",
        }
    }

    /// The list of deliveries in which a message of this state stands. One that is being
    /// sent still stands among the queued; a dropped one stands in none.
    pub(super) fn list(self) -> Option<DeliveryList> {
        match self {
            Self::Queued | Self::Sending => Some(DeliveryList::Queued),
            Self::Sent => Some(DeliveryList::Sent),
            Self::Failed => Some(DeliveryList::Failed),
            Self::Unknown => Some(DeliveryList::Unknown),
            Self::Dropped => None,
        }
    }
}

impl MessageItem {
    /// A message that nobody has taken yet.
    pub fn new(message: &Message) -> Self {
        Self {
            id: message.id.clone(),
            booking_id: message.booking.clone(),
            sequence: message.sequence,
            says: message.kind,
            channel: message.channel(),
            to: message.to.clone(),
            other: message.other.clone(),
            facts: message.facts.clone(),
            state: DeliveryState::Queued,
            attempt: 0,
            queued_at: message.queued_at,
            not_before: None,
            nudged_at: None,
            sent_at: None,
            provider_message_id: None,
            failure: None,
            parts: None,
            resend_of: None,
            requested_by: None,
            resent_as: None,
        }
    }

    /// The message.
    pub fn message(&self) -> Message {
        Message {
            id: self.id.clone(),
            booking: self.booking_id.clone(),
            sequence: self.sequence,
            kind: self.says,
            to: self.to.clone(),
            other: self.other.clone(),
            facts: self.facts.clone(),
            queued_at: self.queued_at,
        }
    }

    pub(super) fn key(&self) -> Key {
        Key::message(&self.booking_id, &self.id)
    }
}

/// The item of a new message, for the transaction of the change that causes it.
pub(crate) fn put(message: &Message) -> Item {
    whole(&MessageItem::new(message))
}

/// A message that nobody has taken yet, with its key and its places in the indexes.
pub(super) fn whole(message: &MessageItem) -> Item {
    let mut item = value::item(message);
    item.extend(message.key().attributes());
    item.insert("kind".to_owned(), text("message"));
    item.insert(
        "deliveryList".to_owned(),
        text(DeliveryList::Queued.as_str()),
    );
    item.insert(
        "dueShard".to_owned(),
        text(keys::due_shard(&message.booking_id)),
    );
    item.insert(
        "dueAt".to_owned(),
        text(keys::instant(message.queued_at + TAKEN_WITHIN)),
    );
    item
}

/// Instants as they stand in keys, so that they compare as text.
mod as_key {
    use super::{Deserialize, Deserializer, Serializer, Timestamp, keys};

    pub(super) fn serialize<S: Serializer>(at: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&keys::instant(*at))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        Timestamp::deserialize(from)
    }

    pub(super) mod option {
        use super::{Deserialize, Deserializer, Serializer, Timestamp};

        pub(in super::super) fn serialize<S: Serializer>(
            at: &Option<Timestamp>,
            to: S,
        ) -> Result<S::Ok, S::Error> {
            match at {
                Some(at) => super::serialize(at, to),
                None => to.serialize_none(),
            }
        }

        pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
            from: D,
        ) -> Result<Option<Timestamp>, D::Error> {
            Option::deserialize(from)
        }
    }
}
