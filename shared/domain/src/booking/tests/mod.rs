//! One table to review: every state × command × role, before and after each time limit.

#![allow(clippy::unwrap_used)]

mod clock;
mod number;
mod open;

use std::fmt::Write as _;

use jiff::civil::Weekday;
use jiff::{SignedDuration, Timestamp};

use super::{
    Attended, Booking, BookingRefused, BookingRequest, Cancellation, MemberCame, NoShowGround,
    Parties, Refused, RescheduleRefused, SessionType, Side, State, Status, actions,
};
use crate::attendance::Source;
use crate::availability::{Schedule, Window};
use crate::fixtures;
use crate::policy::Policy;
use crate::session::{PresenceSignal, PresenceStatus, SessionState, WaitingRoom, waiting_room};
use crate::values::{Actor, Role};

/// The instants at which commands are tried, as minutes after the start. The session lasts 50.
const TRIED: [(&str, i64); 13] = [
    ("start-24h1m", -24 * 60 - 1),
    ("start-24h", -24 * 60),
    ("start-23h59m", -24 * 60 + 1),
    ("start-31m", -31),
    ("start-30m", -30),
    ("start-16m", -16),
    ("start-15m", -15),
    ("start-1m", -1),
    ("start", 0),
    ("start+14m", 14),
    ("start+15m", 15),
    ("end+15m", 65),
    ("end+16m", 66),
];

/// Every command, by every role that may give it.
const COMMANDS: [(&str, Role); 23] = [
    ("start", Role::Provider),
    ("end", Role::Provider),
    ("accept", Role::Member),
    ("decline", Role::Member),
    ("expire", Role::System),
    ("reschedule", Role::Provider),
    ("reschedule", Role::Member),
    ("reschedule", Role::Concierge),
    ("cancel", Role::Provider),
    ("cancel", Role::Member),
    ("cancel", Role::Concierge),
    ("no-show (never came)", Role::Provider),
    ("no-show (never came)", Role::Concierge),
    ("no-show (came)", Role::Provider),
    ("no-show (came)", Role::Concierge),
    ("no-show (nobody there)", Role::Provider),
    ("no-show (overruled)", Role::Concierge),
    ("switch to phone", Role::Provider),
    ("join (provider out)", Role::Member),
    ("join (provider in)", Role::Member),
    ("close (nobody in)", Role::System),
    ("close (somebody in)", Role::System),
    ("close (provider never came)", Role::System),
];

fn by_record(member: MemberCame, provider_was_there: bool) -> NoShowGround {
    NoShowGround::Record {
        member,
        provider_was_there,
    }
}

/// The result of a command on a booking.
fn tried(
    command: &str,
    role: Role,
    booking: Booking,
    now: Timestamp,
) -> Result<Booking, RescheduleRefused> {
    let policy = Policy::default();
    let by = Actor::person("somebody".parse().unwrap(), role);
    let nobody = Attended {
        provider: true,
        anybody_in: false,
        last_seen: None,
    };
    let done = match command {
        "start" => booking.start(now, &policy),
        "end" => booking.end(now),
        "accept" => booking.accept(now),
        "decline" => booking.decline(by, now),
        "expire" => booking.expire(now),
        "reschedule" => {
            let to = start() + SignedDuration::from_hours(48);
            return booking.reschedule(to, role, Some(&always_open()), &policy, now);
        }
        "cancel" => booking.cancel(by, "I am ill".parse().unwrap(), now, &policy),
        "no-show (never came)" => {
            booking.mark_no_show(by_record(MemberCame::No, true), now, &policy)
        }
        "no-show (came)" => booking.mark_no_show(by_record(MemberCame::Yes, true), now, &policy),
        "no-show (nobody there)" => {
            booking.mark_no_show(by_record(MemberCame::No, false), now, &policy)
        }
        "no-show (overruled)" => booking.mark_no_show(NoShowGround::Overruled, now, &policy),
        "switch to phone" => booking.switch_to_phone(now, &policy),
        "close (nobody in)" => booking.close(nobody, now, &policy),
        "close (somebody in)" => {
            let somebody = Attended {
                anybody_in: true,
                ..nobody
            };
            booking.close(somebody, now, &policy)
        }
        "close (provider never came)" => {
            let never = Attended {
                provider: false,
                ..nobody
            };
            booking.close(never, now, &policy)
        }
        other => panic!("no command is called {other}"),
    };
    done.map_err(RescheduleRefused::from)
}

/// The answer to a member who asks to come in.
fn joined(booking: &Booking, provider_in: bool, now: Timestamp) -> Result<WaitingRoom, Refused> {
    let mut session = SessionState::new(booking);
    session.host.client = provider_in.then_some(PresenceSignal {
        source: Source::Client,
        status: PresenceStatus::In,
        at: now,
        generation: session.generation,
    });
    waiting_room(&session, &Policy::default(), now)
}

