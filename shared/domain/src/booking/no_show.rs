//! Members who did not come (B7).

use jiff::Timestamp;

use super::{Booking, Command, Refused, Side, State};
use crate::policy::Policy;

/// Whether the member came, by the attendance record of the session (S7). A person's claim alone is
/// not enough for a no-show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberCame {
    /// They were in, were in the waiting room after the start, or answered the telephone.
    Yes,
    /// The record has no sign that they came.
    No,
}

/// By what a member is marked as a no-show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoShowGround {
    /// The record of the session.
    Record {
        /// Whether the member came.
        member: MemberCame,
        /// Whether the provider was there for the member, or called.
        provider_was_there: bool,
    },
    /// The concierge knows better than the record, and says why.
    Overruled,
}

impl Booking {
    /// Marks the member as a no-show, from a set time after the start. This is also allowed after
    /// the provider ended the session. A no-show of the provider, once the scheduler has recorded it,
    /// stays.
    pub fn mark_no_show(
        self,
        ground: NoShowGround,
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
                match ground {
                    NoShowGround::Record {
                        member: MemberCame::Yes,
                        ..
                    } => Err(Refused::MemberAttended),
                    NoShowGround::Record {
                        provider_was_there: false,
                        ..
                    } => Err(Refused::ProviderAbsent),
                    NoShowGround::Record { .. } | NoShowGround::Overruled => {
                        Ok(self.changed_to(State::NoShow {
                            who: Side::Member,
                            at: now,
                            started_at,
                        }))
                    }
                }
            }
            State::Pending { .. }
            | State::Cancelled(_)
            | State::Expired { .. }
            | State::NoShow { .. } => Err(self.wrong_state(Command::MarkNoShow)),
        }
    }

    /// From when the member may be marked as a no-show.
    pub fn no_show_opens_at(&self, policy: &Policy) -> Timestamp {
        self.span.starts_at + policy.no_show_after
    }
}
