//! The life of a message, from the outbox to its reader (M4, M5).
//!
//! | from | command | to |
//! | --- | --- | --- |
//! | queued | [`claim`](Delivery::claim) | sending, under a lease |
//! | queued | [`defer`](Delivery::defer) | queued, to be tried after the quiet hours |
//! | queued | [`wait_for_turn`](Delivery::wait_for_turn) | queued, to ask for a turn again |
//! | queued | [`hold`](Delivery::hold) | held, after the table was restored |
//! | queued | [`suppress`](Delivery::suppress) | dropped, or failed |
//! | sending | [`mark`](Delivery::mark) | sent, failed, unknown, or queued again |
//! | queued, sending | [`overdue`](Delivery::overdue) | nudged, queued again, failed or unknown |
//! | held | [`overdue`](Delivery::overdue) | dropped, once it would come too late |
//! | tried | [`returned`](Delivery::returned) | failed |
//! | sent, delivered, undelivered | [`reported`](Delivery::reported) | delivered, or undelivered |
//! | sent, delivered, undelivered, held, failed, unknown | [`resend`](Delivery::resend) | the same, with a copy that is queued |
//! | undelivered, held, failed, unknown | [`dismiss`](Delivery::dismiss) | the same, but nobody need look at it |
//!
//! A transition takes a delivery and gives the next one, or a typed refusal. The instants at
//! which the scheduler looks at a delivery and the list in which the concierge sees it follow
//! from its state.

mod attempt;
mod dismiss;
mod failure;
mod need;
mod outcome;
mod overdue;
mod reader;
mod relevance;
mod reported;
mod resend;
mod returned;
mod state;
mod suppression;
#[cfg(test)]
mod tests;
mod timing;
mod turn;
mod unreadable;

pub use attempt::{ClaimRefused, LeaseLost};
pub use dismiss::{DismissRefused, Dismissal};
pub use failure::FailureCode;
pub use outcome::{AttemptOutcome, SendFailure};
pub use overdue::{NotDue, Overdue};
pub use reader::{Unreachable, address_now, leads, recipient_now};
pub use relevance::{Outdated, outdated};
pub use reported::{NotSent, TextReport, Undelivered};
pub use resend::{Resend, ResendRefused, Resent};
pub use returned::{MailFeedback, NotReturned};
pub use state::{List, Receipt, State, Status};
pub use suppression::Suppression;
pub use timing::{
    LEASE, MOST_ATTEMPTS, NUDGE_AGAIN, PATIENCE, STUCK_AFTER, TAKEN_WITHIN, backoff, wait,
};
pub use turn::{AGAIN, Asks, FARTHEST_PUT_OFF, FARTHEST_TURN, Priority, Take, Turn, Turns, step};
pub use unreadable::Unreadable;

use jiff::Timestamp;

use crate::message::{Channel, Message, pointless_from};
use crate::values::{Actor, DeliveryId};

/// A message and what has become of it so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// What is said to whom.
    pub message: Message,
    /// What has become of it.
    pub state: State,
    /// How many times a notifier has claimed it. It never falls, so that a notifier that has
    /// seen one attempt can't write over a later one.
    pub attempt: u32,
    /// How many of these attempts found that the service takes nothing for now.
    pub waits: u32,
    /// When the scheduler last sent it through the stream again.
    pub nudged_at: Option<Timestamp>,
    /// Of which message it is a copy, if somebody had that sent again.
    pub copy_of: Option<CopyOf>,
    /// The newest copy of it, if it was sent again.
    pub resent_as: Option<DeliveryId>,
    /// Who dismissed it, if somebody did. It is not sent again then.
    pub dismissed: Option<Dismissal>,
}

/// Where a copy comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyOf {
    /// The message that was sent again.
    pub original: DeliveryId,
    /// Who asked for it.
    pub requested_by: Actor,
}

impl Delivery {
    /// A message that no notifier has claimed yet.
    pub fn new(message: Message) -> Self {
        Self {
            state: State::Queued {
                not_before: None,
                due_at: message.queued_at + TAKEN_WITHIN,
                last_failure: None,
            },
            message,
            attempt: 0,
            waits: 0,
            nudged_at: None,
            copy_of: None,
            resent_as: None,
            dismissed: None,
        }
    }

    /// A message that is held from the start, since it was due before the table was restored (M10).
    pub fn held(message: Message) -> Self {
        Self {
            state: State::Held,
            ..Self::new(message)
        }
    }

