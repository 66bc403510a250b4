//! The rules of schedules.

use super::super::{Place, Problem, Schedule, ScheduleError};
use super::{every_day, make, on, window, windows};
use jiff::civil::Weekday;

fn wrong(schedule: Result<Schedule, ScheduleError>) -> (Place, Problem) {
    let error = schedule.unwrap_err();
    (error.place, error.problem)
}

#[test]
fn windows_that_touch_are_fine() {
    assert!(
        make(
            "Europe/Berlin",
            every_day("00:00-09:00 09:00-24:00"),
            vec![]
        )
        .is_ok()
    );
}

#[test]
fn a_wrong_weekly_window_is_named() {
    for (text, problem) in [
        ("12:00-09:00", Problem::Backwards),
        ("12:00-12:00", Problem::Backwards),
        ("24:00-24:00", Problem::Backwards),
        ("09:01-12:00", Problem::OffGrid),
        ("09:00-12:03", Problem::OffGrid),
        ("08:00-08:35", Problem::Overlap),
        ("08:00-24:00", Problem::Overlap),
        ("08:40-08:45", Problem::Overlap),
        ("08:30-09:30", Problem::Overlap),
    ] {
        let weekly = vec![
            (Weekday::Monday, window("08:30-09:30")),
            (Weekday::Tuesday, window("08:30-09:30")),
            (Weekday::Monday, window(text)),
        ];
        let found = wrong(make("UTC", weekly, vec![]));
        assert_eq!(found, (Place::WeeklyWindow(2), problem), "{text}");
    }
}

#[test]
fn a_wrong_override_is_named() {
    let good = || on("2026-12-25", "");
    let twice = vec![good(), on("2026-12-27", "09:00-10:00"), good()];
    assert_eq!(
        wrong(make("UTC", vec![], twice)),
        (Place::OverrideDate(2), Problem::SameDate)
    );
    let overlapping = vec![good(), on("2026-12-27", "09:00-10:00 09:55-11:00")];
    assert_eq!(
        wrong(make("UTC", vec![], overlapping)),
        (Place::OverrideWindow(1, 1), Problem::Overlap)
    );
}

#[test]
fn lists_are_bounded() {
    let day: Vec<_> = (0..24).map(|h| format!("{h:02}:00-{h:02}:30")).collect();
    let mut weekly = every_day(&day.join(" "));
    weekly.truncate(101);
    assert_eq!(
        wrong(make("UTC", weekly.clone(), vec![])),
        (Place::Weekly, Problem::TooMany(100))
    );
    weekly.truncate(100);
    assert!(make("UTC", weekly, vec![]).is_ok());

    let first: jiff::civil::Date = "2026-01-01".parse().unwrap();
    let mut overrides: Vec<_> = first
        .series(jiff::ToSpan::day(1))
        .map(|date| on(&date.to_string(), ""))
        .take(401)
        .collect();
    assert_eq!(
        wrong(make("UTC", vec![], overrides.clone())),
        (Place::Overrides, Problem::TooMany(400))
    );
    overrides.truncate(400);
    assert!(make("UTC", vec![], overrides).is_ok());
}

#[test]
fn the_buffer_is_on_the_grid_and_at_most_two_hours() {
    let make = |buffer| Schedule::new("UTC".parse().unwrap(), buffer, vec![], vec![], 1);
    for good in [0, 5, 120] {
        let schedule = make(good).unwrap();
        assert_eq!(schedule.buffer().as_mins(), i64::from(good));
    }
    for bad in [3, 121, 125, u16::MAX] {
        assert_eq!(wrong(make(bad)), (Place::Buffer, Problem::Buffer));
    }
}

#[test]
fn parts_come_back_in_the_order_given() {
    let weekly = vec![
        (Weekday::Friday, window("13:00-14:00")),
        (Weekday::Monday, window("09:00-10:00")),
    ];
    let overrides = vec![on("2026-12-27", "13:00-14:00 09:00-10:00")];
    let schedule = make("Asia/Singapore", weekly.clone(), overrides.clone()).unwrap();
    assert_eq!(schedule.zone().as_str(), "Asia/Singapore");
    assert_eq!(schedule.weekly(), weekly);
    assert_eq!(schedule.overrides(), overrides);
    assert_eq!(
        schedule.overrides()[0].windows,
        windows("13:00-14:00 09:00-10:00")
    );
    assert_eq!(schedule.version(), 1);
}
