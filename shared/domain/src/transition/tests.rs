//! Transitions as a whole: their effect on booking, session, history and messages.

#![allow(clippy::unwrap_used)]

mod outreach;

use jiff::{SignedDuration, Timestamp};

use super::{Author, BookingRecord, DueStep, Guard, Transition};
use crate::booking::{Booking, DueClock, HistoryEvent, Side, State, Status};
use crate::fixtures;
use crate::message::Kind;
use crate::policy::Policy;
use crate::session::{Admission, PresenceStatus, SessionState, Terms};
use crate::values::{Actor, Role};

fn start() -> Timestamp {
    "2030-01-07T02:00:00Z".parse().unwrap()
}

fn at(minutes: i64) -> Timestamp {
    start() + SignedDuration::from_mins(minutes)
}

fn provider(minutes: i64) -> Author {
    Author {
        by: Actor::person("prv_tan".parse().unwrap(), Role::Provider),
        at: at(minutes),
        request_id: "request".to_owned(),
    }
}

fn record(state: State) -> BookingRecord {
    let booking = Booking {
        clock: DueClock::booked_at(at(-72 * 60)),
        ..fixtures::booking(start(), state)
    };
    BookingRecord {
        session: SessionState::new(&booking),
        booking,
        history: Vec::new(),
    }
}

/// The record after a step. The session must have its booking's terms.
fn after(record: BookingRecord, step: &Transition) -> BookingRecord {
    let record = record.after(step);
    assert_eq!(record.session.terms, Terms::of(&record.booking));
    record
}

#[test]
fn a_session_is_watched_while_somebody_holds_credentials_and_until_its_meeting_is_gone() {
    let policy = Policy::default();
    let record = record(State::Confirmed);
    let step = record
        .start(&provider(-5), Some("meeting"), &policy)
        .unwrap();
    let mut record = after(record, &step);
    assert_eq!(
        (record.session.generation, record.session.due_at),
        (1, Some(at(-5)))
    );
    assert_eq!(record.history[0].what, HistoryEvent::Started);

    record.session.admitted = Some(Admission {
        generation: 1,
        attendee_id: "attendee".to_owned(),
    });
    record.session = record.session.watched(at(0));
    assert_eq!(record.session.due_at, Some(at(-5)));
    // It stays due from then on, so that a check writes nothing.
    assert_eq!(record.session.clone().watched(at(9)), record.session);

    let step = record.end(&provider(50), &policy).unwrap();
    let record = after(record, &step);
    assert_eq!(record.booking.state.status(), Status::Completed);
    assert_eq!(record.booking.clock.due_at, None);
    assert_eq!(record.session.due_at, Some(at(-5)));
    assert_eq!(record.session.meeting_left_over(), Some("meeting"));
    let step = Transition::meeting_gone(&record.session, at(51));
    assert_eq!(after(record, &step).session.due_at, None);
}

#[test]
fn a_switch_to_the_telephone_leaves_a_meeting_to_be_deleted_and_no_credentials() {
    let policy = Policy::default();
    let record = record(State::Confirmed);
    let step = record
        .start(&provider(0), Some("meeting"), &policy)
        .unwrap();
    let record = after(record, &step);
    let step = record.switch_to_phone(&provider(3), &policy).unwrap();
    let record = after(record, &step);
    assert_eq!(record.session.meeting_left_over(), Some("meeting"));
    assert_eq!(record.session.due_at, Some(at(0)));
    assert_eq!(record.session.admitted, None);
    // Not if the member was let in since the record was read: those credentials would be left.
    assert_eq!(step.guards, [Guard::SameCredentials]);
    let kinds: Vec<_> = step.drafts.iter().map(|draft| draft.kind).collect();
    assert_eq!(kinds, [Kind::SwitchedToPhone; 3]);
}

