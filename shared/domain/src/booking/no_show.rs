//! A member who did not come (B7).

use jiff::Timestamp;

use super::{Booking, Command, Refused, Side, State};
use crate::policy::Policy;

/// Whether the member came, as the record of the session has it (S7). The record is the
/// witness: nobody's word alone makes a no-show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberCame {
    /// They were in, or wait at this moment, or answered the telephone.
    Yes,
    /// Nothing says that they ever came.
    No,
}

impl Booking {
    /// Marks the member as not shown: in a session that the provider started, from some time
    /// after its start on.
    pub fn mark_no_show(
        self,
        member: MemberCame,
        now: Timestamp,
        policy: &Policy,
    ) -> Result<Self, Refused> {
        let opens_at = self.no_show_opens_at(policy);
        match self.state {
            State::Ongoing { .. } | State::Completed { .. } if now < opens_at => {
                Err(Refused::TooEarly { opens_at })
            }
            State::Ongoing { started_at } | State::Completed { started_at, .. } => match member {
                MemberCame::Yes => Err(Refused::MemberAttended),
                MemberCame::No => Ok(self.changed_to(State::NoShow {
                    who: Side::Member,
                    at: now,
                    started_at: Some(started_at),
                })),
            },
            State::Pending { .. }
            | State::Confirmed
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
