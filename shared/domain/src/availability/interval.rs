//! Intervals of time between two instants.

use jiff::{SignedDuration, Timestamp};

/// The time from `start` (inclusive) to `end` (exclusive). An interval whose ends are equal is a
/// point: it has no length, but marks an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Interval {
    /// When it begins.
    pub start: Timestamp,
    /// When it ends; never before `start`.
    pub end: Timestamp,
}

impl Interval {
    /// How long it lasts.
    pub fn duration(&self) -> SignedDuration {
        self.start.duration_until(self.end)
    }
}

/// The same time as sorted intervals that neither touch nor overlap.
pub fn merge(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.sort();
    let mut merged: Vec<Interval> = Vec::with_capacity(intervals.len());
    for interval in intervals {
        match merged.last_mut() {
            Some(last) if interval.start <= last.end => last.end = last.end.max(interval.end),
            Some(_) | None => merged.push(interval),
        }
    }
    merged
}

/// The time that is in both of two merged lists, without points.
pub fn overlap(one: &[Interval], other: &[Interval]) -> Vec<Interval> {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    let mut both = Vec::new();
    while let (Some(a), Some(b)) = (one.peek(), other.peek()) {
        let (start, end) = (a.start.max(b.start), a.end.min(b.end));
        if start < end {
            both.push(Interval { start, end });
        }
        if a.end <= b.end {
            one.next();
        } else {
            other.next();
        }
    }
    both
}

/// The total length of a merged list.
pub fn total(intervals: &[Interval]) -> SignedDuration {
    intervals.iter().map(Interval::duration).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn intervals(minutes: &[(i64, i64)]) -> Vec<Interval> {
        let at = |minute: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute);
        let interval = |&(start, end): &(i64, i64)| Interval {
            start: at(start),
            end: at(end),
        };
        minutes.iter().map(interval).collect()
    }

    #[test]
    fn intervals_that_touch_or_overlap_are_merged() {
        let merged = merge(intervals(&[
            (30, 40),
            (0, 10),
            (10, 20),
            (15, 18),
            (20, 20),
        ]));
        assert_eq!(merged, intervals(&[(0, 20), (30, 40)]));
    }

    #[test]
    fn a_point_of_its_own_stays() {
        assert_eq!(merge(intervals(&[(5, 5), (5, 5)])), intervals(&[(5, 5)]));
    }

    #[test]
    fn the_overlap_is_the_time_in_both_lists() {
        let one = intervals(&[(0, 10), (20, 30), (35, 35)]);
        let other = intervals(&[(5, 25), (28, 40)]);
        let both = overlap(&one, &other);
        assert_eq!(both, intervals(&[(5, 10), (20, 25), (28, 30)]));
        assert_eq!(total(&both), SignedDuration::from_mins(12));
    }
}
