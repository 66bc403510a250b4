//! Which bookings count as open, and how many there may be (A3).

use std::collections::BTreeMap;

use super::*;
use crate::booking::{OpenBooking, OpenBookings, OpenChange};
use crate::values::BookingId;

/// Open bookings, each with its provider and the hour from [`start`] on when it counts no longer.
fn open(opened: u64, bookings: &[(&str, i64)]) -> OpenBookings {
    let entry = |(number, (provider, hour)): (usize, &(&str, i64))| {
        let booking = OpenBooking {
            provider: provider.parse().unwrap(),
            until: start() + SignedDuration::from_hours(*hour),
        };
        (id(number), booking)
    };
    let bookings: BTreeMap<_, _> = bookings.iter().enumerate().map(entry).collect();
    OpenBookings { opened, bookings }
}

fn id(number: usize) -> BookingId {
    format!("bkg_{number}").parse().unwrap()
}

/// The most bookings that may have been opened when another with `prv_tan` is written, or in how many
/// hours there is room.
fn room(open: &OpenBookings, of_member: u32, of_pair: u32) -> Result<u64, i64> {
    let policy = Policy {
        open_member_limit: of_member,
        open_pair_limit: of_pair,
        ..Policy::default()
    };
    let provider = "prv_tan".parse().unwrap();
    match open.opening(&provider, Role::Member, &policy, start()) {
        Ok(opening) => Ok(opening.opened_at_most),
        Err(BookingRefused::TooManyOpen { until }) => {
            Err(until.unwrap().duration_since(start()).as_hours())
        }
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_provider_is_not_told_when_sessions_with_others_end() {
    let until = |of_member, of_pair| {
        let policy = Policy {
            open_member_limit: of_member,
            open_pair_limit: of_pair,
            ..Policy::default()
        };
        let both = open(2, &[("prv_tan", 9), ("prv_lan", 3)]);
        let opening = both.opening(
            &"prv_tan".parse().unwrap(),
            Role::Provider,
            &policy,
            start(),
        );
        match opening {
            Err(BookingRefused::TooManyOpen { until }) => until,
            other => panic!("{other:?}"),
        }
    };
    let hours = SignedDuration::from_hours;
    assert_eq!(until(9, 1), Some(start() + hours(9)));
    assert_eq!(until(2, 9), None);
    assert_eq!(until(2, 1), None);
}

#[test]
fn there_is_room_up_to_both_limits() {
    let none = OpenBookings::default();
    assert_eq!(room(&none, 3, 2), Ok(1));
    let two = open(7, &[("prv_tan", 5), ("prv_lan", 3)]);
    // Room for two of the member and one of the pair: nobody may have opened another since.
    assert_eq!(room(&two, 4, 2), Ok(7));
    assert_eq!(room(&two, 4, 9), Ok(8));
    assert_eq!(room(&two, 3, 9), Ok(7));
}

#[test]
fn what_is_full_has_room_when_enough_bookings_are_over() {
    let three = open(3, &[("prv_tan", 9), ("prv_lan", 3), ("prv_tan", 5)]);
    assert_eq!(room(&three, 3, 9), Err(3));
    assert_eq!(room(&three, 9, 2), Err(5));
    // Both limits must have room; a limit that was lowered waits for more than one.
    assert_eq!(room(&three, 3, 2), Err(5));
    assert_eq!(room(&three, 2, 9), Err(5));
    assert_eq!(room(&three, 1, 1), Err(9));
}

#[test]
fn what_is_over_does_not_count_and_is_removed() {
    let policy = Policy {
        open_member_limit: 2,
        ..Policy::default()
    };
    let bookings = open(4, &[("prv_tan", -1), ("prv_tan", 0), ("prv_tan", 1)]);
    let provider = "prv_tan".parse().unwrap();
    let opening = |open: &OpenBookings| {
        let opening = open.opening(&provider, Role::Member, &policy, start());
        opening.unwrap()
    };
    assert_eq!(opening(&bookings).opened_at_most, 4);
    assert_eq!(opening(&bookings).over, [id(0), id(1)]);
    // No more at once than an update can hold.
    let many = open(1000, &[("prv_tan", -1); 1000]);
    assert_eq!(opening(&many).over.len(), 20);
}

/// Every state, and in how many minutes after the start a booking in it counts no longer.
fn states() -> Vec<(State, Option<i64>)> {
    let at = start();
    let accept_by = at - SignedDuration::from_hours(24);
    let cancelled = Cancellation {
        at,
        by: Actor::SYSTEM,
        reason: "A cold".parse().unwrap(),
        late: false,
    };
    let over = [
        State::Completed {
            started_at: at,
            ended_at: at,
        },
        State::Cancelled(cancelled),
        State::Expired { at },
        State::NoShow {
            who: Side::Member,
            at,
            started_at: None,
        },
    ];
    let over = over.into_iter().map(|state| (state, None));
    let open = [
        (State::Pending { accept_by }, Some(-24 * 60)),
        (State::Confirmed, Some(65)),
        (State::Ongoing { started_at: at }, Some(65)),
    ];
    open.into_iter().chain(over).collect()
}

#[test]
fn a_step_changes_how_a_booking_counts_only_where_time_does_not() {
    let policy = Policy::default();
    let minutes = |change: Option<OpenChange>| {
        change.map(|change| {
            let until = change.after.map(|open| open.until.duration_since(start()));
            until.map(|until| until.as_mins())
        })
    };
    for (after, counts) in states() {
        let new = OpenChange::between(None, &booking(after.clone()), &policy);
        assert_eq!(minutes(new), counts.map(Some), "a new one, {after:?}");
        for (before, counted) in states() {
            let was = booking(before.clone());
            let change = OpenChange::between(Some(&was), &booking(after.clone()), &policy);
            let expected = match (counted, counts, &after) {
                (_, Some(until), _) if counted != Some(until) => Some(Some(until)),
                (Some(_), None, State::Cancelled(_)) => Some(None),
                _ => None,
            };
            assert_eq!(minutes(change), expected, "{before:?} to {after:?}");
        }
    }
}

#[test]
fn a_moved_booking_counts_until_its_new_end() {
    let (policy, was) = (Policy::default(), booking(State::Confirmed));
    let mut moved = was.clone();
    moved.span.starts_at += SignedDuration::from_hours(2);
    let change = OpenChange::between(Some(&was), &moved, &policy).unwrap();
    assert_eq!(change.member, was.member.id);
    assert_eq!(change.booking, was.id);
    let until = start() + SignedDuration::from_mins(2 * 60 + 65);
    assert_eq!(change.after.unwrap().until, until);
}
