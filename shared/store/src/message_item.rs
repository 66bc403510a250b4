//! A message as its item, and back.
//!
//! An item has nothing twice: the booking's id is in its partition key, and the channel in the
//! address. It stays under 1 KB, one write unit, for people with ordinary names.

use anteroom_domain::delivery::{CopyOf, Delivery, Dismissal, FailureCode, Receipt, State, Status};
use anteroom_domain::message::{Facts, Kind, Message, Parts, Recipient};
use anteroom_domain::values::{Actor, DeliveryId, PersonId};
use jiff::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};

use crate::FORMAT;
use crate::StoreError;
use crate::key_instant;
use crate::keys::{self, Key, booking_of, person_of};
use crate::value::{self, Item};

/// The item of a message, with its key and its places in the indexes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageItem {
    #[serde(rename = "PK")]
    pk: String,
    #[serde(rename = "SK")]
    sk: String,
    kind: ItemKind,
    format: u32,
    id: DeliveryId,
    /// The partition of the index `messages`; absent if the id is no ULID.
    #[serde(skip_serializing_if = "Option::is_none")]
    message_day: Option<String>,
    sequence: u32,
    says: Kind,
    to: Recipient,
    other: PersonId,
    facts: Facts,
    #[serde(with = "key_instant")]
    queued_at: Timestamp,
    state: Status,
    attempt: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    waits: u32,
    /// The partition of the index `due`, as long as there is a `dueAt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    due_shard: Option<String>,
    #[serde(
        default,
        with = "key_instant::option",
        skip_serializing_if = "Option::is_none"
    )]
    due_at: Option<Timestamp>,
    /// The partition of the index `deliveries`, as long as it stands in a work list.
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery_list: Option<String>,
    #[serde(
        default,
        with = "key_instant::option",
        skip_serializing_if = "Option::is_none"
    )]
    not_before: Option<Timestamp>,
    #[serde(
        default,
        with = "key_instant::option",
        skip_serializing_if = "Option::is_none"
    )]
    lease_until: Option<Timestamp>,
    #[serde(
        default,
        with = "key_instant::option",
        skip_serializing_if = "Option::is_none"
    )]
    nudged_at: Option<Timestamp>,
    #[serde(
        default,
        with = "key_instant::option",
        skip_serializing_if = "Option::is_none"
    )]
    sent_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider_message_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<Parts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<FailureCode>,
    #[serde(
        default,
        with = "key_instant::option",
        skip_serializing_if = "Option::is_none"
    )]
    reported_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resend_of: Option<DeliveryId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    requested_by: Option<Actor>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resent_as: Option<DeliveryId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dismissed: Option<Dismissal>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// The paths that updates use.
pub(crate) mod path {
    use crate::path::{Path, paths};

    paths! {
        STATE = "state";
        ATTEMPT = "attempt";
        FAILURE = "failure";
        DELIVERY_LIST = "deliveryList";
        DISMISSED = "dismissed";
        DUE_AT = "dueAt";
        DUE_SHARD = "dueShard";
        NOT_BEFORE = "notBefore";
        NUDGED_AT = "nudgedAt";
        RESENT_AS = "resentAs";
    }
}

/// The kind of item, by which the stream's filter knows messages.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ItemKind {
    Message,
}

/// Reads a message: from the table or from its stream.
pub fn read_message(item: impl Into<serde_dynamo::Item>) -> Result<Delivery, StoreError> {
    let item: MessageItem = serde_dynamo::from_item(item)?;
    let wrong = || StoreError::Item(serde_dynamo::Error::custom("no message of a known format"));
    if item.format != FORMAT {
        return Err(wrong());
    }
    let state = item.read_state().ok_or_else(wrong)?;
    let copy_of = item.resend_of.zip(item.requested_by);
    let booking = booking_of(&item.pk);
    if booking.is_none() && person_of(&item.pk).as_ref() != Some(&item.to.person) {
        return Err(wrong());
    }
    Ok(Delivery {
        message: Message {
            id: item.id,
            booking,
            sequence: item.sequence,
            kind: item.says,
            to: item.to,
            other: item.other,
            facts: item.facts,
            queued_at: item.queued_at,
        },
        state,
        attempt: item.attempt,
        waits: item.waits,
        nudged_at: item.nudged_at,
        copy_of: copy_of.map(|(original, requested_by)| CopyOf {
            original,
            requested_by,
        }),
        resent_as: item.resent_as,
        dismissed: item.dismissed,
    })
}

