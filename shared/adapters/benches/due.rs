//! What a tick's look for what is due costs with ten thousand and with a million bookings
//! stored: `cargo bench -p anteroom-adapters --bench due`.
#![allow(clippy::unwrap_used)]

#[path = "../tests/many/mod.rs"]
mod many;
#[path = "../tests/table/mod.rs"]
mod table;

use std::path::Path;

use dynoxide::Database;
use many::Many;
use tokio::time::Instant;

const DUE: usize = 20;
const LOOKS: u32 = 100;

#[tokio::main]
async fn main() {
    println!("{DUE} bookings are due; a look is one query to each of the four shards");
    for stored in [10_000, 1_000_000] {
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("due-{stored}.db"));
        remove(&file);
        let database = Database::new(file.to_str().unwrap()).unwrap();
        let since = Instant::now();
        let many = Many::new(database, stored, DUE).await;
        let filled = since.elapsed();
        many.look().await;
        let since = Instant::now();
        let mut cost = many.look().await;
        for _ in 1..LOOKS {
            cost = many.look().await;
        }
        println!(
            "{stored:>9} stored (in {:.0} s): {} calls, {} items read, {} found, {:.2} ms a look",
            filled.as_secs_f64(),
            cost.calls,
            cost.read,
            cost.found,
            since.elapsed().as_secs_f64() * 1000.0 / f64::from(LOOKS),
        );
        drop(many);
        remove(&file);
    }
}

/// Removes a database with its journals.
fn remove(file: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(suffix);
        let _ = std::fs::remove_file(name);
    }
}
