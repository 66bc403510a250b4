//! What a tick costs with ten thousand and with a million bookings stored:
//! `cargo bench --profile model -p anteroom-scheduler --bench tick`.
#![allow(clippy::unwrap_used)]
#![allow(clippy::disallowed_methods, reason = "it takes the time")]

#[path = "../tests/many/mod.rs"]
mod many;
#[path = "../../../shared/store/tests/table/mod.rs"]
mod table;

use std::future::pending;
use std::path::Path;

use anteroom_app::due::{Setbacks, Tick};
use anteroom_domain::policy::Policy;
use anteroom_scheduler::{AppState, tick};
use dynoxide::Database;
use jiff::{SignedDuration, Timestamp};
use many::{Cost, Many};
use tokio::time::Instant;

const DUE: usize = 20;
const QUIET_TICKS: u32 = 100;

#[tokio::main]
async fn main() {
    println!("{DUE} bookings have a reminder due, at first 36 and then 24 hours before they start");
    for stored in [10_000, 1_000_000] {
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("tick-{stored}.db"));
        remove(&file);
        let database = Database::new(file.to_str().unwrap()).unwrap();
        let since = Instant::now();
        let many = Many::new(database, stored, DUE).await;
        println!("{stored} stored in {:.0} s", since.elapsed().as_secs_f64());
        let start: Timestamp = many::START.parse().unwrap();
        let first = "with reminders to write";
        let second = "with reminders, and the messages of the first that nobody has sent";
        for (hours, with) in [(36, first), (24, second)] {
            let now = start - SignedDuration::from_hours(hours);
            let (cost, ms) = ticks(&many, now, 1).await;
            say(with, cost, ms);
            let after = now + SignedDuration::from_mins(1);
            let (cost, ms) = ticks(&many, after, QUIET_TICKS).await;
            say("with nothing due", cost, ms);
        }
        drop(many);
        remove(&file);
    }
}

/// Ticks so many times; what the last one cost, and the milliseconds that one took.
async fn ticks(many: &Many, now: Timestamp, times: u32) -> (Cost, f64) {
    let state = AppState {
        store: many.store(),
        policy: Policy::default(),
        setbacks: Setbacks::default(),
    };
    let since = Instant::now();
    let mut cost = Cost::default();
    for _ in 0..times {
        many.cost();
        tick(&state, Tick { time: now }, pending()).await.unwrap();
        cost = many.cost();
    }
    let ms = since.elapsed().as_secs_f64() * 1000.0 / f64::from(times);
    (cost, ms)
}

fn say(what: &str, cost: Cost, ms: f64) {
    let Cost { calls, read, .. } = cost;
    println!("  {what}: {calls} calls, {read} items read, {ms:.1} ms");
}

/// Removes a database with its journals.
fn remove(file: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(suffix);
        let _ = std::fs::remove_file(name);
    }
}
