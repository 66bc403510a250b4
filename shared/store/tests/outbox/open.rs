//! The open bookings of a member, as they are stored (A3).

use anteroom_domain::booking::{Cancellation, OpenBookings, OpenChange, State};
use anteroom_domain::transition::Transition;
use anteroom_store::Conflict;

use super::*;

/// What is stored of the open bookings of the fixture's member.
async fn stored(fixture: &Fixture) -> OpenBookings {
    let booking = &fixture.booking;
    let (provider, member) = (&booking.provider.id, &booking.member.id);
    let context = fixture.store.booking_context(provider, member, None).await;
    context.unwrap().open
}

/// Another booking of the fixture's people, so many days later.
fn later(fixture: &Fixture, days: u64) -> Booking {
    let mut booking = Booking {
        id: format!("bkg_{}", Ulid::from_parts(days, 1))
            .parse()
            .unwrap(),
        ..fixture.booking.clone()
    };
    booking.span.starts_at += SignedDuration::from_hours(24 * days as i64);
    booking
}

/// Books a session on what was read of the member's open ones.
async fn book(
    fixture: &Fixture,
    booking: &Booking,
    read: &OpenBookings,
    policy: &Policy,
) -> Result<(), Conflict> {
    let now = now();
    let opening = read.opening(&booking.provider.id, Role::Member, policy, now);
    let extras = CommitExtras {
        open: OpenChange::between(None, booking, policy),
        opening: Some(opening.unwrap()),
        ..CommitExtras::default()
    };
    let author = Author {
        by: Actor::SYSTEM,
        at: now,
        request_id: "request".to_owned(),
    };
    let mut step = BookingRecord::booked(booking.clone(), &author, policy);
    step.drafts.clear();
    fixture.store.commit(Before::Nothing, &step, &extras).await
}

/// Writes what a booking has become, and what that changes of the open ones.
async fn change(fixture: &Fixture, before: &Booking, after: Booking, policy: &Policy) {
    let record = fixture.store.record(&before.id).await.unwrap().unwrap();
    let extras = CommitExtras {
        open: OpenChange::between(Some(&record.booking), &after, policy),
        ..CommitExtras::default()
    };
    let step = Transition {
        booking: Some(Booking {
            version: record.booking.version + 1,
            ..after
        }),
        session: record.session.clone(),
        entry: None,
        drafts: Vec::new(),
        held: false,
        guards: Vec::new(),
    };
    fixture.store.commit(&record, &step, &extras).await.unwrap();
}

#[tokio::test]
async fn bookings_on_one_reading_are_written_while_there_is_room() {
    let fixture = Fixture::new().await;
    let policy = Policy {
        open_member_limit: 2,
        ..Policy::default()
    };
    let read = stored(&fixture).await;
    for day in [1, 2] {
        let booked = book(&fixture, &later(&fixture, day), &read, &policy).await;
        booked.unwrap();
    }
    let third = book(&fixture, &later(&fixture, 3), &read, &policy).await;
    assert!(matches!(third, Err(Conflict::Changed)), "{third:?}");
    let now_stored = stored(&fixture).await;
    assert_eq!(now_stored.opened, 2);
    assert_eq!(now_stored.bookings.len(), 2);
    let full = now_stored.opening(&fixture.booking.provider.id, Role::Member, &policy, now());
    assert!(full.is_err());
}

#[tokio::test]
async fn a_cancelled_booking_is_removed_and_a_moved_one_has_its_new_end() {
    let (fixture, policy) = (Fixture::new().await, Policy::default());
    let (one, two) = (later(&fixture, 1), later(&fixture, 2));
    for booking in [&one, &two] {
        let read = stored(&fixture).await;
        book(&fixture, booking, &read, &policy).await.unwrap();
    }
    let mut moved = one.clone();
    moved.span.starts_at += SignedDuration::from_hours(1);
    change(&fixture, &one, moved.clone(), &policy).await;
    let cancelled = Cancellation {
        at: now(),
        by: Actor::SYSTEM,
        reason: "A cold".parse().unwrap(),
        late: false,
    };
    let cancelled = Booking {
        state: State::Cancelled(cancelled),
        ..two.clone()
    };
    change(&fixture, &two, cancelled, &policy).await;
    let read = stored(&fixture).await;
    assert_eq!(read.opened, 2);
    let until = moved.span.ends_at() + policy.close_after;
    let open: Vec<_> = read.bookings.into_iter().collect();
    assert_eq!(open.len(), 1);
    assert_eq!((&open[0].0, open[0].1.until), (&one.id, until));
}

#[tokio::test]
async fn what_is_over_is_removed_when_the_next_is_booked() {
    let (fixture, policy) = (Fixture::new().await, Policy::default());
    let mut past = later(&fixture, 1);
    past.span.starts_at = now() - SignedDuration::from_hours(30);
    let read = stored(&fixture).await;
    book(&fixture, &past, &read, &policy).await.unwrap();
    let next = later(&fixture, 2);
    let read = stored(&fixture).await;
    assert_eq!(read.bookings.len(), 1);
    book(&fixture, &next, &read, &policy).await.unwrap();
    let left: Vec<_> = stored(&fixture).await.bookings.into_keys().collect();
    assert_eq!(left, [next.id]);
}
