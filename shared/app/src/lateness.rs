//! A member who waits in vain. The late provider is notified once, and some minutes later the
//! concierge is called once. A poll or the scheduler does this, whichever is first.

use anteroom_domain::policy::Policy;
use anteroom_domain::session::SessionState;
use anteroom_domain::transition::{BookingRecord, Transition};
use anteroom_store::{CommitExtras, Store, StoreError};
use jiff::Timestamp;

use crate::{commit, is_written, write};

/// Notifies a late provider and calls the concierge, each if it is due and not done. Another request
/// may do it first, or the session may be over meanwhile.
pub async fn tell_of_lateness(
    store: &Store,
    policy: &Policy,
    record: &BookingRecord,
    now: Timestamp,
) -> Result<(), StoreError> {
    let session = &record.session;
    if session.needs_late_notice(policy, now) {
        let step = Transition::late_notice(session, &record.booking, policy, now);
        let none = CommitExtras::default();
        is_written(commit(store, record, &step, none, policy, now).await)?;
    }
    if session.needs_concierge(policy, now) {
        let step = Transition::concierge_call(session, now);
        let none = CommitExtras::default();
        is_written(write(store, session, &step, &none, now).await)?;
    }
    Ok(())
}

/// Does the same for a session whose booking was not read. Reads it only if something is due, since
/// members poll every few seconds.
pub async fn tell_if_late(
    store: &Store,
    policy: &Policy,
    session: &SessionState,
    now: Timestamp,
) -> Result<(), StoreError> {
    if !session.needs_late_notice(policy, now) && !session.needs_concierge(policy, now) {
        return Ok(());
    }
    let Some(record) = store.record(&session.terms.booking).await? else {
        return Ok(());
    };
    let record = BookingRecord {
        session: session.clone(),
        ..record
    };
    tell_of_lateness(store, policy, &record, now).await
}
