//! The stack's clock: real time plus an offset, which only grows.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

/// The time that events carry and by which tokens expire. It runs on at the pace of real
/// time, or of a runtime whose time is paused, and can be moved on, never back. Clones share one time.
#[derive(Debug, Clone)]
pub struct Clock {
    anchor: Arc<Mutex<Anchor>>,
}

/// A clock was told to go to an instant that lies behind it.
#[derive(Debug, thiserror::Error)]
#[error("the clock is at {now} and does not go back to {to}")]
pub struct Backwards {
    /// Where the clock is.
    pub now: Timestamp,
    /// Where it was told to go.
    pub to: Timestamp,
}

/// An instant of the stack's time and the moment at which it was that time.
#[derive(Debug)]
struct Anchor {
    at: Timestamp,
    since: Instant,
}

impl Anchor {
    fn now(&self) -> Timestamp {
        let elapsed = SignedDuration::try_from(self.since.elapsed()).unwrap_or(SignedDuration::MAX);
        let now = self.at.checked_add(elapsed).unwrap_or(Timestamp::MAX);
        // Events carry milliseconds, so that the clock shows no more.
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }
}

impl Clock {
    /// A clock that starts at the machine's present time.
    // This is the one place where the machine's time enters; everything else is handed it.
    #[allow(clippy::disallowed_methods)]
    pub fn system() -> Self {
        Self::starting_at(Timestamp::now())
    }

    /// A clock that starts at the given instant.
    #[allow(clippy::disallowed_methods)]
    pub fn starting_at(at: Timestamp) -> Self {
        let since = Instant::now();
        Self {
            anchor: Arc::new(Mutex::new(Anchor { at, since })),
        }
    }

    /// The time now, in whole milliseconds. It is monotonic: the machine's own clock being set
    /// changes nothing.
    pub fn now(&self) -> Timestamp {
        self.lock().now()
    }

    /// Moves the clock on to an instant, from which it runs on.
    ///
    /// # Errors
    /// If the instant lies before the time now; the clock then stays as it is.
    #[allow(clippy::disallowed_methods)]
    pub fn move_to(&self, to: Timestamp) -> Result<(), Backwards> {
        let mut anchor = self.lock();
        let now = anchor.now();
        if to < now {
            return Err(Backwards { now, to });
        }
        *anchor = Anchor {
            at: to,
            since: Instant::now(),
        };
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Anchor> {
        // An anchor is written in one assignment, so that a panic elsewhere can't tear it.
        self.anchor.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const START: &str = "2026-11-22T10:00:00Z";

    #[test]
    fn runs_on_from_where_it_was_moved_to() {
        let clock = Clock::starting_at(START.parse().unwrap());
        let to = "2026-11-23T22:00:00Z".parse().unwrap();
        clock.clone().move_to(to).unwrap();
        let first = clock.now();
        assert!(first >= to);
        assert!(clock.now() >= first);
    }

    #[test]
    fn never_goes_back() {
        let clock = Clock::starting_at(START.parse().unwrap());
        let refused = clock.move_to("2026-11-22T09:59:59Z".parse().unwrap());
        assert!(refused.is_err());
        assert!(clock.now() >= START.parse().unwrap());
    }
}
