//! The alarm clock: what time does to a booking, ring by ring, and what a late tick makes of it.

use std::fmt::Write as _;

use jiff::SignedDuration;

use super::{SessionType, State, booking, start};
use crate::booking::{Booking, WATCH, next_due, reminder_due};
use crate::policy::Policy;
use crate::session::{Admission, SessionState};

/// A session as booked so many hours before its start.
fn fresh(hours: i64) -> SessionState {
    SessionState {
        reminded_until: Some(start() - SignedDuration::from_hours(hours)),
        ..SessionState::default()
    }
}

/// Every ring of a booking's clock that was booked so many hours before its start, if every tick
/// comes in time and nobody does anything.
fn rings(booking: &Booking, hours: i64) -> String {
    let policy = Policy::default();
    let mut live = fresh(hours);
    let mut now = start() - SignedDuration::from_hours(hours);
    let closes_at = booking.span.ends_at() + policy.close_after;
    let mut rings = Vec::new();
    while now < closes_at {
        let Some(due) = next_due(booking, &live, &policy, now) else {
            break;
        };
        assert!(due > now, "it rang at {now} for {due}");
        now = due;
        let minutes = now.duration_since(start()).as_mins();
        let lead = reminder_due(booking, &live, &policy, now);
        rings.push(match lead {
            Some(lead) => format!("{minutes:+} remind {}", lead.as_str()),
            None => format!("{minutes:+} look"),
        });
        if lead.is_some() {
            live.reminded_until = Some(now);
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
    let proposal = booking(State::Pending { accept_by });
    let now = accept_by - SignedDuration::from_hours(50);
    let policy = Policy::default();
    let due = next_due(&proposal, &fresh(74), &policy, now);
    assert_eq!(due, Some(accept_by));
    // It is not reminded of, be its time far past.
    assert_eq!(reminder_due(&proposal, &fresh(74), &policy, start()), None);
}

#[test]
fn a_late_tick_sends_the_nearest_reminder_and_none_after_the_start() {
    let policy = Policy::default();
    let booking = booking(State::Confirmed);
    let sent = |live: &SessionState, minutes: i64| {
        let now = start() - SignedDuration::from_mins(minutes);
        reminder_due(&booking, live, &policy, now).map(|lead| lead.as_str())
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
    // What was dealt with is not sent again, and what was passed over is not caught up on.
    assert_eq!(sent(&fresh(24), 61), None);
    assert_eq!(sent(&fresh(10), 60), Some("PT1H"));
}

#[test]
fn reminders_that_were_missed_don_t_keep_it_ringing() {
    let policy = Policy::default();
    let booking = booking(State::Confirmed);
    let alert = start() + policy.alert_after;
    let closes_at = booking.span.ends_at() + policy.close_after;
    let due = |now| next_due(&booking, &fresh(72), &policy, now);
    assert_eq!(due(start()), Some(alert));
    assert_eq!(due(alert), Some(closes_at));
}

#[test]
fn a_new_time_has_reminders_of_its_own() {
    let now = start() - SignedDuration::from_hours(30);
    let live = SessionState {
        late_notice_sent: true,
        concierge_called: true,
        waiting_until: Some(now),
        ..fresh(72)
    };
    let live = live.at_new_time(now);
    assert!(!live.late_notice_sent && !live.concierge_called && live.waiting_until.is_none());
    let due = next_due(&booking(State::Confirmed), &live, &Policy::default(), now);
    assert_eq!(due, Some(start() - SignedDuration::from_hours(24)));
}

#[test]
fn whoever_holds_credentials_is_watched_and_what_is_left_over_is_removed() {
    let policy = Policy::default();
    let ongoing = booking(State::Ongoing {
        started_at: start(),
    });
    let now = start() + SignedDuration::from_mins(20);
    let live = SessionState {
        generation: 1,
        meeting_id: Some("meeting".to_owned()),
        admitted: Some(Admission {
            generation: 1,
            attendee_id: "attendee".to_owned(),
        }),
        ..fresh(72)
    };
    assert_eq!(next_due(&ongoing, &live, &policy, now), Some(now + WATCH));
    // A telephone session has no use for a meeting, and one that is over neither.
    let mut phone = ongoing.clone();
    phone.session_type = SessionType::Phone;
    assert_eq!(next_due(&phone, &live, &policy, now), Some(now));
    let over = ongoing.end(now).unwrap();
    assert_eq!(next_due(&over, &live, &policy, now), Some(now));
    assert_eq!(next_due(&over, &fresh(72), &policy, now), None);
}
