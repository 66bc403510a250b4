//! The outbox: messages as items, from the change that causes them to what became of them.
//!
//! A message is `queued`, then `sending` while one notifier holds its lease, then `sent`,
//! `failed`, `unknown` or `dropped`. It has a `dueAt` exactly as long as something is still
//! to happen to it: by then somebody should have taken it, or its lease is over.

mod claim;
mod deliveries;
mod due;
mod item;
mod reader;
mod resend;
mod returned;

pub use claim::{Claim, Claimed, Suppression};
pub use deliveries::{Delivery, DeliveryList};
pub use due::Overdue;
pub(super) use item::put;
pub use item::{DeliveryState, MessageItem};
pub use resend::{Earlier, NotResent};
pub use returned::{Returned, Subject};

use anteroom_domain::message::Parts;
use jiff::{SignedDuration, Timestamp};

use super::change::Change;
use super::keys::{self, Key};
use super::value::{number, text, value};
use super::{Outcome, Store, StoreError};

/// How many times a message is tried before it counts as failed.
pub const MOST_ATTEMPTS: u32 = 8;
/// How long a notifier may take to send a message that it has taken. Longer than the
/// function may run, so that nobody else takes it from one that is still at it.
pub const LEASE: SignedDuration = SignedDuration::from_mins(2);
/// By when a queued message should have been taken; if not, the stream's record of it was lost.
const TAKEN_WITHIN: SignedDuration = SignedDuration::from_mins(2);

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttemptOutcome {
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
    /// Writes what came of an attempt; once more is the same as once. False if the lease was
    /// over and somebody else has dealt with the message since; then nothing is written.
    pub async fn mark(&self, claimed: &Claimed, fate: &AttemptOutcome) -> Result<bool, StoreError> {
        let change = Change::default()
            .when("state", "=", text(DeliveryState::Sending.as_str()))
            .when("attempt", "=", number(claimed.attempt));
        let change = match fate {
            AttemptOutcome::Sent {
                at,
                provider_id,
                parts,
            } => end(change, DeliveryState::Sent)
                .set("sentAt", text(keys::instant(*at)))
                .set("providerMessageId", text(provider_id))
                .put("parts", parts.as_ref().map(value))
                .remove("failure"),
            AttemptOutcome::Failed { code } => {
                end(change, DeliveryState::Failed).set("failure", text(code))
            }
            AttemptOutcome::Unknown { code } => {
                end(change, DeliveryState::Unknown).set("failure", text(code))
            }
            AttemptOutcome::Again { code, at } => change
                .set("state", text(DeliveryState::Queued.as_str()))
                .set("failure", text(code))
                .set("notBefore", text(keys::instant(*at)))
                .set("dueAt", text(keys::instant(*at))),
        };
        match self.update(&claimed.key, change).await? {
            Outcome::Done(_) => Ok(true),
            Outcome::Refused(None) => Ok(false),
            Outcome::Refused(Some(item)) => {
                let item: MessageItem = serde_dynamo::from_item(item)?;
                Ok(item.attempt == claimed.attempt && item.state == fate.state())
            }
        }
    }
}

impl Store {
    /// Writes down that a queued message can't be read, and so won't be sent by itself. Once more
    /// is the same as once.
    pub async fn unreadable(&self, pk: &str, sk: &str) -> Result<(), StoreError> {
        let key = Key {
            pk: pk.to_owned(),
            sk: sk.to_owned(),
        };
        let queued = Change::default().when("state", "=", text(DeliveryState::Queued.as_str()));
        let change = end(queued, DeliveryState::Failed).set("failure", text("unreadable"));
        self.update(&key, change).await.map(drop)
    }
}

impl AttemptOutcome {
    /// The state in which it leaves a message.
    fn state(&self) -> DeliveryState {
        match self {
            Self::Sent { .. } => DeliveryState::Sent,
            Self::Failed { .. } => DeliveryState::Failed,
            Self::Unknown { .. } => DeliveryState::Unknown,
            Self::Again { .. } => DeliveryState::Queued,
        }
    }
}

/// Nothing more will happen to the message by itself.
fn end(change: Change, state: DeliveryState) -> Change {
    end_in(change, state, state.list())
}

fn end_in(change: Change, state: DeliveryState, list: Option<DeliveryList>) -> Change {
    change
        .set("state", text(state.as_str()))
        .put("deliveryList", list.map(|list| text(list.as_str())))
        .remove("dueShard")
        .remove("dueAt")
        .remove("notBefore")
}
