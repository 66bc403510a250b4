//! The gate (S2): no credential reaches a member unless the provider is in the meeting.

use jiff::{SignedDuration, Timestamp};

use super::{Admission, AttendeeId, SessionState};
use crate::booking::{Booking, Command, Refused, SessionType, Side, State, Status};
use crate::policy::Policy;

/// What the member finds when they ask to come in (S3).
#[derive(Clone, Debug, PartialEq)]
pub enum WaitingRoom {
    /// They wait, and are seen waiting.
    Waiting {
        /// How late the provider is, if they are.
        host_late: Option<SignedDuration>,
    },
    /// The provider is in: the member may be let in.
    Open(HostPresent),
    /// It is a phone session: the provider will call.
    Phone,
    /// The session is over.
    Ended,
    /// The booking was cancelled.
    Cancelled,
}

/// The proof that the provider is in the meeting. Only [`waiting_room`] makes one, and
/// nothing admits a member without it.
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

/// What the member finds at `now`.
pub fn waiting_room(
    booking: &Booking,
    live: &SessionState,
    policy: &Policy,
    now: Timestamp,
) -> Result<WaitingRoom, Refused> {
    match &booking.state {
        State::Cancelled(_) | State::Expired { .. } => Ok(WaitingRoom::Cancelled),
        State::Completed { .. } | State::NoShow { .. } => Ok(WaitingRoom::Ended),
        State::Pending { .. } => Err(Refused::WrongState {
            command: Command::Join,
            status: Status::Pending,
        }),
        State::Confirmed | State::Ongoing { .. } => {
            let opens_at = booking.waiting_room_opens_at(policy);
            if now < opens_at {
                Err(Refused::TooEarly { opens_at })
            } else if booking.session_type == SessionType::Phone {
                Ok(WaitingRoom::Phone)
            } else if live.is_present(Side::Provider, now, policy) {
                Ok(WaitingRoom::Open(HostPresent {
                    generation: live.generation,
                }))
            } else {
                Ok(WaitingRoom::Waiting {
                    host_late: booking.late_by(now),
                })
            }
        }
    }
}

/// Whether the member was let in so often that they have to wait a little (A3): each time
/// their sign-in or their link is exchanged for a credential of the meeting service. There is
/// room for a number of times at once, and for one more each minute, so that nobody is kept
/// out for longer than that.
pub fn admitted_too_often(
    booking: &Booking,
    live: &SessionState,
    policy: &Policy,
    now: Timestamp,
) -> bool {
    let open_for = now.duration_since(booking.waiting_room_opens_at(policy));
    let room = i64::from(policy.admission_limit) + open_for.as_mins();
    i64::from(live.admissions) >= room
}

/// Lets the member in, as an attendee of the meeting that the provider is in.
pub fn admit(host: &HostPresent, attendee_id: AttendeeId) -> Admission {
    Admission {
        generation: host.generation,
        attendee_id,
    }
}

/// Why the member's credentials must be withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// The provider is out and the member is not in: nobody may slip in alone.
    NotIn,
    /// The provider has been out for longer than the grace (S4).
    GraceOver,
}

/// Whether the gate must shut on the member's credentials now: they let a client in without
/// asking, so they may only outlive the provider's presence while the member is in and the
/// grace lasts (S4).
pub fn revocation(
    live: &SessionState,
    policy: &Policy,
    now: Timestamp,
) -> Option<(AttendeeId, Leave)> {
    let admission = live
        .admitted
        .as_ref()
        .filter(|a| a.generation == live.generation)?;
    if live.is_present(Side::Provider, now, policy) {
        return None;
    }
    let leave = |why| Some((admission.attendee_id.clone(), why));
    if !live.is_present(Side::Member, now, policy) {
        return leave(Leave::NotIn);
    }
    match live
        .host
        .absent_since(live.generation, now, policy.presence_lease)
    {
        Some(since) if now < since + policy.grace => None,
        Some(_) | None => leave(Leave::GraceOver),
    }
}
