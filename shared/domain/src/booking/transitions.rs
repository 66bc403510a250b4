//! The transitions of a booking's state. Each takes the booking and the current instant. It gives
//! the booking after it, or an error that names the refused command and the state.

use jiff::Timestamp;

use super::{Booking, Cancellation, SessionType, Side, State, Status};
use crate::policy::Policy;
use crate::values::{Actor, Reason};

/// A command of a person or the scheduler on a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// The provider starts the session, or enters it again.
    Start,
    /// The member asks to come in.
    Join,
    /// The provider ends the session for all.
    End,
    /// Somebody cancels.
    Cancel,
    /// The member accepts a proposal.
    Accept,
    /// The member declines a proposal.
    Decline,
    /// The scheduler lets a proposal expire.
    Expire,
    /// Somebody moves it to another time.
    Reschedule,
    /// Somebody marks the member as a no-show.
    MarkNoShow,
    /// The provider switches to the telephone.
    SwitchToPhone,
    /// The scheduler closes it.
    Close,
}

impl Command {
    /// The end of the sentence that tells people what is refused.
    fn refused(self) -> &'static str {
        match self {
            Self::Start => "can't be started",
            Self::Join => "has no waiting room",
            Self::End => "can't be ended",
            Self::Cancel => "can't be cancelled",
            Self::Accept => "can't be accepted",
            Self::Decline => "can't be declined",
            Self::Expire => "can't expire",
            Self::Reschedule => "can't be moved",
            Self::MarkNoShow => "can't be marked as a no-show",
            Self::SwitchToPhone => "can't go on by telephone",
            Self::Close => "can't be closed",
        }
    }
}

/// Why a command was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The booking's state does not allow it.
    #[error("a booking that is {} {}", .status.as_str(), command.refused())]
    WrongState {
        /// The command.
        command: Command,
        /// The status.
        status: Status,
    },
    /// It is allowed later.
    #[error("this works from {opens_at}")]
    TooEarly {
        /// From when.
        opens_at: Timestamp,
    },
    /// It was allowed earlier.
    #[error("this worked until {closed_at}")]
    TooLate {
        /// Until when.
        closed_at: Timestamp,
    },
    /// It is too near to the start for anybody except the concierge.
    #[error("this worked until {closed_at}; the Care Concierge can still do it")]
    LateChange {
        /// Until when.
        closed_at: Timestamp,
    },
    /// The attendance record shows that the member came.
    #[error("the record of the session says that the member came")]
    MemberAttended,
    /// The record does not show that the provider was there for the member, or called.
    #[error(
        "the record of the session does not show that you were there for the member, or called"
    )]
    ProviderAbsent,
    /// The member has no telephone number.
    #[error("a phone session needs the member's telephone number")]
    PhoneRequired,
}

/// Who came, by all evidence (S7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attended {
    /// Whether the provider came at any time.
    pub provider: bool,
    /// Whether anybody may be in the meeting now: silence alone is no departure (S4).
    pub anybody_in: bool,
    /// The last instant at which anybody was known to be in.
    pub last_seen: Option<Timestamp>,
}

impl Booking {
    /// The provider starts the session (S1), from a set time before its start until it is closed.
    /// Starting an ongoing session changes nothing, so that the provider can always enter again
    /// (S5).
    pub fn start(self, now: Timestamp, policy: &Policy) -> Result<Self, Refused> {
        let (opens_at, closes_at) = self.start_window(policy);
        match self.state {
            State::Ongoing { .. } => Ok(self),
            State::Confirmed if now < opens_at => Err(Refused::TooEarly { opens_at }),
            State::Confirmed if now > closes_at => Err(Refused::TooLate {
                closed_at: closes_at,
            }),
            State::Confirmed => Ok(self.changed_to(State::Ongoing { started_at: now })),
            State::Pending { .. }
            | State::Completed { .. }
            | State::Cancelled(_)
            | State::Expired { .. }
            | State::NoShow { .. } => Err(self.wrong_state(Command::Start)),
        }
    }

