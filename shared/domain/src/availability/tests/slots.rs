//! Slots on days that are easy to check by hand (B3).

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::super::{Schedule, SlotQuery, slots};
use super::{at, every_day, make, on};
use crate::policy::Policy;

/// The time of all requests in these tests.
const NOW: &str = "2026-11-22T10:00:00Z";

fn query(from: &str, to: &str, minutes: i64) -> SlotQuery {
    SlotQuery {
        from: at(from),
        to: at(to),
        duration: SignedDuration::from_mins(minutes),
        now: at(NOW),
        notice: SignedDuration::ZERO,
    }
}

/// The starts of slots as texts, without the seconds.
fn starts(schedule: &Schedule, query: &SlotQuery, taken: &BTreeSet<i64>) -> Vec<String> {
    let slots = slots(schedule, query, &Policy::default(), taken);
    for slot in &slots {
        assert_eq!(slot.starts_at + query.duration, slot.ends_at);
    }
    let text = |at: Timestamp| at.to_string()[..16].to_owned();
    slots.iter().map(|slot| text(slot.starts_at)).collect()
}

fn cells(from: &str, to: &str) -> BTreeSet<i64> {
    (at(from).as_second() / 300..at(to).as_second() / 300).collect()
}

#[test]
fn starts_step_by_15_minutes_from_each_window() {
    let one_day = vec![on("2026-11-24", "09:05-10:00 10:00-11:00")];
    let schedule = make("UTC", vec![], one_day).unwrap();
    let query = query("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", 30);
    assert_eq!(
        starts(&schedule, &query, &BTreeSet::new()),
        [
            "2026-11-24T09:05",
            "2026-11-24T09:20",
            "2026-11-24T09:35",
            "2026-11-24T09:50",
            "2026-11-24T10:00",
            "2026-11-24T10:15",
            "2026-11-24T10:30",
        ]
    );
}

#[test]
fn neither_the_session_nor_the_pause_after_it_meets_taken_time() {
    let schedule = make("UTC", vec![], vec![on("2026-11-24", "09:00-12:00")]).unwrap();
    let query = query("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", 30);
    let taken = cells("2026-11-24T10:00:00Z", "2026-11-24T10:40:00Z");
    assert_eq!(
        starts(&schedule, &query, &taken),
        [
            "2026-11-24T09:00",
            "2026-11-24T09:15",
            "2026-11-24T10:45",
            "2026-11-24T11:00",
            "2026-11-24T11:15",
            "2026-11-24T11:30",
        ]
    );
}

#[test]
fn the_pause_may_lie_outside_the_open_time() {
    let schedule = make("UTC", vec![], vec![on("2026-11-24", "09:00-09:30")]).unwrap();
    let query = query("2026-11-24T09:00:00Z", "2026-11-24T09:00:00.001Z", 30);
    assert_eq!(
        starts(&schedule, &query, &BTreeSet::new()),
        ["2026-11-24T09:00"]
    );
    let after = cells("2026-11-24T09:35:00Z", "2026-11-24T09:40:00Z");
    assert!(starts(&schedule, &query, &after).is_empty());
}

#[test]
fn a_session_may_end_after_the_query_but_not_start_after_it() {
    let schedule = make("Asia/Ho_Chi_Minh", every_day("00:00-24:00"), vec![]).unwrap();
    let query = query("2026-11-24T16:50:00Z", "2026-11-24T17:00:00Z", 180);
    // Midnight in Vietnam is at 17:00 UTC, and a new window starts there.
    assert!(starts(&schedule, &query, &BTreeSet::new()).is_empty());
    let query = SlotQuery {
        to: at("2026-11-24T17:00:01Z"),
        ..query
    };
    assert_eq!(
        starts(&schedule, &query, &BTreeSet::new()),
        ["2026-11-24T17:00"]
    );
}

#[test]
fn notice_and_horizon_are_counted_from_now_and_belong_to_it() {
    let schedule = make("UTC", every_day("10:00-10:45"), vec![]).unwrap();
    let query = SlotQuery {
        notice: SignedDuration::from_hours(24),
        ..query("2026-11-22T00:00:00Z", "2027-02-22T00:00:00Z", 15)
    };
    let found = starts(&schedule, &query, &BTreeSet::new());
    assert_eq!(found.first().unwrap(), "2026-11-23T10:00");
    assert_eq!(found.last().unwrap(), "2027-01-21T10:00");
    assert_eq!(found.len(), 59 * 3 + 1);
}

