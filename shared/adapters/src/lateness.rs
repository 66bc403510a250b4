//! A member who waits in vain: the provider is told once, and the concierge is called to those
//! who still wait some minutes later.

use anteroom_domain::message::member_waiting;
use anteroom_domain::policy::Policy;
use jiff::Timestamp;

use crate::operations::messages;
use crate::store::{Conflict, Extra, Store, StoreError, Stored};

/// Tells a late provider once that their member waits, and has time look again when the
/// concierge is to be called.
pub async fn tell_provider(
    store: &Store,
    policy: &Policy,
    stored: &Stored,
    now: Timestamp,
) -> Result<(), StoreError> {
    if stored.live.late_notice_sent || !stored.live.waits_in_vain(&stored.booking, now, policy) {
        return Ok(());
    }
    let extra = Extra {
        messages: messages(&stored.booking, member_waiting(&stored.booking), now),
        answer: None,
    };
    let look = now.max(stored.booking.span.starts_at + policy.alert_after);
    match store.give_late_notice(stored, look, &extra).await {
        // Somebody else was quicker, or the session is over.
        Ok(()) | Err(Conflict::Changed) => Ok(()),
        Err(Conflict::Store(error)) => Err(error),
        Err(Conflict::Taken(_) | Conflict::Answered) => Err(StoreError::Contention),
    }
}

/// Calls the concierge if the member has waited in vain for long enough.
pub async fn call_concierge(
    store: &Store,
    policy: &Policy,
    stored: &Stored,
    now: Timestamp,
) -> Result<(), StoreError> {
    let due = stored.booking.span.starts_at + policy.alert_after <= now;
    if due && stored.live.waits_in_vain(&stored.booking, now, policy) {
        store.call_concierge(stored, now).await?;
    }
    Ok(())
}
