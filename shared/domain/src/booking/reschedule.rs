//! Moving a booking to another time, with the same people, type and length (B5).

use jiff::Timestamp;

use super::create::check_time;
use super::{Booking, BookingRefused, Command, Refused, Span, State};
use crate::availability::Schedule;
use crate::grid::is_on_grid;
use crate::policy::Policy;
use crate::values::Role;

/// Why a booking can't be moved as requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RescheduleRefused {
    /// Its state does not allow a move.
    #[error(transparent)]
    Booking(#[from] Refused),
    /// The new time is not allowed.
    #[error(transparent)]
    Time(#[from] BookingRefused),
    /// It has been moved the most times that it can be.
    #[error("This session was moved very often. Cancel it, and book a new one.")]
    TooOften,
}

impl Booking {
    /// Moves the session to another start. Its two people may move it until the late-change limit
    /// before the start, the concierge until the start. Slot conflicts are not checked here:
    /// conditions on the agendas detect them when the booking is written (B2).
    pub fn reschedule(
        self,
        starts_at: Timestamp,
        by: Role,
        schedule: Option<&Schedule>,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Self, RescheduleRefused> {
        self.may_move(by, policy, now)?;
        if starts_at == self.span.starts_at {
            return Err(BookingRefused::Unchanged.into());
        }
        if !is_on_grid(starts_at, policy.grid) {
            return Err(BookingRefused::StartNotOnGrid(policy.grid).into());
        }
        let span = Span {
            starts_at,
            duration: self.span.duration,
            buffer: schedule.map_or(policy.buffer, Schedule::buffer),
        };
        check_time(&span, schedule, by, policy, now)?;
        let moved = self.in_calendars_as(State::Confirmed);
        let moved = Self {
            span,
            moved_at: moved.sequence,
            ..moved
        };
        Ok(moved.at_new_time(now))
    }

    fn may_move(&self, by: Role, policy: &Policy, now: Timestamp) -> Result<(), Refused> {
        match self.state {
            State::Confirmed => {}
            State::Pending { .. }
            | State::Ongoing { .. }
            | State::Completed { .. }
            | State::Cancelled(_)
            | State::Expired { .. }
            | State::NoShow { .. } => return Err(self.wrong_state(Command::Reschedule)),
        }
        let starts_at = self.span.starts_at;
        if now >= starts_at {
            return Err(Refused::TooLate {
                closed_at: starts_at,
            });
        }
        let limit = starts_at - policy.late_change;
        match by {
            Role::Concierge => Ok(()),
            Role::Provider | Role::Member | Role::System if now >= limit => {
                Err(Refused::LateChange { closed_at: limit })
            }
            Role::Provider | Role::Member | Role::System => Ok(()),
        }
    }
}
