//! The scheduler's work on a due booking: it notifies a late provider (M2), lets a proposal expire
//! (B4), sends reminders (M1), and closes what is over (B8).

use anteroom_app::lateness::tell_of_lateness;
use anteroom_app::{commit, is_written};
use anteroom_domain::transition::{BookingRecord, DueStep, Transition};
use anteroom_domain::values::BookingId;
use anteroom_store::CommitExtras;
use jiff::Timestamp;

use crate::session::remove_meeting;
use crate::{AppState, TickError};

/// Does what is due about a booking at `now`. Each write is conditional on the state that was read;
/// if that has changed, the next tick handles the booking again.
pub(crate) async fn due(app: &AppState, id: &BookingId, now: Timestamp) -> Result<(), TickError> {
    let Some(record) = app.store.record(id).await? else {
        return Ok(());
    };
    tell_of_lateness(&app.store, &app.policy, &record, now).await?;
    match record.due_step(&app.policy, now) {
        DueStep::Close(step) => {
            if write(app, &record, &step, now).await? {
                remove_meeting(app, &step.session, now).await?;
            }
        }
        DueStep::Expire(step) | DueStep::Remind(step) | DueStep::Postpone(step) => {
            write(app, &record, &step, now).await?;
        }
        DueStep::Nothing => {}
    }
    Ok(())
}

/// Writes a step. False if another change was written first.
async fn write(
    app: &AppState,
    record: &BookingRecord,
    step: &Transition,
    now: Timestamp,
) -> Result<bool, TickError> {
    let extras = CommitExtras::default();
    let written = commit(&app.store, record, step, extras, &app.policy, now).await;
    Ok(is_written(written)?)
}
