//! The model test: random commands, ticks, clock jumps, crashes and faults against the functions'
//! own code, with DynamoDB in memory and a simple reference model. After every step nobody is
//! booked twice (B2), every message that is owed exists and none was sent twice (M4), no credential
//! is out without the provider (S2), and nobody was put out by silence (S4), whatever fails while a
//! session runs.
//!
//! `MODEL_STEPS` sets the number of steps, `MODEL_SEED` the seed. A world that fails says how to run
//! it alone again.
#![allow(clippy::unwrap_used)]

mod ask;
mod brown_out;
mod cloud;
#[path = "../flows/dice.rs"]
mod dice;
mod draw;
mod memory;
mod mirror;
mod owed;
mod races;
mod routed;
mod rules;
mod run;
mod services;
mod silence;
mod state;
mod tally;
mod time;
mod world;

use std::thread;
use std::time::Instant;

use tally::Tally;

/// The number of steps in an ordinary run, and of each world.
const STEPS: u64 = 10_000;
const LIFE: u64 = 400;
const SEED: u64 = 20_261_125;
/// The number of concurrent worlds.
const THREADS: u64 = 2;

#[test]
fn everything_that_can_happen_in_any_order() {
    let asked = |name: &str, unless: u64| {
        let value = std::env::var(name).ok();
        value.map_or(unless, |value| value.parse().expect("a number"))
    };
    let (steps, seed) = (asked("MODEL_STEPS", STEPS), asked("MODEL_SEED", SEED));
    let worlds = steps.div_ceil(LIFE);
    let since = Instant::now();
    println!("{worlds} worlds of {LIFE} steps, from seed {seed} on");
    let tally = thread::scope(|scope| {
        let threads = (0..THREADS).map(|thread| {
            let lives = move || {
                let mut tally = Tally::default();
                for world in (thread..worlds).step_by(THREADS as usize) {
                    tally += run::world(seed + world, LIFE).0;
                }
                tally
            };
            roomy().spawn_scoped(scope, lives).expect("a thread")
        });
        let threads: Vec<_> = threads.collect();
        let tallies = threads.into_iter().map(|thread| thread.join());
        tallies.fold(Tally::default(), |mut sum, tally| {
            sum += tally.expect("a world held; how to repeat it is printed above");
            sum
        })
    });
    let seconds = since.elapsed().as_secs_f64();
    println!("{tally:?}");
    println!("{:.0} steps a second", (worlds * LIFE) as f64 / seconds);
    assert!(
        steps < STEPS || tally.is_rich(),
        "too little happened: {tally:?}"
    );
}

#[test]
fn a_seed_repeats_its_run() {
    let [one, two] = thread::scope(|scope| {
        // At the same time, so that anything they shared would show.
        let runs = [(); 2].map(|()| roomy().spawn_scoped(scope, || run::world(SEED, LIFE / 2)));
        runs.map(|run| run.expect("a thread").join().expect("a world held"))
    });
    assert_eq!(format!("{one:?}"), format!("{two:?}"));
}

/// A thread for a world. In an unoptimized build, a request's futures need a large stack.
fn roomy() -> thread::Builder {
    thread::Builder::new().stack_size(64 * 1024 * 1024)
}
