//! The scheduler's work on a due booking: it notifies a late provider (M2), lets a proposal expire
//! (B4), sends reminders (M1), and closes what is over (B8).

use anteroom_app::lateness::tell_of_lateness;
use anteroom_app::{commit, is_written};
use anteroom_domain::transition::{BookingRecord, DueStep};
use anteroom_store::{CommitExtras, StoreError};
use jiff::Timestamp;

use crate::AppState;

/// Does what is due about a booking at `now`. Each write is conditional on the state that was read;
/// if that has changed, the next run handles the booking again. The meeting of a session that
/// closes is deleted by `gate-checks`, which finds that it is left over.
pub(crate) async fn due(
    app: &AppState,
    record: &BookingRecord,
    now: Timestamp,
) -> Result<(), StoreError> {
    let AppState { store, policy, .. } = app;
    tell_of_lateness(store, policy, record, now).await?;
    match record.due_step(policy, now) {
        DueStep::Close(step)
        | DueStep::Expire(step)
        | DueStep::Remind(step)
        | DueStep::Postpone(step) => {
            let none = CommitExtras::default();
            is_written(commit(store, record, &step, none, policy, now).await)?;
        }
        DueStep::Nothing => {}
    }
    Ok(())
}
