//! The part of a booking that its session needs.

use jiff::{SignedDuration, Timestamp};

use crate::booking::{Booking, SessionType, Side, Status};
use crate::policy::Policy;
use crate::values::{BookingId, PersonId};

/// The part of a booking that its session needs: the people, the type, the time and the status. The
/// store keeps a copy with the session, so that a poll or a report reads no booking. Each change of
/// the booking updates the copy in the same transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The booking.
    pub booking: BookingId,
    /// The booking's version.
    pub version: u64,
    /// The provider.
    pub provider: PersonId,
    /// The member.
    pub member: PersonId,
    /// The session type.
    pub session_type: SessionType,
    /// When it starts.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// The booking's status.
    pub status: Status,
    /// The sequence of the booking's last move; see [`Booking::moved_at`].
    pub moved_at: u32,
}

impl Terms {
    /// The terms of a booking.
    pub fn of(booking: &Booking) -> Self {
        Self {
            booking: booking.id.clone(),
            version: booking.version,
            provider: booking.provider.id.clone(),
            member: booking.member.id.clone(),
            session_type: booking.session_type,
            starts_at: booking.span.starts_at,
            ends_at: booking.span.ends_at(),
            status: booking.state.status(),
            moved_at: booking.moved_at,
        }
    }

    /// The person on a side.
    pub fn person(&self, side: Side) -> &PersonId {
        match side {
            Side::Provider => &self.provider,
            Side::Member => &self.member,
        }
    }

    /// The side of a person, if they take part.
    pub fn side_of(&self, person: &PersonId) -> Option<Side> {
        Side::BOTH
            .into_iter()
            .find(|side| self.person(*side) == person)
    }

    /// From when the member may enter the waiting room (S1).
    pub fn waiting_room_opens_at(&self, policy: &Policy) -> Timestamp {
        self.starts_at - policy.join_early
    }

    /// How much time has passed since the start time; `None` before it.
    pub fn late_by(&self, now: Timestamp) -> Option<SignedDuration> {
        let late = now.duration_since(self.starts_at);
        late.is_positive().then_some(late)
    }
}
