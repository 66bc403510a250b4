//! The outbox: messages as items, from the change that causes them to what became of them.
//!
//! A message is `queued`, then `sending` while one notifier holds its lease, then `sent`,
//! `failed`, `unknown` or `dropped`. It has a `dueAt` exactly as long as something is still
//! to happen to it: by then somebody should have taken it, or its lease is over.

mod deliveries;
mod due;
mod item;

pub use deliveries::{Delivery, DeliveryList};
pub use due::Overdue;
pub(super) use item::put;
pub use item::{DeliveryState, MessageItem};

use aws_sdk_dynamodb::types::ConditionCheck;
use jiff::{SignedDuration, Timestamp};

use super::change::{Change, Test};
use super::keys::{self, Key};
use super::transaction::{Conflict, Transaction};
use super::value::{number, text, value};
use super::{Outcome, Store, StoreError};
use crate::messages::Parts;

/// How many times a message is tried before it counts as failed.
pub const MOST_ATTEMPTS: u32 = 8;
/// How long a notifier may take to send a message that it has taken. Longer than the
/// function may run, so that nobody else takes it from one that is still at it.
pub const LEASE: SignedDuration = SignedDuration::from_mins(2);
/// By when a queued message should have been taken; if not, the stream's record of it was lost.
const TAKEN_WITHIN: SignedDuration = SignedDuration::from_mins(2);

/// What came of trying to take a message.
#[derive(Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is ours to send, once.
    Taken(Claimed),
    /// Somebody else has it, or had it, or it is not to be tried yet.
    AlreadyTaken,
    /// The booking has moved on, so it was dropped.
    Stale,
}

/// The right to send a message, and to say what came of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Claimed {
    key: Key,
    /// The number of this attempt; the first is 1.
    pub attempt: u32,
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A service has taken it for sending.
    Sent {
        /// When.
        at: Timestamp,
        /// The service's id of it.
        provider_id: String,
        /// How many parts it took, if it was an SMS.
        parts: Option<Parts>,
    },
    /// It will not be sent by itself any more.
    Failed {
        /// Why.
        code: String,
    },
    /// It may have been sent, and is not to be sent again by itself.
    Unknown {
        /// How it ended.
        code: String,
    },
    /// It is to be tried again.
    Again {
        /// Why it was not sent this time.
        code: String,
        /// Not before this.
        at: Timestamp,
    },
}

/// The pause after an attempt that did not send: a minute after the first, twice as long
/// after each further one, at most an hour.
pub fn backoff(attempt: u32) -> SignedDuration {
    let minutes = 1_i64 << attempt.saturating_sub(1).min(6);
    SignedDuration::from_mins(minutes.min(60))
}

impl Store {
    /// Takes a queued message, if it is still as it was seen and its booking has not moved
    /// on since it was written. Of any number who try, one succeeds.
    pub async fn claim(&self, seen: &MessageItem, now: Timestamp) -> Result<Claim, StoreError> {
        let attempt = seen.attempt + 1;
        let mut transaction = Transaction::default();
        let take = if_free(seen, now)
            .set("state", text(DeliveryState::Sending.as_str()))
            .set("attempt", number(attempt))
            .set("dueShard", text(keys::due_shard(&seen.booking_id)))
            .set("dueAt", text(keys::instant(now + LEASE)));
        transaction.change(&self.table, &seen.key(), take);
        transaction.check(if_current(&self.table, seen));
        match self.write(transaction).await {
            Ok(()) => Ok(Claim::Taken(Claimed {
                key: seen.key(),
                attempt,
            })),
            Err(Conflict::Store(error)) => Err(error),
            Err(Conflict::Changed | Conflict::Taken(_) | Conflict::Answered) => {
                self.drop_stale(seen, now).await
            }
        }
    }

    /// Drops a message that could not be taken although it is free: what refused it then was
    /// its booking. One that isn't free is left alone.
    async fn drop_stale(&self, seen: &MessageItem, now: Timestamp) -> Result<Claim, StoreError> {
        match self
            .update(&seen.key(), end(if_free(seen, now), DeliveryState::Dropped))
            .await?
        {
            Outcome::Done(_) => Ok(Claim::Stale),
            Outcome::Refused(_) => Ok(Claim::AlreadyTaken),
        }
    }

    /// Writes what came of an attempt. False if the lease was over and somebody else has
    /// dealt with the message since; then nothing is written.
    pub async fn mark(&self, claimed: &Claimed, fate: &Fate) -> Result<bool, StoreError> {
        let change = Change::default()
            .when("state", "=", text(DeliveryState::Sending.as_str()))
            .when("attempt", "=", number(claimed.attempt));
        let change = match fate {
            Fate::Sent {
                at,
                provider_id,
                parts,
            } => end(change, DeliveryState::Sent)
                .set("sentAt", text(keys::instant(*at)))
                .set("providerMessageId", text(provider_id))
                .put("parts", parts.as_ref().map(value))
                .remove("failure"),
            Fate::Failed { code } => end(change, DeliveryState::Failed).set("failure", text(code)),
            Fate::Unknown { code } => {
                end(change, DeliveryState::Unknown).set("failure", text(code))
            }
            Fate::Again { code, at } => change
                .set("state", text(DeliveryState::Queued.as_str()))
                .set("failure", text(code))
                .set("notBefore", text(keys::instant(*at)))
                .set("dueAt", text(keys::instant(*at))),
        };
        Ok(matches!(
            self.update(&claimed.key, change).await?,
            Outcome::Done(_)
        ))
    }
}

/// Only if a message is queued, has not been taken since it was seen, and may be tried.
fn if_free(seen: &MessageItem, now: Timestamp) -> Change {
    Change::default()
        .when("state", "=", text(DeliveryState::Queued.as_str()))
        .when("attempt", "=", number(seen.attempt))
        .when_any([
            ("notBefore", Test::Absent),
            ("notBefore", Test::Is("<=", text(keys::instant(now)))),
        ])
}

/// Only if the booking has not moved on since the message was written (M4).
fn if_current(table: &str, seen: &MessageItem) -> ConditionCheck {
    ConditionCheck::builder()
        .table_name(table)
        .set_key(Some(Key::booking(&seen.booking_id).attributes()))
        .condition_expression("#sequence = :sequence")
        .expression_attribute_names("#sequence", "sequence")
        .expression_attribute_values(":sequence", number(seen.sequence))
        .build()
        .expect("key, table and condition are set")
}

/// Nothing more will happen to the message by itself.
fn end(change: Change, state: DeliveryState) -> Change {
    change
        .set("state", text(state.as_str()))
        .put("deliveryList", state.list().map(|list| text(list.as_str())))
        .remove("dueShard")
        .remove("dueAt")
        .remove("notBefore")
}
