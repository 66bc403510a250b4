//! How much of what happened, so that a run in which too little did is no proof.

use std::ops::AddAssign;

/// How much of what happened.
#[derive(Clone, Copy, Debug, Default)]
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
    pub(crate) copies: u64,
    pub(crate) calls: u64,
}

impl Tally {
    /// Whether everything happened that is to be tried.
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
            copies,
            calls: _,
        } = *self;
        [
            done, refused, failed, pairs, ticks, handed_on, heard, faults, crashes, admitted,
            copies,
        ]
        .iter()
        .all(|count| *count > 0)
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
        self.copies += other.copies;
        self.calls += other.calls;
    }
}
