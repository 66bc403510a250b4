//! An attempt: a notifier claims a message, and marks what came of it. Or it is not to be sent.

use jiff::Timestamp;

use super::timing::jitter;
use super::turn::SOON;
use super::{
    Asks, AttemptOutcome, Delivery, FailureCode, LEASE, Priority, State, Status, Suppression,
};
use crate::message::quiet_until;
use crate::policy::Policy;

/// The code of a message that waits for its turn.
const NO_TURN: &str = "sending_rate";

/// Why a message was not claimed, or not suppressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimRefused {
    /// It is not queued: another notifier has it or had it.
    #[error("it is {}", .status.as_str())]
    NotQueued {
        /// What has become of it.
        status: Status,
    },
    /// It is not to be tried yet.
    #[error("it is not to be tried before {until}")]
    TooEarly {
        /// From when on it may be tried.
        until: Timestamp,
    },
    /// It is not to be sent at all.
    #[error("it is not to be sent: {}", .0.code())]
    Suppressed(Suppression),
}

/// The lease of an attempt is over, and somebody else has dealt with the message since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("attempt {attempt} is over: it is {} after {latest}", .status.as_str())]
pub struct LeaseLost {
    /// The attempt.
    pub attempt: u32,
    /// The latest attempt.
    pub latest: u32,
    /// What has become of the message.
    pub status: Status,
}

impl Delivery {
    /// The present moment for this message: never before it was written or nudged. The clock of
    /// the notifier may be behind those that wrote it, and a lease that begins in the past could
    /// be over before it began.
    pub fn present(&self, now: Timestamp) -> Timestamp {
        now.max(self.message.queued_at)
            .max(self.nudged_at.unwrap_or(now))
    }

    /// A notifier claims it, to send it once within its lease.
    pub fn claim(&self, now: Timestamp) -> Result<Self, ClaimRefused> {
        let (due_at, last_failure) = self.free(now)?;
        if self.is_pointless(now) {
            return Err(ClaimRefused::Suppressed(Suppression::TooLate));
        }
        let lease_until = now + LEASE;
        Ok(Self {
            state: State::Sending {
                lease_until,
                due_at: due_at.min(lease_until),
                last_failure: last_failure.cloned(),
            },
            attempt: self.attempt + 1,
            ..self.clone()
        })
    }

    /// Holds a message that was queued before the table was restored, since it may have been sent then
    /// (M10). `None` if it was not, is not queued, or would come too late to be of use.
    pub fn hold(&self, policy: &Policy, now: Timestamp) -> Option<Self> {
        let is_queued = self.status() == Status::Queued;
        let is_held = is_queued && policy.holds(self.message.queued_at) && !self.is_pointless(now);
        is_held.then(|| Self {
            state: State::Held,
            ..self.clone()
        })
    }

    /// Defers a text in the night of its reader, until the quiet hours are over (M7). `None` if it may
    /// be sent now, or is not free.
    pub fn defer(&self, policy: &Policy, now: Timestamp) -> Option<Self> {
        let (_, last_failure) = self.free(now).ok()?;
        let until = quiet_until(&self.message, policy, now)?;
        Some(Self {
            state: State::Queued {
                not_before: Some(until),
                due_at: until,
                // That it waited for a turn is no reason any more.
                last_failure: last_failure.filter(|_| self.attempt > 0).cloned(),
            },
            ..self.clone()
        })
    }

    /// Whether it takes a turn (M11): it is free, of use, and not to be held. One that is deferred takes one
    /// for nothing, since only the claim knows whether it is night where its reader is now.
    pub fn takes_turn(&self, policy: &Policy, now: Timestamp) -> bool {
        self.hold(policy, now).is_none() && self.claim(now).is_ok()
    }

    /// What it asks for a turn with, if the stream's record of it was written at an instant.
    pub fn asks(&self, written_at: Timestamp, now: Timestamp) -> Asks {
        Asks {
            priority: Priority::of(&self.message),
            was_put_off: self.was_put_off(),
            is_late: written_at + SOON < now,
        }
    }

