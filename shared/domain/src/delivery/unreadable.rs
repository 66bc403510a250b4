//! Messages that can't be read, since another release has written them.

use jiff::Timestamp;

use super::PATIENCE;

/// What is known of a queued message that can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// When it was queued, if at least that can be read.
    pub queued_at: Option<Timestamp>,
    /// Whether the scheduler has nudged it already.
    pub nudged: bool,
}

impl Unreadable {
    /// Whether it counts as failed. Until then the scheduler nudges it, so that a notifier of
    /// another release may read it.
    pub fn has_failed(self, now: Timestamp) -> bool {
        self.queued_at.is_none_or(|at| at + PATIENCE <= now)
    }

    /// Whether its key goes to the dead-letter queue: when it is seen first, and when it fails.
    pub fn is_reported(self, now: Timestamp) -> bool {
        !self.nudged || self.has_failed(now)
    }
}
