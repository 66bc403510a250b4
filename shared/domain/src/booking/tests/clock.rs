//! The due times of a booking: what the scheduler does at each, and what a late tick does.

use std::fmt::Write as _;

use jiff::SignedDuration;

use super::{SessionType, State, booking, start};
use crate::booking::{Booking, DueClock, reminder_due};
use crate::phone::PhoneSteps;
use crate::policy::Policy;

/// A booking that was made this many hours before its start.
fn fresh(state: State, hours: i64) -> Booking {
    let mut booking = booking(state);
    booking.clock = DueClock::booked_at(start() - SignedDuration::from_hours(hours));
    booking
}

/// All due times of a booking that was made this many hours before its start, if every tick is on
/// time and nobody changes anything.
fn rings(booking: &Booking, hours: i64) -> String {
    let policy = Policy::default();
    let mut booking = booking.clone();
    booking.clock = DueClock::booked_at(start() - SignedDuration::from_hours(hours));
    let mut now = start() - SignedDuration::from_hours(hours);
    let closes_at = booking.span.ends_at() + policy.close_after;
    let mut rings = Vec::new();
    while now < closes_at {
        let Some(due) = booking.next_due(&policy, now) else {
            break;
        };
        assert!(due > now, "it rang at {now} for {due}");
        now = due;
        let minutes = now.duration_since(start()).as_mins();
        let lead = reminder_due(&booking, &policy, now);
        rings.push(match lead {
            Some(lead) => format!("{minutes:+} remind {}", lead.as_str()),
            None => format!("{minutes:+} look"),
        });
        if lead.is_some() {
            booking.clock.reminded_until = Some(now);
        }
    }
    rings.join(", ")
}

#[test]
fn it_rings_for_what_is_to_come_and_for_nothing_else() {
    let mut table = String::new();
    for session_type in [SessionType::Video, SessionType::Phone] {
        for hours in [72, 36, 30, 24, 2, 1, 0] {
            let mut booking = booking(State::Confirmed);
            booking.session_type = session_type;
            let rings = rings(&booking, hours);
            writeln!(table, "{session_type:?} {hours} h before: {rings}").unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn a_proposal_rings_when_it_has_to_be_accepted() {
    let accept_by = start() - SignedDuration::from_hours(24);
    let proposal = fresh(State::Pending { accept_by }, 74);
    let now = accept_by - SignedDuration::from_hours(50);
    let policy = Policy::default();
    let due = proposal.next_due(&policy, now);
    assert_eq!(due, Some(accept_by));
    // It gets no reminder, even when one's time is long past.
    assert_eq!(reminder_due(&proposal, &policy, start()), None);
}

#[test]
fn a_late_tick_sends_the_nearest_reminder_and_none_after_the_start() {
    let policy = Policy::default();
    let fresh = |hours| fresh(State::Confirmed, hours);
    let sent = |booking: &Booking, minutes: i64| {
        let now = start() - SignedDuration::from_mins(minutes);
        reminder_due(booking, &policy, now).map(|lead| lead.as_str())
    };
    for (minutes, expected) in [
        (36 * 60 + 1, None),
        (36 * 60, Some("PT36H")),
        (24 * 60 + 1, Some("PT36H")),
        (24 * 60, Some("PT24H")),
        (61, Some("PT24H")),
        (60, Some("PT1H")),
        (1, Some("PT1H")),
        (0, None),
        (-30, None),
    ] {
        assert_eq!(sent(&fresh(72), minutes), expected, "{minutes} min before");
    }
    // A reminder that was sent is not sent again, and one that was skipped is not sent later.
    assert_eq!(sent(&fresh(24), 61), None);
    assert_eq!(sent(&fresh(10), 60), Some("PT1H"));
}

#[test]
fn reminders_that_were_missed_don_t_keep_it_ringing() {
    let policy = Policy::default();
    let booking = fresh(State::Confirmed, 72);
    let alert = start() + policy.alert_after;
    let closes_at = booking.span.ends_at() + policy.close_after;
    let due = |now| booking.next_due(&policy, now);
    assert_eq!(due(start()), Some(alert));
    assert_eq!(due(alert), Some(closes_at));
}

#[test]
fn a_new_time_has_reminders_of_its_own() {
    let policy = Policy::default();
    let now = start() - SignedDuration::from_hours(30);
    let booking = fresh(State::Confirmed, 72).at_new_time(now);
    assert_eq!(booking.phone, PhoneSteps::default());
    let due = booking.next_due(&policy, now);
    assert_eq!(due, Some(start() - SignedDuration::from_hours(24)));
}

#[test]
fn what_is_over_is_never_due_and_what_stays_open_is_due_from_its_closing_time() {
    let policy = Policy::default();
    let started_at = start();
    let ongoing = fresh(State::Ongoing { started_at }, 72);
    let closes_at = ongoing.span.ends_at() + policy.close_after;
    let late = closes_at + SignedDuration::from_mins(20);
    assert_eq!(ongoing.next_due(&policy, late), Some(closes_at));
    let over = ongoing.end(late).unwrap();
    assert_eq!(over.next_due(&policy, late), None);
}
