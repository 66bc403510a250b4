//! Moving the stack's clock on, with all that the time in between brings.

use std::sync::Arc;

use chime_local::ChimeLocal;
use jiff::{SignedDuration, Timestamp, TimestampRound, Unit};
use serde::Deserialize;
use tokio::sync::Mutex;

use crate::clock::{Backwards, Clock};
use crate::triggers::Triggers;

/// Which ticks of the schedules fire when the clock is moved on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ticks {
    /// Every one in between, each settled before the next.
    #[default]
    All,
    /// Only the last one, as after an outage.
    Last,
}

/// Moves the clock. Clones take turns: two moves never mix.
#[derive(Clone)]
pub struct Travel {
    /// The stack's clock.
    pub clock: Clock,
    /// The meeting service, which ends meetings by the clock.
    pub chime: ChimeLocal,
    /// What the schedules start.
    pub triggers: Triggers,
    turn: Arc<Mutex<()>>,
}

impl Travel {
    /// What moves a clock, and these two with it.
    pub fn new(clock: Clock, chime: ChimeLocal, triggers: Triggers) -> Self {
        let turn = Arc::default();
        Self {
            clock,
            chime,
            triggers,
            turn,
        }
    }

    /// Moves the clock on and returns when all that followed has settled.
    ///
    /// # Errors
    /// If the instant lies before the time now.
    pub async fn to(&self, to: Timestamp, ticks: Ticks) -> Result<(), Backwards> {
        let _turn = self.turn.lock().await;
        let now = self.clock.now();
        if to < now {
            return Err(Backwards { now, to });
        }
        // What was begun is done at its own time, however busy the machine is.
        self.triggers.settle().await;
        match ticks {
            Ticks::All => {
                for minute in minutes_between(now, to) {
                    self.arrive(minute).await;
                    self.triggers.tick(minute).await;
                    self.triggers.settle().await;
                }
                self.arrive(to).await;
            }
            Ticks::Last => {
                self.arrive(to).await;
                let last = minute_of(to);
                if last > now {
                    self.triggers.tick(last).await;
                }
            }
        }
        self.triggers.settle().await;
        Ok(())
    }

    async fn arrive(&self, at: Timestamp) {
        // Time runs on while ticks settle, so that it may be past that already.
        let _ = self.clock.move_to(at);
        self.chime.expire();
    }
}

/// The full minutes after `from`, up to and with `to`.
fn minutes_between(from: Timestamp, to: Timestamp) -> impl Iterator<Item = Timestamp> {
    let minute = SignedDuration::from_mins(1);
    let next = move |at: &Timestamp| at.checked_add(minute).ok();
    std::iter::successors(next(&minute_of(from)), next).take_while(move |at| *at <= to)
}

/// The full minute at or before an instant.
fn minute_of(at: Timestamp) -> Timestamp {
    let down = TimestampRound::new()
        .smallest(Unit::Minute)
        .mode(jiff::RoundMode::Floor);
    at.round(down).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn minutes_are_full_and_the_first_lies_ahead() {
        let minutes = |from: &str, to: &str| -> Vec<String> {
            minutes_between(from.parse().unwrap(), to.parse().unwrap())
                .map(|at| at.to_string())
                .collect()
        };
        assert_eq!(
            minutes("2026-11-22T10:00:00Z", "2026-11-22T10:02:00Z"),
            ["2026-11-22T10:01:00Z", "2026-11-22T10:02:00Z"]
        );
        assert_eq!(
            minutes("2026-11-22T10:00:59.9Z", "2026-11-22T10:01:30Z"),
            ["2026-11-22T10:01:00Z"]
        );
        assert!(minutes("2026-11-22T10:00:10Z", "2026-11-22T10:00:50Z").is_empty());
    }
}