    /// Whether it was queued for a later time.
    pub fn was_put_off(&self) -> bool {
        let State::Queued { not_before, .. } = self.state else {
            return false;
        };
        not_before.is_some()
    }

    /// It gets no turn for now, and asks again some seconds after an instant (M11). That is no attempt.
    pub fn wait_for_turn(&self, from: Timestamp, now: Timestamp) -> Result<Self, ClaimRefused> {
        self.free(now)?;
        let until = from + jitter(&self.message.id);
        Ok(Self {
            state: State::Queued {
                not_before: Some(until),
                due_at: until,
                // One that was deferred still waits for no longer than its reader slept.
                last_failure: (!self.is_deferred())
                    .then(|| FailureCode::Service(NO_TURN.to_owned())),
            },
            ..self.clone()
        })
    }

    /// It is not to be sent: dropped, or failed if somebody should look at it.
    pub fn suppress(&self, why: Suppression, now: Timestamp) -> Result<Self, ClaimRefused> {
        self.free(now)?;
        let state = if why.drops() {
            State::Dropped(why)
        } else {
            State::Failed {
                failure: FailureCode::Suppressed(why),
                receipt: None,
            }
        };
        Ok(Self {
            state,
            ..self.clone()
        })
    }

    /// The notifier of an attempt reports what came of it.
    pub fn mark(&self, attempt: u32, outcome: &AttemptOutcome) -> Result<Self, LeaseLost> {
        if self.status() != Status::Sending || self.attempt != attempt {
            return Err(LeaseLost {
                attempt,
                latest: self.attempt,
                status: self.status(),
            });
        }
        let state = match outcome.clone() {
            AttemptOutcome::Sent(receipt) => State::Sent(receipt),
            AttemptOutcome::Failed { failure } => State::Failed {
                failure,
                receipt: None,
            },
            AttemptOutcome::Unknown { failure } => State::Unknown { failure },
            AttemptOutcome::Again { failure, at } | AttemptOutcome::Waits { failure, at } => {
                State::Queued {
                    not_before: Some(at),
                    due_at: at,
                    last_failure: Some(failure),
                }
            }
        };
        Ok(Self {
            state,
            waits: self.waits + u32::from(matches!(outcome, AttemptOutcome::Waits { .. })),
            ..self.clone()
        })
    }

    /// Whether it is as [`mark`](Self::mark) leaves it, so that the same report once more changes
    /// nothing. So is an email that came back before its sending was marked, and a text that was
    /// reported on since.
    pub fn is_marked(&self, attempt: u32, outcome: &AttemptOutcome) -> bool {
        let is_sent = outcome.status() == Status::Sent;
        let came_back = matches!(
            &self.state,
            State::Failed {
                failure: FailureCode::Returned(_),
                ..
            }
        );
        let went_on = came_back || self.report().is_some();
        self.attempt == attempt && (self.status() == outcome.status() || (is_sent && went_on))
    }

    /// When the scheduler looks at it and why it was not sent before, if it may be tried now.
    fn free(&self, now: Timestamp) -> Result<(Timestamp, Option<&FailureCode>), ClaimRefused> {
        match &self.state {
            State::Queued {
                not_before: Some(until),
                ..
            } if *until > now => Err(ClaimRefused::TooEarly { until: *until }),
            State::Queued {
                due_at,
                last_failure,
                ..
            } => Ok((*due_at, last_failure.as_ref())),
            State::Sending { .. }
            | State::Held
            | State::Sent(_)
            | State::Delivered { .. }
            | State::Undelivered { .. }
            | State::Failed { .. }
            | State::Unknown { .. }
            | State::Dropped(_) => Err(ClaimRefused::NotQueued {
                status: self.status(),
            }),
        }
    }
}
