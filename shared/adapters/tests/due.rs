//! What is due is found without looking at what is not.
#![allow(clippy::unwrap_used)]

mod many;
mod table;

use dynoxide::Database;
use many::{Cost, Many};

#[tokio::test]
async fn a_look_reads_what_is_due_and_not_what_is_stored() {
    for stored in [20, 2_000] {
        let many = Many::new(Database::memory().unwrap(), stored, 7).await;
        let expected = Cost {
            calls: 4,
            read: 7,
            found: 7,
        };
        assert_eq!(many.look().await, expected, "{stored} stored");
    }
}
