//! Every state, every command, at every side of its bounds: one table to review.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};

use super::{
    Attended, Booking, Cancellation, Party, Refused, SessionType, Side, Span, State, actions,
};
use crate::policy::Policy;
use crate::values::{Actor, Language, Role};

/// The instants at which commands are tried, as minutes after the start. The session lasts 50.
const TRIED: [(&str, i64); 7] = [
    ("start-24h1m", -24 * 60 - 1),
    ("start-31m", -31),
    ("start-30m", -30),
    ("start-1m", -1),
    ("start", 0),
    ("end+15m", 65),
    ("end+16m", 66),
];

#[test]
fn every_state_and_every_command() {
    let mut table = String::new();
    for state in states() {
        for (when, minutes) in TRIED {
            let now = start() + SignedDuration::from_mins(minutes);
            let policy = Policy::default();
            let booking = || booking(state.clone());
            let nobody = Attended {
                provider: true,
                anybody_in: false,
                last_seen: None,
            };
            let never = Attended {
                provider: false,
                ..nobody
            };
            let by = Actor::person("mem_mai".parse().unwrap(), Role::Member);
            let why = "I am ill".parse().unwrap();
            let outcomes = [
                ("start", booking().start(now, &policy)),
                ("end", booking().end(now)),
                ("cancel", booking().cancel(by, why, now, &policy)),
                ("close", booking().close(nobody, now, &policy)),
                (
                    "close (provider never came)",
                    booking().close(never, now, &policy),
                ),
            ];
            for (command, outcome) in outcomes {
                let from = state.status().as_str();
                writeln!(table, "{from} | {when} | {command} | {}", told(&outcome)).unwrap();
            }
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn what_is_allowed_is_what_works() {
    let policy = Policy::default();
    for state in states() {
        for (_, minutes) in TRIED {
            let now = start() + SignedDuration::from_mins(minutes);
            let booking = || booking(state.clone());
            let told = actions(&booking(), Role::Provider, &policy, now);
            let by = Actor::person("prv_tan".parse().unwrap(), Role::Provider);
            let cancels = booking().cancel(by, "Ill".parse().unwrap(), now, &policy);
            assert_eq!(
                told.start.unwrap().allowed,
                booking().start(now, &policy).is_ok()
            );
            assert_eq!(
                told.cancel.unwrap().allowed,
                cancels.is_ok(),
                "{state:?} {minutes}"
            );
        }
    }
}

/// What an outcome is called in the table.
fn told(outcome: &Result<Booking, Refused>) -> String {
    match outcome {
        Ok(booking) => match &booking.state {
            State::Cancelled(c) if c.late => "cancelled, late".to_owned(),
            state => state.status().as_str().to_owned(),
        },
        Err(Refused::WrongState { .. }) => "— wrong state".to_owned(),
        Err(Refused::TooEarly { .. }) => "— too early".to_owned(),
        Err(Refused::TooLate { .. }) => "— too late".to_owned(),
    }
}

fn start() -> Timestamp {
    "2030-01-07T02:00:00Z".parse().unwrap()
}

fn states() -> [State; 7] {
    let at = start() - SignedDuration::from_hours(48);
    let started_at = start();
    [
        State::Pending {
            accept_by: start() - SignedDuration::from_hours(24),
        },
        State::Confirmed,
        State::Ongoing { started_at },
        State::Completed {
            started_at,
            ended_at: started_at + SignedDuration::from_mins(50),
        },
        State::Cancelled(Cancellation {
            at,
            by: Actor::SYSTEM,
            reason: "Ill".parse().unwrap(),
            late: false,
        }),
        State::Expired { at },
        State::NoShow {
            who: Side::Member,
            at,
            started_at: Some(started_at),
        },
    ]
}

fn booking(state: State) -> Booking {
    let party = |id: &str| Party {
        id: id.parse().unwrap(),
        name: "Somebody".parse().unwrap(),
        email: "somebody@example.com".parse().unwrap(),
        phone: None,
        zone: "Asia/Singapore".parse().unwrap(),
        language: Language::English,
    };
    Booking {
        id: "bkg_1".parse().unwrap(),
        version: 1,
        sequence: 0,
        provider: party("prv_tan"),
        member: party("mem_mai"),
        session_type: SessionType::Video,
        span: Span {
            starts_at: start(),
            duration: SignedDuration::from_mins(50),
            buffer: SignedDuration::from_mins(10),
        },
        comment: None,
        created_at: start() - SignedDuration::from_hours(72),
        created_by: Actor::SYSTEM,
        state,
    }
}
