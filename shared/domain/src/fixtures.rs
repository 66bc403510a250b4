//! A booking and a person for the unit tests.

#![allow(clippy::unwrap_used)]

use jiff::{SignedDuration, Timestamp};

use crate::booking::{Booking, DueClock, Party, SessionType, Span, State};
use crate::pending::PendingContact;
use crate::person::{Person, Reminders};
use crate::phone::PhoneSteps;
use crate::values::{Actor, Language, Role};

/// A video session of 50 minutes in a state, booked 72 hours before its start.
pub(crate) fn booking(starts_at: Timestamp, state: State) -> Booking {
    let party = |id: &str| Party {
        id: id.parse().unwrap(),
        name: "Somebody".parse().unwrap(),
        email: "somebody@example.com".parse().unwrap(),
        phone: Some("+6561234567".parse().unwrap()),
        zone: "Asia/Singapore".parse().unwrap(),
        language: Language::English,
        link_epoch: 0,
    };
    Booking {
        id: "bkg_1".parse().unwrap(),
        version: 1,
        sequence: 0,
        moved_at: 0,
        provider: party("prv_tan"),
        member: party("mem_mai"),
        session_type: SessionType::Video,
        span: Span {
            starts_at,
            duration: SignedDuration::from_mins(50),
            buffer: SignedDuration::from_mins(10),
        },
        comment: None,
        created_at: starts_at - SignedDuration::from_hours(72),
        created_by: Actor::SYSTEM,
        state,
        phone: PhoneSteps::default(),
        clock: DueClock::default(),
    }
}

/// A member in Vietnam with an address and no number.
pub(crate) fn person(email: &str) -> Person {
    Person {
        id: "mem_mai".parse().unwrap(),
        role: Role::Member,
        name: "Mai".parse().unwrap(),
        email: email.parse().unwrap(),
        phone: None,
        zone: "Asia/Ho_Chi_Minh".parse().unwrap(),
        language: Language::Vietnamese,
        reminders: Reminders::default(),
        mail_problem: None,
        link_epoch: 0,
        contact_change: None,
        pending: PendingContact::default(),
        version: 1,
    }
}
