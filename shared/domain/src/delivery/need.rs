//! Whether somebody must look at a message (M5).

use jiff::Timestamp;

use super::{Delivery, LEASE, List, STUCK_AFTER, State};
use crate::attention::Need;

impl Delivery {
    /// Why somebody must look at it at `now`, and since when it waits; `None` if nobody must. A
    /// message that is held through the quiet hours waits from their end on.
    pub fn need(&self, now: Timestamp) -> Option<(Need, Timestamp)> {
        let queued_at = self.message.queued_at;
        let waits_since = match &self.state {
            State::Queued {
                not_before: Some(not_before),
                ..
            } if self.is_held() => *not_before,
            State::Sending { lease_until, .. } => *lease_until - LEASE,
            State::Queued { .. }
            | State::Sent(_)
            | State::Failed { .. }
            | State::Unknown { .. }
            | State::Dropped(_) => queued_at,
        };
        match self.list()? {
            List::Queued if waits_since + STUCK_AFTER <= now => {
                Some((Need::MessageStuck, waits_since))
            }
            List::Queued => None,
            List::Failed => Some((Need::MessageFailed, queued_at)),
            List::Unknown => Some((Need::MessageUnknown, queued_at)),
        }
    }
}
