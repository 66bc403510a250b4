//! Messages that are due: taken by nobody in time, or by somebody who was not heard of again.

use anteroom_domain::message::Channel;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::{DeliveryState, MOST_ATTEMPTS, TAKEN_WITHIN, end};
use crate::change::Change;
use crate::keys::{self, Key};
use crate::value::{Item, number, text};
use crate::{Outcome, Store, StoreError};

/// How long until attention is called again to a message that nobody takes.
const NUDGE_AGAIN: SignedDuration = SignedDuration::from_mins(10);

/// What was done about a message that was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overdue {
    /// Nobody had taken it: the stream tells of it once more.
    Nudged,
    /// Whoever had taken it was not heard of again: it is queued again.
    Requeued,
    /// The same, and it had been tried often enough.
    GivenUp,
    /// The same, but it may not be sent twice.
    Unknown,
    /// Somebody was quicker; nothing was done.
    MovedOn,
}

impl Store {
    /// Deals with a message that is due, as the index `due` shows it.
    pub async fn overdue(&self, item: &Item, now: Timestamp) -> Result<Overdue, StoreError> {
        let seen: DueMessage = serde_dynamo::from_item(item.clone())?;
        let key = Key {
            pk: seen.pk,
            sk: seen.sk,
        };
        let change = Change::default()
            .when("state", "=", text(seen.state.as_str()))
            .when("attempt", "=", number(seen.attempt))
            .when("dueAt", "=", text(&seen.due_at));
        let (change, done) = match (seen.state, seen.channel) {
            (DeliveryState::Queued, Channel::Email | Channel::Sms) => {
                (nudge(change, now, NUDGE_AGAIN), Overdue::Nudged)
            }
            (DeliveryState::Sending, Channel::Sms) => {
                let lapsed =
                    end(change, DeliveryState::Unknown).set("failure", text("lease_lapsed"));
                (lapsed, Overdue::Unknown)
            }
            (DeliveryState::Sending, Channel::Email) if seen.attempt >= MOST_ATTEMPTS => {
                let lapsed = end(change, DeliveryState::Failed).set("failure", text("gave_up"));
                (lapsed, Overdue::GivenUp)
            }
            (DeliveryState::Sending, Channel::Email) => {
                let again = nudge(change, now, TAKEN_WITHIN)
                    .set("state", text(DeliveryState::Queued.as_str()));
                (
                    again.set("failure", text("lease_lapsed")),
                    Overdue::Requeued,
                )
            }
            // The index may show for a moment what is over already.
            (
                DeliveryState::Sent
                | DeliveryState::Failed
                | DeliveryState::Unknown
                | DeliveryState::Dropped,
                Channel::Email | Channel::Sms,
            ) => return Ok(Overdue::MovedOn),
        };
        match self.update(&key, change).await? {
            Outcome::Done(_) => Ok(done),
            Outcome::Refused(_) => Ok(Overdue::MovedOn),
        }
    }
}

/// What the index `due` shows of a message.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DueMessage {
    #[serde(rename = "PK")]
    pk: String,
    #[serde(rename = "SK")]
    sk: String,
    state: DeliveryState,
    channel: Channel,
    attempt: u32,
    due_at: String,
}

/// Calls attention to a message: the changed item goes through the stream once more.
fn nudge(change: Change, now: Timestamp, again_in: SignedDuration) -> Change {
    change
        .set("nudgedAt", text(keys::instant(now)))
        .set("dueAt", text(keys::instant(now + again_in)))
}
