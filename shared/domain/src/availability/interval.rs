//! Stretches of time between two instants.

use jiff::{SignedDuration, Timestamp};

/// The time from `start` up to, and not with, `end`. One whose ends are equal is a point:
/// it takes no time, yet says that something was so at that instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Interval {
    /// When it begins.
    pub start: Timestamp,
    /// When it is over; never before `start`.
    pub end: Timestamp,
}

impl Interval {
    /// How long it lasts.
    pub fn duration(&self) -> SignedDuration {
        self.start.duration_until(self.end)
    }
}

/// The same time as sorted intervals, none of which touches or overlaps another.
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

/// The time that lies in both of two merged lists, without points.
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

/// How long the intervals of a merged list last together.
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
    fn what_touches_or_overlaps_becomes_one() {
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
    fn the_overlap_is_what_both_have() {
        let one = intervals(&[(0, 10), (20, 30), (35, 35)]);
        let other = intervals(&[(5, 25), (28, 40)]);
        let both = overlap(&one, &other);
        assert_eq!(both, intervals(&[(5, 10), (20, 25), (28, 30)]));
        assert_eq!(total(&both), SignedDuration::from_mins(12));
    }
}
