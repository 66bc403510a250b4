//! A tick costs what is due, and not what is stored.
#![allow(clippy::unwrap_used)]

mod many;
#[path = "../../../shared/store/tests/table/mod.rs"]
mod table;

use anteroom_scheduler::{Tick, tick};
use dynoxide::Database;
use jiff::{SignedDuration, Timestamp};
use many::{Cost, Many};

#[tokio::test]
async fn a_tick_reads_and_writes_what_is_due_and_nothing_else() {
    for stored in [20, 2_000] {
        let many = Many::new(Database::memory().unwrap(), stored, 7).await;
        let start: Timestamp = many::START.parse().unwrap();
        let time = start - SignedDuration::from_hours(36);
        tick(&many.state(), Tick { time }).await.unwrap();
        // A query to each shard, and for each booking a look and a transaction.
        let expected = Cost { calls: 30, read: 7 };
        assert_eq!(many.cost(), expected, "{stored} stored");
        tick(&many.state(), Tick { time }).await.unwrap();
        let expected = Cost { calls: 16, read: 0 };
        assert_eq!(many.cost(), expected, "{stored} stored, again");
    }
}
