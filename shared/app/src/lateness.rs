//! A member who waits in vain: the provider is told once, and the concierge is called once to
//! one who waits some minutes later. Whoever sees it first sees to it, a poll or the tick.

use anteroom_domain::message::member_waiting;
use anteroom_domain::policy::Policy;
use anteroom_store::{BookingRecord, CommitExtras, Conflict, Store, StoreError};
use jiff::Timestamp;

use crate::messages;

/// Tells a late provider once that their member waits.
pub async fn tell_provider(
    store: &Store,
    policy: &Policy,
    stored: &BookingRecord,
    now: Timestamp,
) -> Result<(), StoreError> {
    if stored.live.late_notice_sent || !stored.live.waits_in_vain(&stored.booking, now, policy) {
        return Ok(());
    }
    let extra = CommitExtras {
        messages: messages(&stored.booking, member_waiting(&stored.booking), now),
        answer: None,
        ..CommitExtras::default()
    };
    done(store.give_late_notice(stored, &extra).await)
}

/// Calls the concierge once to a member who waits in vain some minutes after the start.
pub async fn call_concierge(
    store: &Store,
    policy: &Policy,
    stored: &BookingRecord,
    now: Timestamp,
) -> Result<(), StoreError> {
    let late = stored.booking.span.starts_at + policy.alert_after <= now;
    let in_vain = late && stored.live.waits_in_vain(&stored.booking, now, policy);
    if stored.live.concierge_called || !in_vain {
        return Ok(());
    }
    done(store.call_concierge(stored, now).await)
}

/// Somebody else may have been quicker, or the session over.
fn done(written: Result<(), Conflict>) -> Result<(), StoreError> {
    match written {
        Ok(()) | Err(Conflict::Changed) => Ok(()),
        Err(Conflict::Store(error)) => Err(error),
        Err(Conflict::Taken(_) | Conflict::Answered | Conflict::TooMany) => {
            Err(StoreError::Contention)
        }
    }
}
