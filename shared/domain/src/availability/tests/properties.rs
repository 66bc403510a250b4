//! Properties for any schedule, zone and year, checked against local time: each minute is converted
//! to local time individually, unlike the code under test.

use std::collections::BTreeSet;

use jiff::civil::{DateTime, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::collection::{btree_set, vec};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof};
use proptest::sample::{Index, subsequence};
use proptest::test_runner::RngSeed;
use proptest::{prop_assert, prop_assert_eq, proptest};

use super::super::{DayMinute, Interval, Override, Schedule, SlotQuery, Window, slots};
use super::WEEK;
use crate::grid::{CELL, is_on_grid};
use crate::policy::Policy;
use crate::values::Zone;

const SEED: u64 = 20_261_122;
const DAY: SignedDuration = SignedDuration::from_hours(24);

fn config(cases: u32) -> ProptestConfig {
    println!("seed {SEED}");
    ProptestConfig {
        rng_seed: RngSeed::Fixed(SEED),
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    }
}

/// Windows of a day, made of some of the gaps between random cuts, so that they may touch. Most
/// cuts are at night, when clocks change.
fn windows() -> impl Strategy<Value = Vec<Window>> {
    let cut = prop_oneof![3 => 0u16..=60, 1 => 60u16..270, 2 => 270u16..=288];
    let cuts = btree_set(cut, 0..8).prop_map(|cuts| {
        let cuts: Vec<_> = cuts.into_iter().map(|cell| cell * 5).collect();
        let time = |minutes| DayMinute::new(minutes).unwrap();
        let between = |pair: &[u16]| Window {
            from: time(pair[0]),
            to: time(pair[1]),
        };
        cuts.windows(2).map(between).collect::<Vec<_>>()
    });
    cuts.prop_flat_map(|all| {
        let count = all.len();
        subsequence(all, 0..=count)
    })
}

/// A zone of the database and an instant, half of the time one at which its clocks change.
fn place_and_time() -> impl Strategy<Value = (Zone, Timestamp)> {
    let zones: Vec<Zone> = jiff::tz::db()
        .available()
        .filter_map(|name| name.as_str().parse().ok())
        .collect();
    assert!(zones.len() > 400);
    let chosen = (any::<Index>(), 0i64..27_000, any::<bool>());
    chosen.prop_map(move |(index, day, at_change)| {
        let zone = index.get(&zones).clone();
        // From 1973 on every zone's offset is a multiple of 5 minutes.
        let day = Timestamp::constant(94_694_400, 0) + DAY * day as i32;
        let change = zone.rules().following(day).next().map(|c| c.timestamp());
        match change {
            Some(change) if at_change => (zone, change),
            Some(_) | None => (zone, day),
        }
    })
}

fn schedule_at() -> impl Strategy<Value = (Schedule, Timestamp)> {
    let overrides = vec((-2i64..=2, windows()), 0..3);
    (place_and_time(), vec(windows(), 7), overrides).prop_map(|((zone, at), week, overrides)| {
        let date = |days: i64| zone.rules().to_datetime(at + DAY * days as i32).date();
        let mut of_dates: Vec<Override> = Vec::new();
        for (days, windows) in overrides {
            let date = date(days);
            if of_dates.iter().all(|o| o.date != date) {
                of_dates.push(Override { date, windows });
            }
        }
        let weekly = WEEK.into_iter().zip(week);
        let weekly = weekly.flat_map(|(day, windows)| windows.into_iter().map(move |w| (day, w)));
        let schedule = Schedule::new(zone, 10, weekly.collect(), of_dates, 1).unwrap();
        (schedule, at)
    })
}

/// Whether the provider's local time is in one of the day's windows.
fn is_open_on_the_wall(schedule: &Schedule, local: DateTime) -> bool {
    let minute = local.hour() as u16 * 60 + local.minute() as u16;
    let is_in = |w: &Window| w.from.minutes() <= minute && minute < w.to.minutes();
    let overrides = schedule.overrides();
    match overrides.iter().find(|o| o.date == local.date()) {
        Some(of_date) => of_date.windows.iter().any(is_in),
        None => {
            let same_day = |(day, _): &&(Weekday, Window)| *day == local.date().weekday();
            let mut today = schedule.weekly().iter().filter(same_day);
            today.any(|(_, window)| is_in(window))
        }
    }
}

fn minutes(from: Timestamp, to: Timestamp) -> impl Iterator<Item = Timestamp> {
    let minute = SignedDuration::from_mins(1);
    std::iter::successors(Some(from), move |at| Some(*at + minute)).take_while(move |at| *at < to)
}

fn is_in(at: Timestamp, intervals: &[Interval]) -> bool {
    intervals.iter().any(|i| i.start <= at && at < i.end)
}

