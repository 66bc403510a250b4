//! A rate, as a bucket of units that fills again as time passes.

use jiff::Timestamp;

/// So many units a second, and so many at once.
///
/// A call passes while a whole unit is left, whatever it costs. What it takes beyond is owed, and nothing passes until
/// that is paid. So it is with SES and its recipients, and with DynamoDB, which knows the cost of a read only
/// afterwards.
#[derive(Debug, Clone)]
pub(super) struct Bucket {
    per_second: f64,
    most: f64,
    left: f64,
    at: Timestamp,
}

impl Bucket {
    /// A full bucket. It holds one unit at least, so that rates below one a second let something pass.
    pub(super) fn full(per_second: f64, at_once: f64, now: Timestamp) -> Self {
        let most = at_once.max(1.0);
        Self {
            per_second,
            most,
            left: most,
            at: now,
        }
    }

    /// Whether a unit is left.
    pub(super) fn has_unit(&mut self, now: Timestamp) -> bool {
        self.refill(now);
        self.left >= 1.0
    }

    /// Takes units, whether they are there or not.
    pub(super) fn take(&mut self, units: f64, now: Timestamp) {
        self.refill(now);
        self.left -= units;
    }

    /// Takes a unit if one is left.
    pub(super) fn try_take(&mut self, now: Timestamp) -> bool {
        let passes = self.has_unit(now);
        if passes {
            self.left -= 1.0;
        }
        passes
    }

    /// Whether nothing was taken that is not filled again.
    pub(super) fn is_full(&mut self, now: Timestamp) -> bool {
        self.refill(now);
        self.left >= self.most
    }

    fn refill(&mut self, now: Timestamp) {
        let seconds = now.duration_since(self.at).as_secs_f64().max(0.0);
        self.left = (self.left + seconds * self.per_second).min(self.most);
        self.at = now;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn at(second: f64) -> Timestamp {
        let start: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
        start
            .checked_add(jiff::SignedDuration::from_secs_f64(second))
            .unwrap()
    }

    #[test]
    fn fills_again_as_time_passes_and_never_beyond_what_it_holds() {
        let mut bucket = Bucket::full(2.0, 2.0, at(0.0));
        assert!(bucket.try_take(at(0.0)) && bucket.try_take(at(0.0)));
        assert!(!bucket.try_take(at(0.4)));
        assert!(bucket.try_take(at(0.6)));
        assert!(bucket.is_full(at(3600.0)));
        assert!(bucket.try_take(at(3600.0)) && bucket.try_take(at(3600.0)));
        assert!(!bucket.try_take(at(3600.0)));
    }

    #[test]
    fn what_was_taken_beyond_is_owed() {
        let mut bucket = Bucket::full(1.0, 1.0, at(0.0));
        bucket.take(5.0, at(0.0));
        assert!(!bucket.has_unit(at(4.9)));
        assert!(bucket.has_unit(at(5.0)));
    }

    #[test]
    fn a_rate_below_one_a_second_lets_one_pass() {
        let mut bucket = Bucket::full(0.1, 0.1, at(0.0));
        assert!(bucket.try_take(at(0.0)));
        assert!(!bucket.try_take(at(9.9)));
        assert!(bucket.try_take(at(10.0)));
    }
}
