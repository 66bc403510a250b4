//! What a person may do with a booking now, or from when.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::{Booking, SessionType, State};
use crate::policy::Policy;
use crate::values::Role;

/// Something that a person can do with a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Start the session, or enter it again.
    Start,
    /// Enter the waiting room.
    Join,
    /// Cancel.
    Cancel,
    /// End for all.
    End,
}

/// Whether an action is allowed, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Allowance {
    /// Whether it works now.
    pub allowed: bool,
    /// From when it works, if that lies ahead or behind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Until when it works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// The code of the error that it would answer now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// The actions that a role has on a booking; the others are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Actions {
    /// [`Action::Start`], for the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Allowance>,
    /// [`Action::Join`], for the member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join: Option<Allowance>,
    /// [`Action::Cancel`], for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancel: Option<Allowance>,
    /// [`Action::End`], for the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Allowance>,
}

/// What a person in `role`, whose booking it is, may do with it at `now`.
pub fn actions(booking: &Booking, role: Role, policy: &Policy, now: Timestamp) -> Actions {
    let allowance = |action| Some(allowance(booking, action, policy, now));
    match role {
        Role::Provider => Actions {
            start: allowance(Action::Start),
            cancel: allowance(Action::Cancel),
            end: allowance(Action::End),
            join: None,
        },
        Role::Member => Actions {
            join: allowance(Action::Join),
            cancel: allowance(Action::Cancel),
            ..Actions::default()
        },
        Role::Concierge => Actions {
            cancel: allowance(Action::Cancel),
            ..Actions::default()
        },
        Role::System => Actions::default(),
    }
}

fn allowance(booking: &Booking, action: Action, policy: &Policy, now: Timestamp) -> Allowance {
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
        (Action::Cancel, State::Pending { .. } | State::Confirmed) => within(
            None,
            booking.span.starts_at - SignedDuration::from_millis(1),
            now,
        ),
        (Action::Start | Action::Join | Action::Cancel | Action::End, _) => Allowance {
            allowed: false,
            from: None,
            until: None,
            why: Some("wrong_state"),
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

fn within(from: Option<Timestamp>, until: Timestamp, now: Timestamp) -> Allowance {
    let why = if from.is_some_and(|from| now < from) {
        Some("too_early")
    } else if now > until {
        Some("too_late")
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
