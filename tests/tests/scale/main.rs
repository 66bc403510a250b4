//! The full hour: sessions that all start at the same time, from their bookings to their ends, with the functions' own
//! code and the local stack's services, their limits included, in one process and on virtual time.
//!
//! `SCALE_SESSIONS` sets how many sessions there are, `SCALE_LIMITS` the limits (the body of `POST /_local/limits`),
//! `SCALE_SEED` the seed.
#![allow(clippy::unwrap_used)]

mod api;
mod application;
mod cloud;
mod figures;
mod lambda;
mod measure;
mod people;
#[path = "../model/routed.rs"]
mod routed;
mod run;
mod triggers;

use run::{Hour, live_through};

/// The number of sessions in an ordinary run.
const SESSIONS: usize = 100;

/// Nothing is refused, lost or doubled, and everybody is let in, at the limits of an account with granted quotas.
#[test]
fn a_full_hour_holds_at_granted_limits() {
    let asked = |name: &str| std::env::var(name).ok();
    let number = |name: &str, unless: u64| {
        asked(name).map_or(unless, |value| value.parse().expect("a number"))
    };
    let hour = Hour {
        sessions: number("SCALE_SESSIONS", SESSIONS as u64) as usize,
        seed: number("SCALE_SEED", 20_261_129),
        limits: asked("SCALE_LIMITS").unwrap_or_else(|| r#"{"profile": "granted"}"#.to_owned()),
    };
    let figures = live_through(&hour);
    println!("{figures}");
    if asked("SCALE_LIMITS").is_none() && hour.sessions <= SESSIONS {
        figures.check();
    }
}