    /// The provider ends the session for all (S6). Idempotent.
    pub fn end(self, now: Timestamp) -> Result<Self, Refused> {
        match self.state {
            State::Ongoing { started_at } => Ok(self.changed_to(State::Completed {
                started_at,
                ended_at: now,
            })),
            State::Completed { .. } => Ok(self),
            State::Pending { .. }
            | State::Confirmed
            | State::Cancelled(_)
            | State::Expired { .. }
            | State::NoShow { .. } => Err(self.wrong_state(Command::End)),
        }
    }

    /// Somebody cancels, before the start (B6).
    pub fn cancel(
        self,
        by: Actor,
        reason: Reason,
        now: Timestamp,
        policy: &Policy,
    ) -> Result<Self, Refused> {
        match self.state {
            State::Pending { .. } | State::Confirmed if now >= self.span.starts_at => {
                Err(Refused::TooLate {
                    closed_at: self.span.starts_at,
                })
            }
            State::Pending { .. } | State::Confirmed => {
                // Nobody has planned with a proposal that is not accepted, so its cancellation is
                // never late.
                let is_agreed = matches!(self.state, State::Confirmed);
                let late = is_agreed && now > self.span.starts_at - policy.late_change;
                Ok(self.in_calendars_as(State::Cancelled(Cancellation {
                    at: now,
                    by,
                    reason,
                    late,
                })))
            }
            State::Ongoing { .. }
            | State::Completed { .. }
            | State::Cancelled(_)
            | State::Expired { .. }
            | State::NoShow { .. } => Err(self.wrong_state(Command::Cancel)),
        }
    }

    /// The scheduler closes a session that is over (B8). A started session that was left open, with
    /// nobody in it, is completed. A session to which the provider never came is the provider's
    /// no-show (B7).
    pub fn close(
        self,
        attended: Attended,
        now: Timestamp,
        policy: &Policy,
    ) -> Result<Self, Refused> {
        let opens_at = self.span.ends_at() + policy.close_after;
        match self.state {
            State::Confirmed | State::Ongoing { .. } if now < opens_at => {
                Err(Refused::TooEarly { opens_at })
            }
            // The service can't observe a phone call, so nobody counts as in.
            State::Ongoing { .. }
                if attended.anybody_in && self.session_type == SessionType::Video =>
            {
                Err(self.wrong_state(Command::Close))
            }
            // A provider who started a phone call held it.
            State::Ongoing { started_at }
                if attended.provider || self.session_type == SessionType::Phone =>
            {
                // A switched session went on after its video part, so the last sight of anybody in
                // the meeting is not its end.
                let last_seen = match self.session_type {
                    SessionType::Video => attended.last_seen,
                    SessionType::Phone => None,
                };
                let ended_at = last_seen.unwrap_or(self.span.ends_at()).max(started_at);
                Ok(self.changed_to(State::Completed {
                    started_at,
                    ended_at,
                }))
            }
            State::Confirmed | State::Ongoing { .. } => {
                let started_at = self.state.started_at();
                Ok(self.changed_to(State::NoShow {
                    who: Side::Provider,
                    at: now,
                    started_at,
                }))
            }
            State::Pending { .. }
            | State::Completed { .. }
            | State::Cancelled(_)
            | State::Expired { .. }
            | State::NoShow { .. } => Err(self.wrong_state(Command::Close)),
        }
    }

    /// The time in which the provider may start (S1).
    pub fn start_window(&self, policy: &Policy) -> (Timestamp, Timestamp) {
        (
            self.span.starts_at - policy.start_early,
            self.span.ends_at() + policy.close_after,
        )
    }

    /// From when the member may enter the waiting room (S1).
    pub fn waiting_room_opens_at(&self, policy: &Policy) -> Timestamp {
        self.span.starts_at - policy.join_early
    }

    pub(super) fn changed_to(self, state: State) -> Self {
        Self {
            version: self.version + 1,
            state,
            ..self
        }
    }

    /// The booking in a new state that also changes people's calendars.
    pub(super) fn in_calendars_as(self, state: State) -> Self {
        Self {
            sequence: self.sequence + 1,
            ..self.changed_to(state)
        }
    }

    pub(super) fn wrong_state(&self, command: Command) -> Refused {
        Refused::WrongState {
            command,
            status: self.state.status(),
        }
    }
}
