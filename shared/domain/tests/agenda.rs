//! Agendas against a naive model of intervals: two bookings share a cell exactly if their
//! times overlap, and booking, moving and cancelling leave in an agenda what is booked (B2).
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use anteroom_domain::booking::{AgendaChange, AgendaKey, Side, Span};
use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy};
use proptest::test_runner::RngSeed;
use proptest::{prop_assert, prop_assert_eq, proptest};

const SEED: u64 = 20_261_122;

/// Five hours before a new year in UTC, so that midnight matters.
const EVENING: Timestamp = Timestamp::constant(1_924_974_000, 0);

/// Every cell of an agenda that is taken, with the number of the booking that has it.
type Agenda = BTreeMap<(AgendaKey, u16), usize>;

/// What somebody tries to do.
#[derive(Clone, Debug)]
enum Try {
    Book(Span),
    Move(usize, Span),
    Cancel(usize),
}

fn config(cases: u32) -> ProptestConfig {
    println!("seed {SEED}");
    ProptestConfig {
        rng_seed: RngSeed::Fixed(SEED),
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    }
}

/// A time on the grid within about half a day, of any length and with any buffer.
fn span() -> impl Strategy<Value = Span> {
    (0i64..150, 3i64..=36, 0i64..=6).prop_map(|(start, length, buffer)| {
        let cells = |count: i64| SignedDuration::from_mins(5 * count);
        Span {
            starts_at: EVENING + cells(start),
            duration: cells(length),
            buffer: cells(buffer),
        }
    })
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let one = (0..4, 0usize..12, span()).prop_map(|(kind, which, span)| match kind {
        0 | 1 => Try::Book(span),
        2 => Try::Move(which, span),
        _ => Try::Cancel(which),
    });
    vec(one, 1..60)
}

/// Whether two times overlap for a side: the provider's last until they are free again.
fn overlap(a: &Span, b: &Span, side: Side) -> bool {
    let end = |span: &Span| match side {
        Side::Provider => span.starts_at + span.duration + span.buffer,
        Side::Member => span.starts_at + span.duration,
    };
    a.starts_at < end(b) && b.starts_at < end(a)
}

fn cells(span: &Span) -> Vec<(AgendaKey, u16)> {
    AgendaChange::between(None, Some(span))
        .into_iter()
        .flat_map(|(key, change)| change.take.into_iter().map(move |cell| (key, cell)))
        .collect()
}

/// Does to an agenda what the store's transaction does: all of it, or nothing if a cell is
/// not as the change expects.
fn apply(
    agenda: &mut Agenda,
    booking: usize,
    changes: &BTreeMap<AgendaKey, AgendaChange>,
) -> Result<(), Side> {
    for (key, change) in changes {
        let holder = |cell: &u16| agenda.get(&(*key, *cell)).copied();
        let free = change.take.iter().all(|cell| holder(cell).is_none());
        let mut own = change.keep.iter().chain(&change.free);
        if !free || !own.all(|cell| holder(cell) == Some(booking)) {
            return Err(key.0);
        }
    }
    for (key, change) in changes {
        for cell in &change.take {
            agenda.insert((*key, *cell), booking);
        }
        for cell in &change.free {
            agenda.remove(&(*key, *cell));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn two_bookings_share_a_cell_exactly_if_they_overlap(a in span(), b in span()) {
        let (of_a, of_b) = (cells(&a), cells(&b));
        for side in [Side::Provider, Side::Member] {
            let shared = of_a.iter().any(|cell| cell.0.0 == side && of_b.contains(cell));
            prop_assert_eq!(shared, overlap(&a, &b, side));
        }
    }

    #[test]
    fn an_agenda_holds_what_the_model_holds(tries in tries()) {
        let (mut agenda, mut model) = (Agenda::new(), BTreeMap::<usize, Span>::new());
        for (number, attempt) in tries.into_iter().enumerate() {
            let (booking, new) = match attempt {
                Try::Book(span) => (number, Some(span)),
                Try::Move(which, span) => (which, Some(span)),
                Try::Cancel(which) => (which, None),
            };
            let old = model.get(&booking).copied();
            if old.is_none() && booking != number {
                continue;
            }
            let changes = AgendaChange::between(old.as_ref(), new.as_ref());
            let meets = |side| new.is_some_and(|new| {
                model.iter().any(|(other, span)| *other != booking && overlap(span, &new, side))
            });
            match apply(&mut agenda, booking, &changes) {
                Ok(()) => {
                    prop_assert!(!meets(Side::Provider) && !meets(Side::Member));
                    match new {
                        Some(span) => model.insert(booking, span),
                        None => model.remove(&booking),
                    };
                }
                // The side that is named is one whose time is taken.
                Err(side) => prop_assert!(meets(side)),
            }
        }
        let expected: Agenda = model
            .iter()
            .flat_map(|(booking, span)| cells(span).into_iter().map(|cell| (cell, *booking)))
            .collect();
        prop_assert_eq!(agenda, expected);
    }
}
