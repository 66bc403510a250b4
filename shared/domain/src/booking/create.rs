//! Creating a booking.

use jiff::{SignedDuration, Timestamp};

use super::{Booking, DueClock, Party, SessionType, Span, State};
use crate::availability::Schedule;
use crate::grid::is_on_grid;
use crate::phone::PhoneSteps;
use crate::policy::Policy;
use crate::values::{Actor, BookingId, Comment, Role};

/// The request to book a session.
#[derive(Clone, Debug, PartialEq)]
pub struct BookingRequest {
    /// The session type.
    pub session_type: SessionType,
    /// When it is to start.
    pub starts_at: Timestamp,
    /// How long it is to last.
    pub duration: SignedDuration,
    /// The comment of the person who books.
    pub comment: Option<Comment>,
    /// Who books.
    pub by: Actor,
}

/// The two people of a new booking.
#[derive(Clone, Debug, PartialEq)]
pub struct Parties {
    /// The provider.
    pub provider: Party,
    /// The member.
    pub member: Party,
    /// Whether they have had a session with each other.
    pub met: bool,
}

/// Why a session can't be booked as requested. A slot conflict is not among the reasons: conditions
/// on the agendas detect it when the booking is written (B2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BookingRefused {
    /// The start is not on the grid (B1).
    #[error("the start must be a multiple of {} minutes", .0.as_mins())]
    StartNotOnGrid(SignedDuration),
    /// The duration is not on the grid, or too short or too long (B1).
    #[error("the duration must be {} to {} minutes, in steps of {}", .min.as_mins(), .max.as_mins(), .grid.as_mins())]
    Duration {
        /// The shortest duration.
        min: SignedDuration,
        /// The longest duration.
        max: SignedDuration,
        /// The step of durations.
        grid: SignedDuration,
    },
    /// Provider and member are the same person.
    #[error("provider and member are the same person")]
    SamePerson,
    /// The session already has this start.
    #[error("the session is at this time already")]
    Unchanged,
    /// A provider proposes follow-ups only (B4).
    #[error("the provider has not had a session with this member yet")]
    NoPreviousSession,
    /// A phone session needs the member's number.
    #[error("a phone session needs the member's telephone number")]
    PhoneRequired,
    /// The start is too soon (B3).
    #[error("the earliest start that can be booked now is {earliest}")]
    NoticeTooShort {
        /// The earliest start that can be booked.
        earliest: Timestamp,
    },
    /// The start is too far ahead (B3).
    #[error("the latest start that can be booked now is {latest}")]
    BeyondHorizon {
        /// The latest start that can be booked.
        latest: Timestamp,
    },
    /// The time is outside the provider's availability (B3).
    #[error("the provider does not offer this time")]
    OutsideAvailability,
    /// The member has as many open bookings as they may, in all or with this provider (A3).
    #[error("the member has as many open bookings as they may, in all or with this provider")]
    TooManyOpen {
        /// When there is room for another, unless one is cancelled before. `None` if the caller may
        /// not know.
        until: Option<Timestamp>,
    },
}

impl Booking {
    /// Books a session (B4). It is confirmed at once if a member takes an open slot or the
    /// concierge books. It is pending if a provider proposes it to a member with whom they have had
    /// a session.
    pub fn book(
        id: BookingId,
        request: BookingRequest,
        between: Parties,
        schedule: Option<&Schedule>,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Self, BookingRefused> {
        let Parties {
            provider,
            member,
            met,
        } = between;
        if provider.id == member.id {
            return Err(BookingRefused::SamePerson);
        }
        if request.session_type == SessionType::Phone && member.phone.is_none() {
            return Err(BookingRefused::PhoneRequired);
        }
        let span = Span {
            starts_at: request.starts_at,
            duration: request.duration,
            buffer: schedule.map_or(policy.buffer, Schedule::buffer),
        };
        check_grid(&span, policy)?;
        check_time(&span, schedule, request.by.role, policy, now)?;
        let state = match request.by.role {
            Role::Provider if !met => return Err(BookingRefused::NoPreviousSession),
            Role::Provider => proposed(&span, policy, now)?,
            Role::Member | Role::Concierge | Role::System => State::Confirmed,
        };
        Ok(Self {
            id,
            version: 1,
            sequence: 0,
            moved_at: 0,
            provider,
            member,
            session_type: request.session_type,
            span,
            comment: request.comment,
            created_at: now,
            created_by: request.by,
            state,
            phone: PhoneSteps::default(),
            clock: DueClock::booked_at(now),
        })
    }
}

/// B4: a proposal can be accepted until a set time before its start. That time must still lie
/// ahead.
fn proposed(span: &Span, policy: &Policy, now: Timestamp) -> Result<State, BookingRefused> {
    let accept_by = span.starts_at - policy.accept_before;
    if accept_by <= now {
        return Err(BookingRefused::NoticeTooShort {
            earliest: now + policy.accept_before,
        });
    }
    Ok(State::Pending { accept_by })
}

/// B1: start and duration lie on the grid, and the duration is within its bounds.
fn check_grid(span: &Span, policy: &Policy) -> Result<(), BookingRefused> {
    if !is_on_grid(span.starts_at, policy.grid) {
        return Err(BookingRefused::StartNotOnGrid(policy.grid));
    }
    if !policy.allows(span.duration) {
        return Err(BookingRefused::Duration {
            min: policy.min_duration,
            max: policy.max_duration,
            grid: policy.grid,
        });
    }
    Ok(())
}

/// B3: the session lies between notice and horizon, and in the provider's availability.
pub(super) fn check_time(
    span: &Span,
    schedule: Option<&Schedule>,
    role: Role,
    policy: &Policy,
    now: Timestamp,
) -> Result<(), BookingRefused> {
    let notice = match role {
        Role::Concierge => SignedDuration::ZERO,
        Role::Provider | Role::Member | Role::System => policy.notice,
    };
    if span.starts_at < now + notice {
        return Err(BookingRefused::NoticeTooShort {
            earliest: now + notice,
        });
    }
    if span.starts_at > now + policy.horizon {
        return Err(BookingRefused::BeyondHorizon {
            latest: now + policy.horizon,
        });
    }
    match schedule {
        Some(schedule) if schedule.covers(span.starts_at, span.ends_at()) => Ok(()),
        Some(_) | None => Err(BookingRefused::OutsideAvailability),
    }
}
