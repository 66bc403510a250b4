//! A tick costs what is due, and not what is stored. It does many things at once, but not too many, and
//! ends when its time is over.
#![allow(clippy::unwrap_used)]

mod many;
#[path = "../../../shared/store/tests/table/mod.rs"]
mod table;

use std::future::pending;

use anteroom_app::due::{AT_ONCE, Setbacks, Tick};
use anteroom_domain::policy::Policy;
use anteroom_scheduler::{AppState, tick};
use dynoxide::Database;
use jiff::{SignedDuration, Timestamp};
use many::{Cost, Many};

/// A query to each partition of what can wait.
const QUERIES: usize = 16;

fn state(many: &Many) -> AppState {
    AppState {
        store: many.store(),
        policy: Policy::default(),
        setbacks: Setbacks::default(),
    }
}

/// When the first reminders are due.
fn reminders() -> Tick {
    let start: Timestamp = many::START.parse().unwrap();
    let time = start - SignedDuration::from_hours(36);
    Tick { time }
}

#[tokio::test]
async fn a_tick_reads_and_writes_what_is_due_and_nothing_else() {
    for stored in [20, 2_000] {
        let many = Many::new(Database::memory().unwrap(), stored, 7).await;
        tick(&state(&many), reminders(), pending()).await.unwrap();
        // All bookings are read in one call, and for each there is a transaction.
        let expected = Cost {
            calls: QUERIES + 1 + 7,
            read: 7,
            written: 7,
        };
        assert_eq!(many.cost(), expected, "{stored} stored");
        tick(&state(&many), reminders(), pending()).await.unwrap();
        let expected = Cost {
            calls: QUERIES,
            ..Cost::default()
        };
        assert_eq!(many.cost(), expected, "{stored} stored, again");
    }
}

#[tokio::test]
async fn three_hundred_reminders_are_written_by_one_tick_some_at_once() {
    let many = Many::new(Database::memory().unwrap(), 300, 300).await;
    tick(&state(&many), reminders(), pending()).await.unwrap();
    let expected = Cost {
        // Fifty bookings and their sessions are read in a call.
        calls: QUERIES + 6 + 300,
        read: 300,
        written: 300,
    };
    assert_eq!(many.cost(), expected);
    // What is read ahead comes on top.
    let most = many.most_at_once();
    assert!((AT_ONCE..=AT_ONCE + 2).contains(&most), "{most}");
    tick(&state(&many), reminders(), pending()).await.unwrap();
    assert_eq!(many.cost().calls, QUERIES, "nothing is left");
}

#[tokio::test]
async fn a_tick_that_is_cut_leaves_the_rest_to_the_next() {
    let many = Many::new(Database::memory().unwrap(), 300, 300).await;
    let state = state(&many);
    let cut = tick(&state, reminders(), many.written(100)).await;
    cut.expect("what is left has not failed");
    let written = many.cost().written;
    assert!((100..100 + AT_ONCE).contains(&written), "{written}");
    tick(&state, reminders(), pending()).await.unwrap();
    let rest = many.cost();
    // What was broken off may have been written all the same, after it was counted.
    let left = 300 - written;
    assert!((left - AT_ONCE..=left).contains(&rest.written), "{rest:?}");
    tick(&state, reminders(), pending()).await.unwrap();
    assert_eq!(many.cost().calls, QUERIES, "nothing is left");
}