/// Checks the open time around an instant, minute by minute.
fn check_minutes(schedule: &Schedule, at: Timestamp, around: SignedDuration) -> Result<(), String> {
    let (from, to) = (at - around, at + around);
    let open = schedule.open(from, to);
    for minute in minutes(from, to) {
        let local = schedule.zone().rules().to_datetime(minute);
        if is_in(minute, &open) != is_open_on_the_wall(schedule, local) {
            return Err(format!("{minute}, {local}, open: {open:?}"));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn open_is_what_the_wall_clock_says((schedule, at) in schedule_at()) {
        prop_assert_eq!(check_minutes(&schedule, at, DAY * 2), Ok(()));
    }

    #[test]
    fn open_is_sorted_apart_and_on_cells((schedule, at) in schedule_at()) {
        let open = schedule.open(at - DAY * 2, at + DAY * 2);
        prop_assert!(open.iter().all(|i| i.start < i.end));
        prop_assert!(open.windows(2).all(|pair| pair[0].end < pair[1].start));
        prop_assert!(open.iter().all(|i| is_on_grid(i.start, CELL) && is_on_grid(i.end, CELL)));
    }

    #[test]
    fn a_part_of_the_time_has_the_same_open_time((schedule, at) in schedule_at(), cells in 0i32..500) {
        let (from, to) = (at - DAY, at - DAY + CELL * cells);
        let part = schedule.open(from, to);
        let all = schedule.open(at - DAY * 9, at + DAY * 9);
        for minute in minutes(from, to) {
            prop_assert_eq!(is_in(minute, &part), is_in(minute, &all), "{}", minute);
        }
    }

    #[test]
    fn slots_are_open_free_and_never_twice(
        (schedule, at) in schedule_at(),
        length in 3i64..36,
        notice in 0i64..50,
        cells in btree_set(-576i64..576, 0..60),
    ) {
        let taken: BTreeSet<i64> = cells.iter().map(|cell| at.as_second() / 300 + cell).collect();
        let query = SlotQuery {
            from: at - DAY,
            to: at + DAY,
            duration: CELL * length as i32,
            now: at - DAY * 2,
            notice: SignedDuration::from_hours(notice),
        };
        let slots = slots(&schedule, &query, &Policy::default(), &taken);
        prop_assert!(slots.windows(2).all(|pair| pair[0].starts_at < pair[1].starts_at));
        for slot in slots {
            prop_assert!(query.from <= slot.starts_at && slot.starts_at < query.to);
            prop_assert!(query.now + query.notice <= slot.starts_at);
            prop_assert!(schedule.covers(slot.starts_at, slot.ends_at));
            for minute in minutes(slot.starts_at, slot.ends_at) {
                let local = schedule.zone().rules().to_datetime(minute);
                prop_assert!(is_open_on_the_wall(&schedule, local));
            }
            for minute in minutes(slot.starts_at, slot.ends_at + schedule.buffer()) {
                prop_assert!(!taken.contains(&minute.as_second().div_euclid(300)));
            }
        }
    }

    #[test]
    fn no_slot_is_forgotten(
        week in vec(windows(), 7),
        length in 3i64..36,
        cells in btree_set(0i64..864, 0..60),
        zone in prop_oneof![Just("UTC"), Just("Asia/Ho_Chi_Minh"), Just("Asia/Kathmandu")],
    ) {
        let weekly = WEEK.into_iter().zip(week);
        let weekly: Vec<_> = weekly.flat_map(|(day, all)| all.into_iter().map(move |w| (day, w))).collect();
        let schedule = Schedule::new(zone.parse().unwrap(), 10, weekly, vec![], 1).unwrap();
        let from: Timestamp = "2026-11-24T00:00:00Z".parse().unwrap();
        let taken: BTreeSet<i64> = cells.iter().map(|cell| from.as_second() / 300 + cell).collect();
        let query = SlotQuery {
            from,
            to: from + DAY * 2,
            duration: CELL * length as i32,
            now: from - DAY,
            notice: SignedDuration::ZERO,
        };
        let expected: Vec<Timestamp> = (0..576)
            .map(|cell| from + CELL * cell)
            .filter(|at| is_step(&schedule, schedule.zone().rules(), *at))
            .filter(|at| schedule.covers(*at, *at + query.duration))
            .filter(|at| minutes(*at, *at + query.duration + schedule.buffer())
                .all(|minute| !taken.contains(&(minute.as_second() / 300))))
            .collect();
        let found = slots(&schedule, &query, &Policy::default(), &taken);
        let found: Vec<Timestamp> = found.iter().map(|slot| slot.starts_at).collect();
        prop_assert_eq!(found, expected);
    }
}

/// Whether an instant is a multiple of 15 minutes after the start of a window that it is in.
fn is_step(schedule: &Schedule, zone: &TimeZone, at: Timestamp) -> bool {
    let local = zone.to_datetime(at);
    let minute = local.hour() as u16 * 60 + local.minute() as u16;
    schedule.weekly().iter().any(|(day, w)| {
        *day == local.date().weekday()
            && (w.from.minutes()..w.to.minutes()).contains(&minute)
            && (minute - w.from.minutes()).is_multiple_of(15)
    })
}

/// Random zones may miss a case, so this checks every zone at each clock change of a year and a
/// half.
#[test]
fn every_zone_is_right_at_every_change() {
    let weekly = super::every_day("00:00-00:30 01:15-02:35 02:35-03:20 10:00-14:00 22:40-24:00");
    let mut changes = 0;
    for name in jiff::tz::db().available() {
        let Ok(zone) = name.as_str().parse::<Zone>() else {
            continue;
        };
        let schedule = Schedule::new(zone.clone(), 10, weekly.clone(), vec![], 1).unwrap();
        let (from, to) = (
            super::at("2026-01-01T00:00:00Z"),
            super::at("2027-07-01T00:00:00Z"),
        );
        let all = zone.rules().following(from).map(|c| c.timestamp());
        for change in all.take_while(|at| *at < to) {
            assert_eq!(check_minutes(&schedule, change, DAY / 4), Ok(()), "{name}");
            changes += 1;
        }
    }
    assert!(changes > 400);
}
