//! A proposal of the provider: the member accepts or declines it, or time lets it expire (B4).

use jiff::Timestamp;

use super::{Booking, Cancellation, Command, Refused, State};
use crate::values::{Actor, Reason};

/// Why a proposal that was declined is off; the member need not say more.
const DECLINED: &str = "declined";

impl Booking {
    /// The member accepts, in time.
    pub fn accept(self, now: Timestamp) -> Result<Self, Refused> {
        match self.state {
            State::Pending { accept_by } if now > accept_by => Err(Refused::TooLate {
                closed_at: accept_by,
            }),
            State::Pending { .. } => Ok(self.in_calendars_as(State::Confirmed)),
            State::Confirmed
            | State::Ongoing { .. }
            | State::Completed { .. }
            | State::Cancelled(_)
            | State::Expired { .. }
            | State::NoShow { .. } => Err(self.wrong_state(Command::Accept)),
        }
    }

    /// The member declines, as long as the proposal stands.
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

    /// Time lets a proposal expire that was not answered.
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
