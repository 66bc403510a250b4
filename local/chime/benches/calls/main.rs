//! What the service takes of a machine: processor time and memory, for one call and for ten.
#![allow(clippy::unwrap_used)]

mod call;
mod peer;
mod service;
mod signal;
#[path = "../../tests/calls/socket.rs"]
mod socket;
mod source;
mod tally;
mod wishes;

use std::time::Duration;

use tokio::time::sleep;

use call::{Call, Flow};
use service::Service;

const MEASURED: Duration = Duration::from_secs(30);
/// Until buffers are as full as they get.
const SETTLED: Duration = Duration::from_secs(10);

/// How many calls there are at once, one row of the table each.
const ROWS: [(usize, &str); 6] = [
    (0, "no call yet"),
    (1, "1 call"),
    (10, "10 calls"),
    (0, "after they ended"),
    (10, "10 calls again"),
    (0, "after they ended"),
];

#[tokio::main]
async fn main() {
    let service = Service::start();
    println!("| | processor, % of one core | memory, MiB | received at least, % |");
    println!("| --- | --: | --: | --: |");
    let (mut calls, mut started) = (Vec::<Call>::new(), 0);
    for (count, name) in ROWS {
        while calls.len() < count {
            calls.push(Call::start(&service, started).await);
            started += 1;
        }
        for ended in calls.split_off(count) {
            ended.end(&service).await;
        }
        sleep(SETTLED).await;
        let before: Vec<_> = calls.iter().map(Call::tallies).collect();
        let dropped = service.dropped();
        let load = service.load(MEASURED).await;
        let dropped = service.dropped() - dropped;
        let flows: Vec<_> = calls
            .iter()
            .zip(before)
            .flat_map(|(call, before)| call.flows(before, MEASURED))
            .collect();
        let least = flows.iter().map(Flow::share).reduce(f64::min);
        let least = least.map_or_else(String::new, |share| format!("{:.1}", share * 100.0));
        let memory = service.memory();
        println!("| {name} | {load:.1} | {memory:.1} | {least} |");
        let short: Vec<_> = flows.iter().filter(|flow| !flow.is_enough()).collect();
        assert!(
            short.is_empty(),
            "Linux dropped {dropped} datagrams; short were {short:#?}"
        );
    }
}