#[test]
fn a_repeated_hour_has_twice_the_slots_and_a_skipped_one_none() {
    let overrides = vec![on("2026-12-01", "")];
    let schedule = make("America/New_York", every_day("01:00-03:00"), overrides).unwrap();
    let query = SlotQuery {
        now: at("2027-03-01T00:00:00Z"),
        ..query("2027-03-14T00:00:00Z", "2027-03-15T00:00:00Z", 60)
    };
    assert_eq!(
        starts(&schedule, &query, &BTreeSet::new()),
        ["2027-03-14T06:00"]
    );
    let query = SlotQuery {
        now: at("2027-11-01T00:00:00Z"),
        from: at("2027-11-07T00:00:00Z"),
        to: at("2027-11-08T00:00:00Z"),
        ..query
    };
    let found = starts(&schedule, &query, &BTreeSet::new());
    assert_eq!(found.first().unwrap(), "2027-11-07T05:00");
    assert_eq!(found.last().unwrap(), "2027-11-07T07:00");
    assert_eq!(found.len(), 9);
}

#[test]
fn two_windows_in_a_repeated_hour_offer_each_start_once_and_in_order() {
    let fold = vec![on("2026-10-25", "01:00-02:30 02:30-04:00")];
    let schedule = make("Europe/Berlin", vec![], fold).unwrap();
    let query = SlotQuery {
        now: at("2026-10-01T00:00:00Z"),
        ..query("2026-10-24T00:00:00Z", "2026-10-26T00:00:00Z", 15)
    };
    let found = starts(&schedule, &query, &BTreeSet::new());
    assert_eq!(found.len(), 16);
    assert!(found.windows(2).all(|pair| pair[0] < pair[1]));
}

#[test]
fn a_window_that_starts_in_a_gap_steps_from_its_end() {
    let gap = vec![on("2026-03-29", "02:10-04:00")];
    let schedule = make("Europe/Berlin", vec![], gap).unwrap();
    let query = SlotQuery {
        now: at("2026-03-01T00:00:00Z"),
        ..query("2026-03-29T00:00:00Z", "2026-03-30T00:00:00Z", 30)
    };
    assert_eq!(
        starts(&schedule, &query, &BTreeSet::new()),
        ["2026-03-29T01:00", "2026-03-29T01:15", "2026-03-29T01:30"]
    );
}

#[test]
fn a_change_of_the_clock_does_not_change_the_step() {
    let fold = vec![on("2026-10-25", "01:40-02:10")];
    let schedule = make("Europe/Berlin", vec![], fold).unwrap();
    let query = SlotQuery {
        now: at("2026-10-01T00:00:00Z"),
        ..query("2026-10-24T00:00:00Z", "2026-10-26T00:00:00Z", 15)
    };
    // The last ten minutes occur again at 01:00 UTC, and are too short for a session.
    assert_eq!(
        starts(&schedule, &query, &BTreeSet::new()),
        ["2026-10-24T23:40", "2026-10-24T23:55"]
    );
    let fold = vec![on("2026-10-25", "01:40-04:00")];
    let schedule = make("Europe/Berlin", vec![], fold).unwrap();
    let found = starts(&schedule, &query, &BTreeSet::new());
    let last_digits: BTreeSet<_> = found.iter().map(|start| &start[14..]).collect();
    assert_eq!(last_digits, BTreeSet::from(["10", "25", "40", "55"]));
    assert_eq!(found.len(), 13);
}

#[test]
fn a_long_session_may_reach_into_the_next_days() {
    let schedule = make("Pacific/Kiritimati", every_day("00:00-24:00"), vec![]).unwrap();
    let query = query("2026-11-24T23:45:00Z", "2026-11-24T23:50:00Z", 24 * 60);
    assert_eq!(
        starts(&schedule, &query, &BTreeSet::new()),
        ["2026-11-24T23:45"]
    );
}

#[test]
fn odd_offsets_of_long_ago_step_from_a_cell() {
    let schedule = make(
        "Africa/Monrovia",
        vec![],
        vec![on("1971-06-01", "09:00-10:00")],
    )
    .unwrap();
    let query = SlotQuery {
        now: at("1971-05-31T00:00:00Z"),
        ..query("1971-06-01T00:00:00Z", "1971-06-02T00:00:00Z", 30)
    };
    assert_eq!(
        starts(&schedule, &query, &BTreeSet::new()),
        ["1971-06-01T09:45", "1971-06-01T10:00"]
    );
}

#[test]
fn only_starts_on_the_grid_of_bookings_are_offered() {
    let schedule = make("UTC", vec![], vec![on("2026-11-24", "09:05-11:00")]).unwrap();
    let query = query("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", 30);
    let quarters = Policy {
        grid: SignedDuration::from_mins(15),
        ..Policy::default()
    };
    assert!(slots(&schedule, &query, &quarters, &BTreeSet::new()).is_empty());
}

#[test]
fn no_session_takes_no_time() {
    let schedule = make("UTC", every_day("00:00-24:00"), vec![]).unwrap();
    for minutes in [0, -15] {
        let query = query("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", minutes);
        assert!(starts(&schedule, &query, &BTreeSet::new()).is_empty());
    }
}
