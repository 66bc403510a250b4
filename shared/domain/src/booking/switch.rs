//! Switching a failing video session to the telephone, in the same booking (S9).

use jiff::Timestamp;

use super::{Booking, Command, Refused, SessionType, State};
use crate::policy::Policy;

impl Booking {
    /// Turns a video session into a phone session, while the session may be held. Idempotent.
    pub fn switch_to_phone(self, now: Timestamp, policy: &Policy) -> Result<Self, Refused> {
        let (opens_at, closed_at) = self.start_window(policy);
        match self.state {
            State::Confirmed | State::Ongoing { .. } if self.session_type == SessionType::Phone => {
                Ok(self)
            }
            State::Confirmed if now < opens_at => Err(Refused::TooEarly { opens_at }),
            State::Confirmed if now > closed_at => Err(Refused::TooLate { closed_at }),
            State::Confirmed | State::Ongoing { .. } if self.member.phone.is_none() => {
                Err(Refused::PhoneRequired)
            }
            State::Confirmed | State::Ongoing { .. } => {
                let state = self.state.clone();
                Ok(Self {
                    session_type: SessionType::Phone,
                    ..self.in_calendars_as(state)
                })
            }
            State::Pending { .. }
            | State::Completed { .. }
            | State::Cancelled(_)
            | State::Expired { .. }
            | State::NoShow { .. } => Err(self.wrong_state(Command::SwitchToPhone)),
        }
    }
}
