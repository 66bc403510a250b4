//! The full hour: sessions that all start at the same time, from their bookings to their ends, with the functions' own
//! code and the local stack's services, their limits included, in one process and on virtual time.
//!
//! `SCALE_SESSIONS` sets how many sessions there are, or several such numbers with commas between them; `SCALE_LIMITS` the
//! limits (the body of `POST /_local/limits`), `SCALE_SEED` the seed, `SCALE_GRAPHS` a folder for graphs of them all. With
//! `SCALE_DAY` the sessions start on the half hours of a day. `SCALE_PARAMETERS` has parameters of the template:
//! `ApiRateLimit=9000,ApiBurstLimit=9000`.
#![allow(clippy::unwrap_used)]

mod api;
mod application;
#[allow(dead_code, reason = "`cargo xtask cost` uses the rest of it")]
#[path = "../../../xtask/src/cost/bill.rs"]
mod bill;
mod cloud;
mod figures;
mod graphs;
mod lambda;
mod measure;
mod people;
#[path = "../model/routed.rs"]
mod routed;
mod run;
mod triggers;

use std::collections::BTreeMap;

use run::{Hour, live_through};

/// The number of sessions in an ordinary run.
const SESSIONS: usize = 100;

/// The seed of an ordinary run.
const SEED: u64 = 20_261_129;

/// Nothing is refused, lost or doubled, and everybody is let in, at the limits of an account with granted quotas.
#[test]
fn a_full_hour_holds_at_granted_limits() {
    let asked = |name: &str| std::env::var(name).ok();
    let seed = asked("SCALE_SEED").map_or(SEED, |seed| seed.parse().expect("a number"));
    let loads = asked("SCALE_SESSIONS").unwrap_or_else(|| SESSIONS.to_string());
    let limits = asked("SCALE_LIMITS").unwrap_or_else(|| r#"{"profile": "granted"}"#.to_owned());
    let parameters = asked("SCALE_PARAMETERS").unwrap_or_default();
    let parameters = parameters
        .split(',')
        .filter_map(|each| each.split_once('='));
    let parameters: BTreeMap<String, String> = parameters
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let loads = loads.split(',').map(|sessions| {
        let figures = live_through(&Hour {
            sessions: sessions.parse().expect("a number"),
            is_day: asked("SCALE_DAY").is_some(),
            seed,
            limits: limits.clone(),
            parameters: parameters.clone(),
        });
        println!("{figures}");
        figures
    });
    let loads: Vec<_> = loads.collect();
    if let Some(folder) = asked("SCALE_GRAPHS") {
        graphs::draw(folder.as_ref(), &loads);
    }
    if asked("SCALE_SESSIONS").is_none() && asked("SCALE_LIMITS").is_none() {
        loads[0].check();
    }
}

/// Emails that are written faster than they may go out wait, and all of the rate is used (M11).
#[test]
fn what_is_written_at_forty_times_the_rate_goes_out_at_the_rate() {
    let figures = live_through(&Hour {
        sessions: 20,
        is_day: false,
        seed: SEED,
        limits: r#"{"profile": "granted", "sesPerSecond": 1}"#.to_owned(),
        parameters: BTreeMap::new(),
    });
    println!("{figures}");
    figures.check_waiting_mail();
}
