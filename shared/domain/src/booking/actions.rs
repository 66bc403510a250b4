//! What a person may do with a booking now, or when they may.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::{Booking, SessionType, State};
use crate::policy::Policy;
use crate::values::Role;

/// An action on a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Start the session, or enter it again.
    Start,
    /// Enter the waiting room.
    Join,
    /// Move it to another time.
    Reschedule,
    /// Cancel.
    Cancel,
    /// Accept a proposal.
    Accept,
    /// Decline a proposal.
    Decline,
    /// Mark the member as a no-show.
    NoShow,
    /// End the session for all.
    End,
}

/// Whether an action is allowed, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Allowance {
    /// Whether it is allowed now.
    pub allowed: bool,
    /// The start of the time in which it is allowed, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// The end of the time in which it is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Why it is not allowed now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<NotAllowed>,
}

/// Why an action is not allowed now: the code of the error that a request would get.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum NotAllowed {
    /// It is allowed later.
    TooEarly,
    /// It was allowed earlier.
    TooLate,
    /// It is too near to the start for this role.
    LateChange,
    /// The state of the booking does not allow it.
    WrongState,
    /// The member came, or waits (B7).
    MemberAttended,
    /// The record does not show that the provider was there for the member (B7).
    ProviderAbsent,
}

/// The actions that a role has on a booking; others are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Actions {
    /// [`Action::Start`], for the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Allowance>,
    /// [`Action::Join`], for the member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join: Option<Allowance>,
    /// [`Action::Reschedule`], for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reschedule: Option<Allowance>,
    /// [`Action::Cancel`], for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancel: Option<Allowance>,
    /// [`Action::Accept`], for the member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept: Option<Allowance>,
    /// [`Action::Decline`], for the member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decline: Option<Allowance>,
    /// [`Action::NoShow`], for the provider and the concierge. This does not read the attendance
    /// record, which is checked only when the action is tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_show: Option<Allowance>,
    /// [`Action::End`], for the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Allowance>,
}

/// The actions of a person in `role` on their booking at `now`.
pub fn actions(booking: &Booking, role: Role, policy: &Policy, now: Timestamp) -> Actions {
    let allowance = |action| Some(allowance(booking, action, role, policy, now));
    match role {
        Role::Provider => Actions {
            start: allowance(Action::Start),
            reschedule: allowance(Action::Reschedule),
            cancel: allowance(Action::Cancel),
            no_show: allowance(Action::NoShow),
            end: allowance(Action::End),
            ..Actions::default()
        },
        Role::Member => Actions {
            join: allowance(Action::Join),
            reschedule: allowance(Action::Reschedule),
            cancel: allowance(Action::Cancel),
            accept: allowance(Action::Accept),
            decline: allowance(Action::Decline),
            ..Actions::default()
        },
        Role::Concierge => Actions {
            reschedule: allowance(Action::Reschedule),
            cancel: allowance(Action::Cancel),
            no_show: allowance(Action::NoShow),
            ..Actions::default()
        },
        Role::System => Actions::default(),
    }
}

fn allowance(
    booking: &Booking,
    action: Action,
    role: Role,
    policy: &Policy,
    now: Timestamp,
) -> Allowance {
    let starts_at = booking.span.starts_at;
    let (start_opens, start_closes) = booking.start_window(policy);
    match (action, &booking.state) {
        (Action::Start, State::Confirmed) => within(Some(start_opens), start_closes, now),
        (Action::Start | Action::End, State::Ongoing { .. }) => always(),
        (Action::Join, State::Confirmed | State::Ongoing { .. })
            if booking.session_type == SessionType::Video =>
        {
            let opens_at = booking.waiting_room_opens_at(policy);
            if now < opens_at {
                within(Some(opens_at), start_closes, now)
            } else {
                always()
            }
        }
        (Action::Reschedule, State::Confirmed) if now >= starts_at => before(starts_at, now),
        (Action::Reschedule, State::Confirmed) => match role {
            Role::Concierge => before(starts_at, now),
            Role::Provider | Role::Member | Role::System => {
                let limit = before(starts_at - policy.late_change, now);
                let why = limit.why.map(|_| NotAllowed::LateChange);
                Allowance { why, ..limit }
            }
        },
        (Action::Cancel, State::Pending { .. } | State::Confirmed) => before(starts_at, now),
        (Action::Accept, State::Pending { accept_by }) => within(None, *accept_by, now),
        (Action::Decline, State::Pending { .. }) => always(),
        (Action::NoShow, State::Confirmed | State::Ongoing { .. } | State::Completed { .. }) => {
            from(booking.no_show_opens_at(policy), now)
        }
        (
            Action::Start
            | Action::Join
            | Action::Reschedule
            | Action::Cancel
            | Action::Accept
            | Action::Decline
            | Action::NoShow
            | Action::End,
            _,
        ) => Allowance {
            allowed: false,
            from: None,
            until: None,
            why: Some(NotAllowed::WrongState),
        },
    }
}

fn always() -> Allowance {
    Allowance {
        allowed: true,
        from: None,
        until: None,
        why: None,
    }
}

/// Allowed from an instant on.
fn from(opens_at: Timestamp, now: Timestamp) -> Allowance {
    let early = now < opens_at;
    Allowance {
        allowed: !early,
        from: Some(opens_at),
        until: None,
        why: early.then_some(NotAllowed::TooEarly),
    }
}

/// Allowed before an instant.
fn before(closes_at: Timestamp, now: Timestamp) -> Allowance {
    within(None, closes_at - SignedDuration::from_millis(1), now)
}

fn within(from: Option<Timestamp>, until: Timestamp, now: Timestamp) -> Allowance {
    let why = if from.is_some_and(|from| now < from) {
        Some(NotAllowed::TooEarly)
    } else if now > until {
        Some(NotAllowed::TooLate)
    } else {
        None
    };
    Allowance {
        allowed: why.is_none(),
        from,
        until: Some(until),
        why,
    }
}