/// The key of a message.
pub(super) fn key(delivery: &Delivery) -> Key {
    let Message {
        id, booking, to, ..
    } = &delivery.message;
    match booking {
        Some(booking) => Key::message(booking, id),
        None => Key::notice(&to.person, id),
    }
}

/// The item of a new message, for the transaction of the change that causes it.
pub(crate) fn put(message: &Message, held: bool) -> Item {
    let message = message.clone();
    write(&match held {
        true => Delivery::held(message),
        false => Delivery::new(message),
    })
}

/// The whole item of a message.
pub(super) fn write(delivery: &Delivery) -> Item {
    value::item(&MessageItem::from(delivery))
}

impl From<&Delivery> for MessageItem {
    fn from(delivery: &Delivery) -> Self {
        let Key { pk, sk } = key(delivery);
        let Delivery { message, state, .. } = delivery;
        let due_at = delivery.due_at();
        let shard = match &message.booking {
            Some(booking) => keys::due_shard(booking),
            None => keys::due_shard_of_person(&message.to.person),
        };
        let receipt = delivery.receipt();
        let copy_of = delivery.copy_of.as_ref();
        let (not_before, lease_until) = match state {
            State::Queued { not_before, .. } => (*not_before, None),
            State::Sending { lease_until, .. } => (None, Some(*lease_until)),
            State::Held
            | State::Sent(_)
            | State::Delivered { .. }
            | State::Undelivered { .. }
            | State::Failed { .. }
            | State::Unknown { .. }
            | State::Dropped(_) => (None, None),
        };
        Self {
            pk,
            sk,
            kind: ItemKind::Message,
            format: FORMAT,
            id: message.id.clone(),
            message_day: keys::message_day(&message.id),
            sequence: message.sequence,
            says: message.kind,
            to: message.to.clone(),
            other: message.other.clone(),
            facts: message.facts.clone(),
            queued_at: message.queued_at,
            state: state.status(),
            attempt: delivery.attempt,
            waits: delivery.waits,
            due_shard: due_at.map(|_| shard.to_owned()),
            due_at,
            delivery_list: delivery.list().map(|list| list.as_str().to_owned()),
            not_before,
            lease_until,
            nudged_at: delivery.nudged_at,
            sent_at: receipt.map(|receipt| receipt.at),
            provider_message_id: receipt.map(|receipt| receipt.provider_id.clone()),
            parts: receipt.and_then(|receipt| receipt.parts),
            failure: delivery.failure(),
            reported_at: delivery.report().map(|report| report.at),
            resend_of: copy_of.map(|copy| copy.original.clone()),
            requested_by: copy_of.map(|copy| copy.requested_by.clone()),
            resent_as: delivery.resent_as.clone(),
            dismissed: delivery.dismissed.clone(),
        }
    }
}

impl MessageItem {
    /// The state, unless attributes of it are missing or wrong.
    fn read_state(&self) -> Option<State> {
        let last_failure = self.failure.clone();
        let receipt = self.sent_at.zip(self.provider_message_id.clone());
        let receipt = receipt.map(|(at, provider_id)| Receipt {
            at,
            provider_id,
            parts: self.parts,
        });
        Some(match self.state {
            Status::Queued => State::Queued {
                not_before: self.not_before,
                due_at: self.due_at?,
                last_failure,
            },
            Status::Sending => State::Sending {
                lease_until: self.lease_until?,
                due_at: self.due_at?,
                last_failure,
            },
            Status::Held => State::Held,
            Status::Sent => State::Sent(receipt?),
            Status::Delivered => State::Delivered {
                receipt: receipt?,
                reported_at: self.reported_at?,
            },
            Status::Undelivered => match last_failure? {
                FailureCode::Undelivered(why) => State::Undelivered {
                    receipt: receipt?,
                    why,
                    reported_at: self.reported_at?,
                },
                _ => return None,
            },
            Status::Failed => State::Failed {
                failure: last_failure?,
                receipt,
            },
            Status::Unknown => State::Unknown {
                failure: last_failure?,
            },
            Status::Dropped => match last_failure? {
                FailureCode::Suppressed(why) => State::Dropped(why),
                _ => return None,
            },
        })
    }
}
