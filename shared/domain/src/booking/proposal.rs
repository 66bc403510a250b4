//! A provider's proposal: the member accepts or declines it, or the scheduler lets it expire (B4).

use jiff::Timestamp;

use super::{Booking, Cancellation, Command, Refused, State};
use crate::values::{Actor, Reason};

/// The reason recorded when a member declines. The member need not give one.
const DECLINED: &str = "declined";

impl Booking {
    /// The member accepts before the proposal expires.
    pub fn accept(self, now: Timestamp) -> Result<Self, Refused> {
        match self.state {
            State::Pending { accept_by } if now > accept_by => Err(Refused::TooLate {
                closed_at: accept_by,
            }),
            State::Pending { .. } => Ok(self.in_calendars_as(State::Confirmed).at_new_time(now)),
            State::Confirmed
            | State::Ongoing { .. }
            | State::Completed { .. }
            | State::Cancelled(_)
            | State::Expired { .. }
            | State::NoShow { .. } => Err(self.wrong_state(Command::Accept)),
        }
    }

    /// The member declines a pending proposal.
    pub fn decline(self, by: Actor, now: Timestamp) -> Result<Self, Refused> {
        match self.state {
            State::Pending { .. } => {
                let reason: Reason = DECLINED.parse().expect("a reason has a character or more");
                Ok(self.in_calendars_as(State::Cancelled(Cancellation {
                    at: now,
                    by,
                    reason,
                    late: false,
                })))
            }
            State::Confirmed
            | State::Ongoing { .. }
            | State::Completed { .. }
            | State::Cancelled(_)
            | State::Expired { .. }
            | State::NoShow { .. } => Err(self.wrong_state(Command::Decline)),
        }
    }

    /// The scheduler lets an unanswered proposal expire.
    pub fn expire(self, now: Timestamp) -> Result<Self, Refused> {
        match self.state {
            State::Pending { accept_by } if now < accept_by => Err(Refused::TooEarly {
                opens_at: accept_by,
            }),
            State::Pending { .. } => Ok(self.in_calendars_as(State::Expired { at: now })),
            State::Confirmed
            | State::Ongoing { .. }
            | State::Completed { .. }
            | State::Cancelled(_)
            | State::Expired { .. }
            | State::NoShow { .. } => Err(self.wrong_state(Command::Expire)),
        }
    }
}
