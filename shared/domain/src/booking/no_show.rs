//! A member who did not come (B7).

use jiff::Timestamp;

use super::{Booking, Command, Refused, Side, State};
use crate::policy::Policy;

/// Whether the member came, as the record of the session has it (S7). The record is the
/// witness: nobody's word alone makes a no-show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberCame {
    /// They were in, or stood in the waiting room after the start, or answered the telephone.
    Yes,
    /// Nothing says that they ever came.
    No,
}

impl Booking {
    /// Marks the member as not shown, from some time after the start on. It may also be said
    /// after the provider has ended the session, and if they never started it; what time has
    /// found to be the provider's no-show stays that.
    pub fn mark_no_show(
        self,
        member: MemberCame,
        now: Timestamp,
        policy: &Policy,
    ) -> Result<Self, Refused> {
        let opens_at = self.no_show_opens_at(policy);
        match self.state {
            State::Confirmed | State::Ongoing { .. } | State::Completed { .. } => {
                if now < opens_at {
                    return Err(Refused::TooEarly { opens_at });
                }
                let started_at = self.state.started_at();
                match member {
                    MemberCame::Yes => Err(Refused::MemberAttended),
                    MemberCame::No => Ok(self.changed_to(State::NoShow {
                        who: Side::Member,
                        at: now,
                        started_at,
                    })),
                }
            }
            State::Pending { .. }
            | State::Cancelled(_)
            | State::Expired { .. }
            | State::NoShow { .. } => Err(self.wrong_state(Command::MarkNoShow)),
        }
    }

    /// From when on the member may be marked as not shown.
    pub fn no_show_opens_at(&self, policy: &Policy) -> Timestamp {
        self.span.starts_at + policy.no_show_after
    }
}