/// The outcome of a command, as named in the table.
fn outcome(command: &str, role: Role, booking: Booking, now: Timestamp) -> String {
    let provider_in = match command {
        "join (provider in)" => true,
        "join (provider out)" => false,
        _ => {
            let before = booking.session_type;
            return told(before, &tried(command, role, booking, now));
        }
    };
    match joined(&booking, provider_in, now) {
        Ok(WaitingRoom::Waiting { host_late: None }) => "waits".to_owned(),
        Ok(WaitingRoom::Waiting { .. }) => "waits for a late provider".to_owned(),
        Ok(WaitingRoom::Open(_)) => "may come in".to_owned(),
        Ok(WaitingRoom::Phone) => "is called".to_owned(),
        Ok(WaitingRoom::Ended) => "it is over".to_owned(),
        Ok(WaitingRoom::Cancelled) => "it is off".to_owned(),
        Err(refused) => told(booking.session_type, &Err(refused.into())),
    }
}

/// Who may start, cancel, move and close, and when (S1, B5, B6, B8).
#[test]
fn every_state_and_every_command() {
    insta::assert_snapshot!(table(SessionType::Video));
}

#[test]
fn every_state_and_every_command_by_phone() {
    insta::assert_snapshot!(table(SessionType::Phone));
}

fn table(session_type: SessionType) -> String {
    let mut table = String::new();
    for state in states() {
        for (command, role) in COMMANDS {
            let outcomes: Vec<_> = TRIED
                .into_iter()
                .map(|(when, minutes)| {
                    let now = start() + SignedDuration::from_mins(minutes);
                    let booking = of_type(session_type, state.clone());
                    format!("{when}: {}", outcome(command, role, booking, now))
                })
                .collect();
            let (from, role) = (named(&state), role.as_str());
            // An outcome that is the same at all times is listed once.
            let same = outcomes.iter().map(|o| o.split_once(": ").unwrap().1);
            let mut kinds: Vec<_> = same.collect();
            kinds.dedup();
            let outcomes = match kinds.as_slice() {
                [always] => format!("always: {always}"),
                _ => outcomes.join("; "),
            };
            writeln!(table, "{from} | {command} | {role} | {outcomes}").unwrap();
        }
    }
    table
}

/// A state, as named in the table.
fn named(state: &State) -> String {
    let status = state.status().as_str();
    match state {
        State::NoShow { who, .. } => format!("{status} ({who:?})").to_lowercase(),
        _ => status.to_owned(),
    }
}

#[test]
fn what_is_allowed_is_what_works() {
    for session_type in [SessionType::Video, SessionType::Phone] {
        for state in states() {
            allowed_is_what_works(session_type, &state);
        }
    }
}

fn allowed_is_what_works(session_type: SessionType, state: &State) {
    let policy = Policy::default();
    let booking = || of_type(session_type, state.clone());
    for (when, minutes) in TRIED {
        let now = start() + SignedDuration::from_mins(minutes);
        for role in Role::OF_PEOPLE {
            let told = actions(&booking(), role, &policy, now);
            let allowances = [
                ("start", &told.start),
                ("end", &told.end),
                ("accept", &told.accept),
                ("decline", &told.decline),
                ("reschedule", &told.reschedule),
                ("cancel", &told.cancel),
                ("no-show (never came)", &told.no_show),
            ];
            for (command, allowance) in allowances {
                let case = format!("{command} by {role:?} of {state:?} at {when}");
                let may = COMMANDS.contains(&(command, role));
                assert_eq!(allowance.is_some(), may, "{case}");
                let Some(allowance) = allowance else { continue };
                let outcome = tried(command, role, booking(), now);
                // An end may be repeated, but it is not offered as an action.
                let works =
                    outcome.is_ok() && !(command == "end" && state.status() == Status::Completed);
                assert_eq!(allowance.allowed, works, "{case}");
                let told = allowance.why.map(|why| serde_json::to_value(why).unwrap());
                let why = outcome.err().map(|refused| code(&refused).into());
                assert_eq!(told, why.or(told.clone()), "{case}");
            }
            let room = joined(&booking(), true, now);
            let is_let_in = matches!(room, Ok(WaitingRoom::Open(_)));
            let join = told.join.map(|join| join.allowed);
            let expected = (role == Role::Member).then_some(is_let_in);
            assert_eq!(join, expected, "join by {role:?} of {state:?} at {when}");
        }
    }
}

/// The code that a refusal has in the API.
fn code(refused: &RescheduleRefused) -> &'static str {
    match refused {
        RescheduleRefused::Booking(Refused::WrongState { .. }) => "wrong_state",
        RescheduleRefused::Booking(Refused::TooEarly { .. }) => "too_early",
        RescheduleRefused::Booking(Refused::TooLate { .. }) => "too_late",
        RescheduleRefused::Booking(Refused::LateChange { .. }) => "late_change",
        RescheduleRefused::Booking(Refused::MemberAttended) => "member_attended",
        RescheduleRefused::Booking(Refused::ProviderAbsent) => "provider_absent",
        RescheduleRefused::Booking(Refused::PhoneRequired) => "phone_required",
        RescheduleRefused::Time(_) | RescheduleRefused::TooOften => "another time",
    }
}