#[test]
fn the_scheduler_reminds_then_looks_then_closes_and_writes_nothing_in_vain() {
    let policy = Policy::default();
    let mut record = record(State::Confirmed);
    let mut done = Vec::new();
    for minutes in [-36 * 60, -24 * 60, -60, -59, 0, 5, 6, 65] {
        let step = match record.due_step(&policy, at(minutes)) {
            DueStep::Remind(step) => {
                done.push((minutes, "remind"));
                step
            }
            DueStep::Postpone(step) => {
                done.push((minutes, "postpone"));
                step
            }
            DueStep::Close(step) => {
                assert_eq!(step.guards, [Guard::NobodyHeard]);
                done.push((minutes, "close"));
                step
            }
            DueStep::Expire(_) => panic!("it is confirmed"),
            DueStep::Nothing => {
                done.push((minutes, "nothing"));
                continue;
            }
        };
        record = after(record, &step);
    }
    let expected = [
        (-36 * 60, "remind"),
        (-24 * 60, "remind"),
        (-60, "remind"),
        (-59, "nothing"),
        (0, "postpone"),
        (5, "postpone"),
        (6, "nothing"),
        (65, "close"),
    ];
    assert_eq!(done, expected);
    assert_eq!(record.booking.state.status(), Status::NoShow);
}

#[test]
fn a_move_resets_waiting_and_introductions() {
    let policy = Policy::default();
    let mut record = record(State::Confirmed);
    record.session.waiting_until = Some(at(0));
    record.session.late_notice_sent = true;
    record.session.concierge_called_at = Some(at(-2));
    let author = Author {
        by: Actor::person("con_1".parse().unwrap(), Role::Concierge),
        ..provider(-60)
    };
    let schedule = crate::availability::Schedule::new(
        "Asia/Singapore".parse().unwrap(),
        10,
        jiff::civil::Weekday::Monday
            .cycle_forward()
            .take(7)
            .map(|day| {
                let window = crate::availability::Window {
                    from: "00:00".parse().unwrap(),
                    to: "24:00".parse().unwrap(),
                };
                (day, window)
            })
            .collect(),
        Vec::new(),
        1,
    )
    .unwrap();
    let step = record
        .reschedule(&author, at(120), None, Some(&schedule), &policy)
        .unwrap();
    let session = after(record, &step).session;
    assert_eq!(session.waiting_until, None);
    assert!(!session.late_notice_sent && session.concierge_called_at.is_none());
    assert_eq!(step.entry.unwrap().moved.unwrap().to, at(120));
}

#[test]
fn what_the_service_tells_twice_changes_nothing_the_second_time() {
    for status in [PresenceStatus::In, PresenceStatus::Out] {
        let record = record(State::Confirmed);
        let step = record
            .start(&provider(-5), Some("meeting"), &Policy::default())
            .unwrap();
        let session = after(record, &step).session;
        let tell =
            |session| Transition::service_event(session, Side::Provider, status, at(1), at(2));
        let told = tell(&session).unwrap().session;
        assert_eq!(tell(&told), None, "{status:?}");
        let over = Transition::meeting_over(&told, Side::Provider, at(1), at(2));
        assert_eq!(over.is_none(), status == PresenceStatus::Out);
    }
}

/// M10: what was due before the table was restored is done, and its messages are held.
#[test]
fn what_was_due_before_the_table_was_restored_is_held() {
    let restored = |at| Policy {
        hold_messages_before: Some(at),
        ..Policy::default()
    };
    let minute = SignedDuration::from_mins(1);
    let accept_by = at(-24 * 60);
    let pending = record(State::Pending { accept_by });
    // Whether a provider came is judged by a record that may lack what was before.
    for (record, due_at, now) in [
        (pending, accept_by, accept_by + minute),
        (record(State::Confirmed), at(-60), at(-59)),
        (record(State::Confirmed), at(0), at(65)),
    ] {
        for (restored_at, held) in [(due_at + minute, true), (due_at, false)] {
            let policy = restored(restored_at);
            let step = match record.due_step(&policy, now) {
                DueStep::Expire(step) | DueStep::Remind(step) | DueStep::Close(step) => step,
                other => panic!("{other:?}"),
            };
            assert_eq!((step.held, step.drafts.is_empty()), (held, false));
        }
    }
    // A reminder that is due since replaces none that was due before.
    let confirmed = record(State::Confirmed);
    for (policy, missed) in [(Policy::default(), 2), (restored(at(-90)), 0)] {
        let DueStep::Remind(step) = confirmed.due_step(&policy, at(-60)) else {
            panic!("a reminder is due");
        };
        assert_eq!(step.drafts[0].facts.missed.len(), missed);
        assert!(!step.held);
    }
    // A member who waits is late for their provider since the start.
    let (session, booking) = (&confirmed.session, &confirmed.booking);
    for (restored_at, held) in [(at(1), true), (at(0), false)] {
        let step = Transition::late_notice(session, booking, &restored(restored_at), at(2));
        assert_eq!(step.held, held);
    }
}
