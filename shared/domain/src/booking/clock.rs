//! A booking's own alarm clock: when time will next do something to it.

use jiff::{SignedDuration, Timestamp};

use super::{Booking, State};
use crate::policy::Policy;
use crate::session::Live;

/// How often a session is looked at in which a member holds credentials, so that the gate
/// shuts on a provider whose client just falls silent (S4), or that is open past its end.
pub const WATCH: SignedDuration = SignedDuration::from_mins(1);

/// When the booking should be looked at next, as things stand at `now`; `None` when time
/// has nothing more to do to it.
pub fn next_due(
    booking: &Booking,
    live: &Live,
    policy: &Policy,
    now: Timestamp,
) -> Option<Timestamp> {
    let closes_at = booking.span.ends_at() + policy.close_after;
    match booking.state {
        State::Confirmed => Some(closes_at),
        State::Ongoing { .. } if live.revoking.is_some() => Some(now),
        State::Ongoing { .. } if live.admitted.is_some() => Some(now + WATCH),
        State::Ongoing { .. } => Some(closes_at.max(now + WATCH)),
        State::Pending { accept_by } => Some(accept_by),
        State::Completed { .. }
        | State::Cancelled(_)
        | State::Expired { .. }
        | State::NoShow { .. } => live.meeting_id.is_some().then_some(now),
    }
}
