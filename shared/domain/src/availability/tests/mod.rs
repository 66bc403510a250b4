//! Builders for schedules, as short texts.

#![allow(clippy::unwrap_used)]

mod days;
mod properties;
mod rules;
mod slots;

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};

use super::{Interval, Override, Schedule, ScheduleError, Window};

/// Monday first.
const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// A window from `09:00-12:00`.
fn window(text: &str) -> Window {
    let (from, to) = text.split_once('-').unwrap();
    Window {
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
    }
}

/// Windows from `09:00-12:00 13:00-17:00`.
fn windows(text: &str) -> Vec<Window> {
    text.split_whitespace().map(window).collect()
}

/// The same windows on every day of the week.
fn every_day(text: &str) -> Vec<(Weekday, Window)> {
    let of = |day: Weekday| windows(text).into_iter().map(move |w| (day, w));
    WEEK.into_iter().flat_map(of).collect()
}

fn on(date: &str, text: &str) -> Override {
    Override {
        date: date.parse().unwrap(),
        windows: windows(text),
    }
}

fn make(
    zone: &str,
    weekly: Vec<(Weekday, Window)>,
    overrides: Vec<Override>,
) -> Result<Schedule, ScheduleError> {
    Schedule::new(zone.parse().unwrap(), 10, weekly, overrides, 1)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn interval((start, end): &(&str, &str)) -> Interval {
    Interval {
        start: at(start),
        end: at(end),
    }
}

/// The open time from the UTC day before a date to the one after it.
fn open_around(schedule: &Schedule, date: &str) -> Vec<Interval> {
    let date: Date = date.parse().unwrap();
    let midnight = |date: Date| at(&format!("{date}T00:00:00Z"));
    let from = midnight(date.yesterday().unwrap());
    let to = midnight(date.tomorrow().unwrap().tomorrow().unwrap());
    schedule.open(from, to)
}