    /// The way it goes.
    pub fn channel(&self) -> Channel {
        self.message.channel()
    }

    /// How many times it was tried, without the attempts that found that the service takes nothing for
    /// now.
    pub fn tries(&self) -> u32 {
        self.attempt - self.waits
    }

    /// The name of its state.
    pub fn status(&self) -> Status {
        self.state.status()
    }

    /// From when on it may be sent: when it was written, or when the quiet hours end for which it is held.
    pub fn free_since(&self) -> Timestamp {
        match self.state {
            State::Queued {
                not_before: Some(from),
                ..
            } if self.is_deferred() => from,
            _ => self.message.queued_at,
        }
    }

    /// Whether it waits for the end of the quiet hours (M7). Only then a message that nothing has
    /// failed to send is not to be tried yet.
    pub fn is_deferred(&self) -> bool {
        matches!(
            self.state,
            State::Queued {
                not_before: Some(_),
                last_failure: None,
                ..
            }
        )
    }

    /// Whether it did not go out at once: it is deferred, an attempt failed, no notifier took it in time,
    /// or it is a copy of such a message, or of one that did not arrive.
    fn has_waited(&self) -> bool {
        self.is_deferred()
            || self.failure().is_some()
            || self.nudged_at.is_some()
            || self.copy_of.is_some()
    }

    /// When the scheduler looks at it, if nothing happens before. `None` once nothing more
    /// happens to it without a person.
    pub fn due_at(&self) -> Option<Timestamp> {
        match &self.state {
            State::Queued { due_at, .. } | State::Sending { due_at, .. } => Some(*due_at),
            State::Held if !self.is_settled() => self.pointless_from(),
            State::Held => None,
            State::Sent(_)
            | State::Delivered { .. }
            | State::Undelivered { .. }
            | State::Failed { .. }
            | State::Unknown { .. }
            | State::Dropped(_) => None,
        }
    }

    /// The concierge's work list in which it stands. A message that goes out at once stands in none;
    /// it gets into the list of queued ones when it has to wait. A message that was held, failed or did
    /// not arrive and was sent again or dismissed needs nobody any more; what was sent or dropped needed
    /// nobody.
    pub fn list(&self) -> Option<List> {
        match self.status() {
            Status::Queued | Status::Sending => self.has_waited().then_some(List::Queued),
            Status::Held if !self.is_settled() => Some(List::Held),
            Status::Failed if !self.is_settled() => Some(List::Failed),
            Status::Unknown if !self.is_settled() => Some(List::Unknown),
            Status::Undelivered if !self.is_settled() => Some(List::Undelivered),
            Status::Held
            | Status::Failed
            | Status::Unknown
            | Status::Undelivered
            | Status::Sent
            | Status::Delivered
            | Status::Dropped => None,
        }
    }

    /// Why it was not sent, or did not arrive; while it is queued or being sent, why the last
    /// attempt did not send it.
    pub fn failure(&self) -> Option<FailureCode> {
        match &self.state {
            State::Queued { last_failure, .. } | State::Sending { last_failure, .. } => {
                last_failure.clone()
            }
            State::Failed { failure, .. } | State::Unknown { failure } => Some(failure.clone()),
            State::Undelivered { why, .. } => Some(FailureCode::Undelivered(*why)),
            State::Held => Some(FailureCode::TableRestored),
            State::Dropped(why) => Some(FailureCode::Suppressed(*why)),
            State::Sent(_) | State::Delivered { .. } => None,
        }
    }

    /// What the sending service answered, if it took the message.
    pub fn receipt(&self) -> Option<&Receipt> {
        match &self.state {
            State::Sent(receipt)
            | State::Delivered { receipt, .. }
            | State::Undelivered { receipt, .. } => Some(receipt),
            State::Failed { receipt, .. } => receipt.as_ref(),
            State::Queued { .. }
            | State::Sending { .. }
            | State::Held
            | State::Unknown { .. }
            | State::Dropped(_) => None,
        }
    }

    /// Whether it would come too late to be of use.
    fn is_pointless(&self, now: Timestamp) -> bool {
        self.pointless_from().is_some_and(|from| from <= now)
    }

    /// From when on it would come too late to be of use; `None` if it never does.
    fn pointless_from(&self) -> Option<Timestamp> {
        let Message {
            kind,
            facts,
            queued_at,
            ..
        } = &self.message;
        pointless_from(*kind, facts, *queued_at)
    }
}
