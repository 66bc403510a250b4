//! Slots and reminders around the days on which clocks are changed, against what Python's
//! `zoneinfo` makes of them: see `expected.py`, which printed `expected.txt`.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use anteroom_domain::availability::{Override, Schedule, SlotQuery, Window, slots};
use anteroom_domain::booking::{Booking, DueClock, Party, SessionType, Span, State, reminder_due};
use anteroom_domain::phone::PhoneSteps;
use anteroom_domain::policy::Policy;
use anteroom_domain::values::{Actor, Language};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

const EXPECTED: &str = include_str!("expected.txt");

/// The lines of a kind, each with the indented lines below it.
fn expected(kind: &str) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in EXPECTED.lines() {
        match line.strip_prefix("  ") {
            Some(below) => found.last_mut().unwrap().1.push(below),
            None => found.push((line, Vec::new())),
        }
    }
    let of_kind = |(line, below)| Some((str::strip_prefix(line, kind)?, below));
    found.into_iter().filter_map(of_kind).collect()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn slots_are_where_the_wall_clock_says() {
    let expected = expected("slots ");
    let mut zones = BTreeSet::new();
    for (day, expected) in expected {
        let (head, windows) = day.split_once(": ").unwrap();
        let head: Vec<_> = head.split(' ').collect();
        let (zone, date): (_, Date) = (head[0], head[1].parse().unwrap());
        zones.insert(zone);
        let window = |text: &str| {
            let (from, to) = text.split_once('-').unwrap();
            let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
            Window { from, to }
        };
        let windows = windows.split(' ').map(window).collect();
        let day_only = vec![Override { date, windows }];
        let schedule = Schedule::new(zone.parse().unwrap(), 10, vec![], day_only, 1);
        let midnight = at(&format!("{date}T00:00:00Z"));
        let from = midnight - SignedDuration::from_hours(48);
        let query = SlotQuery {
            from,
            to: midnight + SignedDuration::from_hours(48),
            duration: SignedDuration::from_mins(head[2].parse().unwrap()),
            now: from,
            notice: SignedDuration::ZERO,
        };
        let free = BTreeSet::new();
        let found = slots(&schedule.unwrap(), &query, &Policy::default(), &free);
        let found: Vec<_> = found
            .iter()
            .map(|slot| slot.starts_at.to_string())
            .collect();
        assert_eq!(found, expected, "{day}");
    }
    assert_eq!(zones.len(), 7);
}

#[test]
fn reminders_come_as_long_before_as_they_say() {
    let policy = Policy::default();
    let mut zones = BTreeSet::new();
    for (start, expected) in expected("reminders ") {
        let (head, starts_at) = start.split_once(": ").unwrap();
        let (zone, _) = head.split_once(' ').unwrap();
        zones.insert(zone);
        let mut booking = booking(zone, at(starts_at));
        let mut now = booking.created_at;
        let mut sent = BTreeMap::new();
        // The clock rings, and what is due is dealt with, until the session should begin.
        while let Some(due) = booking.next_due(&policy, now) {
            if due >= booking.span.starts_at {
                break;
            }
            now = due;
            let lead = reminder_due(&booking, &policy, now).expect("it rang for one");
            assert_eq!(sent.insert(now, format!("{} {now}", lead.as_str())), None);
            booking.clock.reminded_until = Some(now);
        }
        let sent: Vec<_> = sent.into_values().collect();
        assert_eq!(sent, expected, "{start}");
    }
    assert_eq!(zones.len(), 7);
}

/// A confirmed session of two people in a zone, booked five days before its start.
fn booking(zone: &str, starts_at: Timestamp) -> Booking {
    let party = |id: &str| Party {
        id: id.parse().unwrap(),
        name: "Somebody".parse().unwrap(),
        email: "somebody@example.com".parse().unwrap(),
        phone: None,
        zone: zone.parse().unwrap(),
        language: Language::English,
        link_epoch: 0,
    };
    let created_at = starts_at - SignedDuration::from_hours(120);
    Booking {
        id: "bkg_1".parse().unwrap(),
        version: 1,
        sequence: 0,
        moved_at: 0,
        provider: party("prv_1"),
        member: party("mem_1"),
        session_type: SessionType::Video,
        span: Span {
            starts_at,
            duration: SignedDuration::from_mins(50),
            buffer: SignedDuration::from_mins(10),
        },
        comment: None,
        created_at,
        created_by: Actor::SYSTEM,
        state: State::Confirmed,
        phone: PhoneSteps::default(),
        clock: DueClock::booked_at(created_at),
    }
}
