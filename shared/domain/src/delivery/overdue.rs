//! What the scheduler does about a message that is due: no notifier has claimed it in time, or
//! the notifier that has did not report.

use jiff::Timestamp;

use super::{Delivery, FailureCode, MOST_ATTEMPTS, NUDGE_AGAIN, State, Suppression, TAKEN_WITHIN};
use crate::message::Channel;

/// What was done about a message that was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overdue {
    /// No notifier had claimed it: the stream tells of it once more.
    Nudged,
    /// The lease of its attempt is not over yet: it is looked at then.
    Postponed,
    /// The lease is over: it is queued again.
    Requeued,
    /// The lease is over, and it had been tried often enough.
    GivenUp,
    /// The lease is over, but it may not be sent twice.
    Unknown,
    /// It was held for so long that it would come too late: it is dropped (M10).
    TooLate,
}

/// A message is not due, or not any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not due")]
pub struct NotDue;

impl Delivery {
    /// What the scheduler does about it at `now`, and the message after that (M4): an email of
    /// unknown fate is tried again, an SMS is not.
    pub fn overdue(&self, now: Timestamp) -> Result<(Overdue, Self), NotDue> {
        if self.due_at().is_none_or(|due_at| due_at > now) {
            return Err(NotDue);
        }
        let lapsed = FailureCode::LeaseLapsed;
        let (done, state) = match (&self.state, self.channel()) {
            (
                State::Queued {
                    not_before,
                    last_failure,
                    ..
                },
                Channel::Email | Channel::Sms,
            ) => {
                let nudged = State::Queued {
                    not_before: *not_before,
                    due_at: now + NUDGE_AGAIN,
                    last_failure: last_failure.clone(),
                };
                (Overdue::Nudged, nudged)
            }
            (
                State::Sending {
                    lease_until,
                    last_failure,
                    ..
                },
                Channel::Email | Channel::Sms,
            ) if *lease_until > now => {
                let postponed = State::Sending {
                    lease_until: *lease_until,
                    due_at: *lease_until,
                    last_failure: last_failure.clone(),
                };
                (Overdue::Postponed, postponed)
            }
            (State::Sending { .. }, Channel::Sms) => {
                (Overdue::Unknown, State::Unknown { failure: lapsed })
            }
            (State::Sending { .. }, Channel::Email) if self.tries() >= MOST_ATTEMPTS => {
                let given_up = State::Failed {
                    failure: FailureCode::GaveUp,
                    receipt: None,
                };
                (Overdue::GivenUp, given_up)
            }
            (State::Sending { .. }, Channel::Email) => {
                let queued = State::Queued {
                    not_before: None,
                    due_at: now + TAKEN_WITHIN,
                    last_failure: Some(lapsed),
                };
                (Overdue::Requeued, queued)
            }
            (State::Held, Channel::Email | Channel::Sms) => {
                (Overdue::TooLate, State::Dropped(Suppression::TooLate))
            }
            (
                State::Sent(_)
                | State::Delivered { .. }
                | State::Undelivered { .. }
                | State::Failed { .. }
                | State::Unknown { .. }
                | State::Dropped(_),
                Channel::Email | Channel::Sms,
            ) => return Err(NotDue),
        };
        let nudged_at = match done {
            Overdue::Nudged | Overdue::Requeued => Some(now),
            Overdue::Postponed | Overdue::GivenUp | Overdue::Unknown | Overdue::TooLate => {
                self.nudged_at
            }
        };
        let after = Self {
            state,
            nudged_at,
            ..self.clone()
        };
        Ok((done, after))
    }
}
