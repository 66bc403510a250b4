//! A run costs what is due about sessions, however much else is due.
#![allow(clippy::unwrap_used)]

#[path = "../../scheduler/tests/many/mod.rs"]
mod many;
#[path = "../../../shared/store/tests/table/mod.rs"]
mod table;

use std::future::{pending, ready};

use anteroom_app::due::{Setbacks, Tick};
use anteroom_domain::policy::Policy;
use anteroom_gate_checks::{AppState, tick};
use anteroom_meetings::Meetings;
use anteroom_runtime::aws;
use aws_config::{BehaviorVersion, SdkConfig};
use dynoxide::Database;
use jiff::Timestamp;
use many::{Cost, Many};

/// A query to each partition of the sessions.
const QUERIES: usize = 4;

fn state(many: &Many) -> AppState {
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .build();
    AppState {
        store: many.store(),
        meetings: Meetings::new(aws::meetings(&config), "ap-southeast-1".to_owned()),
        policy: Policy::default(),
        setbacks: Setbacks::default(),
    }
}

/// When the reminders of thousands of bookings are due, none of which is written yet.
fn now() -> Tick {
    let time: Timestamp = many::START.parse().unwrap();
    Tick { time }
}

#[tokio::test]
async fn thousands_of_reminders_do_not_delay_the_gate() {
    let many = Many::new(Database::memory().unwrap(), 3_000, 3_000).await;
    tick(&state(&many), now(), pending()).await.unwrap();
    let nothing = Cost {
        calls: QUERIES,
        ..Cost::default()
    };
    assert_eq!(many.cost(), nothing);

    many.watch(120);
    tick(&state(&many), now(), pending()).await.unwrap();
    // Fifty are read in a call, and each is written, so that it is looked at no more.
    let expected = Cost {
        calls: QUERIES + 3 + 120,
        read: 120,
        written: 0,
    };
    assert_eq!(many.cost(), expected);
    tick(&state(&many), now(), pending()).await.unwrap();
    assert_eq!(many.cost(), nothing);
}

#[tokio::test]
async fn a_run_whose_time_is_over_leaves_everything_to_the_next() {
    let many = Many::new(Database::memory().unwrap(), 0, 0).await;
    many.watch(40);
    tick(&state(&many), now(), ready(())).await.unwrap();
    assert_eq!(many.cost().calls, QUERIES);
    tick(&state(&many), now(), pending()).await.unwrap();
    assert_eq!(many.cost().calls, QUERIES + 1 + 40);
}
