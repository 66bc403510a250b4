//! Whether somebody must look at a message (M5).

use jiff::Timestamp;

use super::{Delivery, LEASE, STUCK_AFTER, State, Status};
use crate::attention::Need;

impl Delivery {
    /// Why somebody must look at it at `now`, and since when it waits; `None` if nobody must. A
    /// message that is deferred to the end of the quiet hours waits from then on. One that is held is
    /// needed while its session has not begun. A text that did not arrive
    /// is needed only for some sessions ([`BookingRecord::needs_texts`](crate::transition::BookingRecord::needs_texts)).
    pub fn need(&self, now: Timestamp) -> Option<(Need, Timestamp)> {
        let queued_at = self.message.queued_at;
        let waits_since = match &self.state {
            State::Queued {
                not_before: Some(not_before),
                ..
            } if self.is_deferred() => *not_before,
            State::Sending { lease_until, .. } => *lease_until - LEASE,
            State::Undelivered { reported_at, .. } => *reported_at,
            State::Queued { .. }
            | State::Held
            | State::Sent(_)
            | State::Delivered { .. }
            | State::Failed { .. }
            | State::Unknown { .. }
            | State::Dropped(_) => queued_at,
        };
        match self.status() {
            Status::Queued | Status::Sending if waits_since + STUCK_AFTER <= now => {
                Some((Need::MessageStuck, waits_since))
            }
            Status::Held if !self.is_settled() && now < self.message.facts.starts_at => {
                Some((Need::MessageHeld, queued_at))
            }
            Status::Failed if !self.is_settled() => Some((Need::MessageFailed, queued_at)),
            Status::Unknown if !self.is_settled() => Some((Need::MessageUnknown, queued_at)),
            Status::Undelivered if !self.is_settled() => Some((Need::TextUndelivered, waits_since)),
            Status::Queued
            | Status::Sending
            | Status::Held
            | Status::Sent
            | Status::Delivered
            | Status::Undelivered
            | Status::Failed
            | Status::Unknown
            | Status::Dropped => None,
        }
    }
}
