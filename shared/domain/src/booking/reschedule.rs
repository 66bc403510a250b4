//! A booking at another time: the same people, type and length (B5).

use jiff::Timestamp;

use super::create::check_time;
use super::{Booking, BookingRefused, Command, Refused, Span, State};
use crate::availability::Schedule;
use crate::grid::is_on_grid;
use crate::policy::Policy;
use crate::values::Role;

/// Why a booking can't be moved as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RescheduleRefused {
    /// As it stands it can't be moved at all.
    #[error(transparent)]
    Booking(#[from] Refused),
    /// Not to that time.
    #[error(transparent)]
    Time(#[from] BookingRefused),
}

impl Booking {
    /// Moves the session to another start: its sides while there is more than the late-change
    /// limit left, the concierge until it starts. Whose time is taken is not known here: the
    /// agendas guard that when the booking is written (B2).
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
        Ok(Self {
            span,
            moved_at: moved.sequence,
            ..moved
        })
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
