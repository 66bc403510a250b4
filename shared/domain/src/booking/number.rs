//! Who may see the member's number, and when (S8).

use jiff::Timestamp;

use super::{Booking, Refused, SessionType, State};
use crate::policy::Policy;
use crate::values::Role;

impl Booking {
    /// Whether a person in `role` may see the member's number at `now`. In a phone session the
    /// provider sees it while the session is agreed, and for a while after its end, in case
    /// something is left to say. The concierge always sees it there; nobody else ever does.
    pub fn shows_number(&self, role: Role, policy: &Policy, now: Timestamp) -> bool {
        let by_phone = self.session_type == SessionType::Phone;
        by_phone
            && match role {
                Role::Concierge => true,
                Role::Provider => {
                    let until = self.number_shown_until(policy);
                    self.tells_number() || until.is_some_and(|until| now < until)
                }
                Role::Member | Role::System => false,
            }
    }

    /// Fails if the session has been over for so long that the provider no longer sees the member's
    /// number.
    pub fn check_number_shown(&self, policy: &Policy, now: Timestamp) -> Result<(), Refused> {
        match self.number_shown_until(policy) {
            Some(closed_at) if closed_at <= now => Err(Refused::TooLate { closed_at }),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether messages about the booking may tell the member's number: the session is agreed and not over.
    pub(crate) fn tells_number(&self) -> bool {
        match self.state {
            State::Confirmed | State::Ongoing { .. } => true,
            State::Pending { .. }
            | State::Completed { .. }
            | State::Cancelled(_)
            | State::Expired { .. }
            | State::NoShow { .. } => false,
        }
    }

    /// Until when the provider sees the number of a session that is over; `None` for the other
    /// states. A no-show is marked at any time, so there the planned end counts.
    fn number_shown_until(&self, policy: &Policy) -> Option<Timestamp> {
        let ended_at = match self.state {
            State::Completed { ended_at, .. } => ended_at,
            State::NoShow { .. } => self.span.ends_at(),
            State::Pending { .. }
            | State::Confirmed
            | State::Ongoing { .. }
            | State::Cancelled(_)
            | State::Expired { .. } => return None,
        };
        Some(ended_at + policy.number_after)
    }
}
