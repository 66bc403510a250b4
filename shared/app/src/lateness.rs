//! A member who waits in vain. The late provider is notified once, and some minutes later the
//! concierge is called once. A poll or the scheduler does this, whichever is first.

use anteroom_domain::policy::Policy;
use anteroom_domain::session::SessionState;
use anteroom_domain::transition::{BookingRecord, Transition};
use anteroom_store::{CommitExtras, Store, StoreError};
use jiff::Timestamp;

use crate::{commit, is_written};

/// Notifies a late provider and calls the concierge, each if it is due and not done. Another request
/// may do it first, or the session may be over meanwhile.
pub async fn tell_of_lateness(
    store: &Store,
    policy: &Policy,
    session: &SessionState,
    now: Timestamp,
) -> Result<(), StoreError> {
    if session.needs_late_notice(policy, now) {
        // The booking holds the provider's address, so it is read only now.
        let Some(record) = store.record(&session.terms.booking).await? else {
            return Ok(());
        };
        let record = BookingRecord {
            session: session.clone(),
            ..record
        };
        let step = Transition::late_notice(session, &record.booking, now);
        is_written(commit(store, &record, &step, CommitExtras::default(), now).await)?;
    }
    if session.needs_concierge(policy, now) {
        let step = Transition::concierge_call(session, now);
        is_written(store.commit(session, &step, &CommitExtras::default()).await)?;
    }
    Ok(())
}
