//! How much a client may ask for: so much at once, and so much a second after that.

use std::time::{Duration, Instant};

/// An allowance that fills up again as time passes.
#[derive(Debug)]
pub(super) struct Allowance {
    /// What one takes is given back after this time.
    each: Duration,
    /// How many may be taken at once.
    most: u32,
    /// When it is full again.
    full_at: Instant,
}

impl Allowance {
    /// A full one. It gives `most` at once, and `most` in every `period`.
    pub(super) fn new(most: u32, period: Duration, now: Instant) -> Self {
        Self {
            each: period / most,
            most,
            full_at: now,
        }
    }

    /// Takes one, if one is left.
    pub(super) fn take(&mut self, now: Instant) -> bool {
        let full_at = self.full_at.max(now) + self.each;
        let is_left = full_at <= now + self.each * self.most;
        if is_left {
            self.full_at = full_at;
        }
        is_left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_much_is_given_at_once_and_again_after_a_while() {
        let start = Instant::now();
        let mut allowance = Allowance::new(10, Duration::from_secs(1), start);
        let mut given = |ms| {
            let at = start + Duration::from_millis(ms);
            (0..100).filter(|_| allowance.take(at)).count()
        };
        assert_eq!([given(0), given(99), given(100)], [10, 0, 1]);
        assert_eq!([given(600), given(60_000)], [5, 10]);
    }
}
