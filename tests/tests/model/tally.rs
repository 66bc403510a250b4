//! Counts what happened in a run, because a run in which too little happened proves nothing.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use crate::brown_out::{ALL, Fails};

/// The events in bookings' histories, by name.
const CHANGES: [&str; 14] = [
    "accepted",
    "booked",
    "cancelled",
    "closed",
    "declined",
    "ended",
    "expired",
    "introduced",
    "marked_no_show",
    "meeting_replaced",
    "proposed",
    "rescheduled",
    "started",
    "switched_to_phone",
];

/// The counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) done: u64,
    pub(crate) refused: u64,
    pub(crate) failed: u64,
    pub(crate) pairs: u64,
    pub(crate) ticks: u64,
    pub(crate) handed_on: u64,
    pub(crate) heard: u64,
    pub(crate) faults: u64,
    pub(crate) crashes: u64,
    pub(crate) admitted: u64,
    /// How many times a member's credentials were withdrawn.
    pub(crate) withdrawn: u64,
    pub(crate) copies: u64,
    pub(crate) calls: u64,
    /// How many times each thing failed for a while, in sessions that went on after it.
    pub(crate) brown_outs: BTreeMap<Fails, u64>,
    /// The count of each of [`CHANGES`].
    pub(crate) changes: BTreeMap<String, u64>,
}

impl Tally {
    /// Whether everything that the test is to cover has happened.
    pub(crate) fn is_rich(&self) -> bool {
        let Self {
            done,
            refused,
            failed,
            pairs,
            ticks,
            handed_on,
            heard,
            faults,
            crashes,
            admitted,
            withdrawn,
            copies,
            calls: _,
            ref brown_outs,
            ref changes,
        } = *self;
        let each = ALL.iter().all(|what| brown_outs.contains_key(what));
        let all = CHANGES.iter().all(|change| changes.contains_key(*change));
        [
            done, refused, failed, pairs, ticks, handed_on, heard, faults, crashes, admitted,
            withdrawn, copies,
        ]
        .iter()
        .all(|count| *count > 0)
            && each
            && all
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.done += other.done;
        self.refused += other.refused;
        self.failed += other.failed;
        self.pairs += other.pairs;
        self.ticks += other.ticks;
        self.handed_on += other.handed_on;
        self.heard += other.heard;
        self.faults += other.faults;
        self.crashes += other.crashes;
        self.admitted += other.admitted;
        self.withdrawn += other.withdrawn;
        self.copies += other.copies;
        self.calls += other.calls;
        for (what, count) in other.brown_outs {
            *self.brown_outs.entry(what).or_default() += count;
        }
        for (change, count) in other.changes {
            *self.changes.entry(change).or_default() += count;
        }
    }
}