#[test]
fn a_move_keeps_what_it_should_and_is_held_to_the_calendar() {
    let policy = Policy::default();
    let now = start() - SignedDuration::from_hours(72);
    let moved = |to: Timestamp, by| {
        booking(State::Confirmed).reschedule(to, by, Some(&always_open()), &policy, now)
    };
    let to = start() + SignedDuration::from_hours(5);
    let after = moved(to, Role::Member).unwrap();
    assert_eq!(
        (after.span.starts_at, after.sequence, after.version),
        (to, 1, 2)
    );
    assert_eq!(after.span.duration, SignedDuration::from_mins(50));
    let refused = |to, by| moved(to, by).unwrap_err();
    assert_eq!(
        refused(start(), Role::Member),
        BookingRefused::Unchanged.into()
    );
    assert!(matches!(
        refused(to + SignedDuration::from_mins(1), Role::Member),
        RescheduleRefused::Time(BookingRefused::StartNotOnGrid(_))
    ));
    let near = now + SignedDuration::from_hours(2);
    assert!(matches!(
        refused(near, Role::Provider),
        RescheduleRefused::Time(BookingRefused::NoticeTooShort { .. })
    ));
    assert!(moved(near, Role::Concierge).is_ok());
}

#[test]
fn a_proposal_needs_a_session_before_it_and_time_to_answer() {
    let policy = Policy::default();
    let propose = |hours: i64, met| {
        let request = BookingRequest {
            session_type: SessionType::Video,
            starts_at: start(),
            duration: SignedDuration::from_mins(50),
            comment: None,
            by: Actor::person("prv_tan".parse().unwrap(), Role::Provider),
        };
        let Booking {
            provider, member, ..
        } = booking(State::Confirmed);
        let between = Parties {
            provider,
            member,
            met,
        };
        let now = start() - SignedDuration::from_hours(hours);
        let id = "bkg_1".parse().unwrap();
        Booking::book(id, request, between, Some(&always_open()), &policy, now)
    };
    let accept_by = start() - SignedDuration::from_hours(24);
    assert_eq!(
        propose(48, true).unwrap().state,
        State::Pending { accept_by }
    );
    assert_eq!(propose(48, false), Err(BookingRefused::NoPreviousSession));
    assert!(matches!(
        propose(24, true),
        Err(BookingRefused::NoticeTooShort { .. })
    ));
}

#[test]
fn a_switch_is_the_same_twice_as_once_and_needs_a_number() {
    let (policy, now) = (Policy::default(), start());
    let video = booking(State::Ongoing { started_at: now });
    let phone = video.switch_to_phone(now, &policy).unwrap();
    assert_eq!(
        (phone.session_type, phone.sequence),
        (SessionType::Phone, 1)
    );
    assert_eq!(phone.clone().switch_to_phone(now, &policy), Ok(phone));
    let mut nameless = booking(State::Confirmed);
    nameless.member.phone = None;
    let refused = nameless.switch_to_phone(now, &policy);
    assert_eq!(refused, Err(Refused::PhoneRequired));
}

/// The name of an outcome in the table.
fn told(before: SessionType, outcome: &Result<Booking, RescheduleRefused>) -> String {
    match outcome {
        Ok(booking) => match &booking.state {
            State::Cancelled(c) if c.late => "cancelled, late".to_owned(),
            State::Confirmed if booking.span.starts_at != start() => "moved".to_owned(),
            state if booking.session_type != before => {
                format!("{} by phone", state.status().as_str())
            }
            state => state.status().as_str().to_owned(),
        },
        Err(refused) => format!("— {}", code(refused).replace('_', " ")),
    }
}

/// Every hour of every day, in Singapore.
fn always_open() -> Schedule {
    let day = Window {
        from: "00:00".parse().unwrap(),
        to: "24:00".parse().unwrap(),
    };
    let weekly = Weekday::Monday.cycle_forward().take(7).map(|d| (d, day));
    let zone = "Asia/Singapore".parse().unwrap();
    Schedule::new(zone, 10, weekly.collect(), Vec::new(), 1).unwrap()
}

fn start() -> Timestamp {
    "2030-01-07T02:00:00Z".parse().unwrap()
}

fn states() -> [State; 8] {
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
        State::NoShow {
            who: Side::Provider,
            at,
            started_at: None,
        },
    ]
}

fn of_type(session_type: SessionType, state: State) -> Booking {
    Booking {
        session_type,
        ..booking(state)
    }
}

fn booking(state: State) -> Booking {
    fixtures::booking(start(), state)
}
