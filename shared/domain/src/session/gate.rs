//! The gate (S2): no credential reaches a member unless the provider is in the meeting.

use jiff::{SignedDuration, Timestamp};

use super::{AttendeeId, SessionState, Standing};
use crate::booking::{Command, Refused, SessionType, Side, Status};
use crate::policy::Policy;

/// The answer to a member who asks to come in (S3).
#[derive(Clone, Debug, PartialEq)]
pub enum WaitingRoom {
    /// The provider is not in; the member waits.
    Waiting {
        /// How late the provider is, once the start time has passed.
        host_late: Option<SignedDuration>,
    },
    /// The provider is in; the member may be let in.
    Open(HostPresent),
    /// A phone session: the provider will call.
    Phone,
    /// The session is over.
    Ended,
    /// The booking was cancelled.
    Cancelled,
}

/// The proof that the provider is in the meeting. Only [`waiting_room`] makes one, and
/// [`Transition::admit`](crate::transition::Transition::admit) takes one.
#[derive(Clone, Debug, PartialEq)]
pub struct HostPresent {
    generation: u32,
}

impl HostPresent {
    /// The meeting that the provider is in.
    pub fn generation(&self) -> u32 {
        self.generation
    }
}

/// The answer to the member at `now`.
pub fn waiting_room(
    session: &SessionState,
    policy: &Policy,
    now: Timestamp,
) -> Result<WaitingRoom, Refused> {
    let terms = &session.terms;
    match terms.status {
        Status::Cancelled | Status::Expired => Ok(WaitingRoom::Cancelled),
        Status::Completed | Status::NoShow => Ok(WaitingRoom::Ended),
        Status::Pending => Err(Refused::WrongState {
            command: Command::Join,
            status: Status::Pending,
        }),
        Status::Confirmed | Status::Ongoing => {
            let opens_at = terms.waiting_room_opens_at(policy);
            if now < opens_at {
                Err(Refused::TooEarly { opens_at })
            } else if terms.session_type == SessionType::Phone {
                Ok(WaitingRoom::Phone)
            } else if session.is_present(Side::Provider, now, policy) {
                Ok(WaitingRoom::Open(HostPresent {
                    generation: session.generation,
                }))
            } else {
                Ok(WaitingRoom::Waiting {
                    host_late: terms.late_by(now),
                })
            }
        }
    }
}

/// The reason for withdrawing the member's credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// Provider and member are both out; the member must not come in alone.
    NotIn,
    /// The provider has been out for longer than the grace (S4).
    GraceOver,
}

/// Credentials that must be withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// The attendee whose credentials they are.
    pub attendee_id: AttendeeId,
    /// The reason.
    pub why: Leave,
}

/// Whether the member's credentials must be withdrawn at `now`. Credentials let a client in without
/// asking the service again. So they outlive the provider's presence only while the member may be
/// in, and until the grace is over (S4).
///
/// Opening needs proof that the provider is in, closing needs proof that they are gone: while both
/// are silent, as when our own API fails, nobody is put out.
pub fn revocation(session: &SessionState, policy: &Policy, now: Timestamp) -> Option<Revocation> {
    let generation = session.generation;
    let admission = session
        .admitted
        .as_ref()
        .filter(|admission| admission.generation == generation)?;
    let member = session.member.standing(generation, now, policy);
    let member_heard_since = match member {
        Standing::In => session.member_heard_since(),
        // Nobody is put out, so the silence of the provider is enough.
        Standing::Unknown | Standing::Gone { .. } => Some(now),
        Standing::Silent { .. } => None,
    };
    let host_gone = session
        .host
        .gone_since(generation, member_heard_since, now, policy);
    let why = match (member, host_gone?) {
        (Standing::Unknown | Standing::Gone { .. }, _) => Leave::NotIn,
        (Standing::In | Standing::Silent { .. }, since) if since + policy.grace <= now => {
            Leave::GraceOver
        }
        (Standing::In | Standing::Silent { .. }, _) => return None,
    };
    Some(Revocation {
        attendee_id: admission.attendee_id.clone(),
        why,
    })
}
