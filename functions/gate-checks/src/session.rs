//! The scheduler's work on a due session, which calls the meeting service: it closes the gate on a
//! member whose provider is away (S4), reaches out to a member who does not come (B7), and deletes a
//! leftover meeting (S6).

use anteroom_app::gate::shut_if_due;
use anteroom_app::{commit, is_written, write};
use anteroom_domain::session::SessionState;
use anteroom_domain::transition::Transition;
use anteroom_domain::values::BookingId;
use anteroom_store::CommitExtras;
use jiff::Timestamp;

use crate::{AppState, TickError};

/// Does what is due about a session at `now`. A session in which a member holds credentials, or
/// has not come yet, stays due and is checked each minute.
pub(crate) async fn due(app: &AppState, id: &BookingId, now: Timestamp) -> Result<(), TickError> {
    let Some(session) = app.store.session(id).await? else {
        return Ok(());
    };
    if session.meeting_left_over().is_some() {
        return remove_meeting(app, &session, now).await;
    }
    let (store, meetings, policy) = (&app.store, &app.meetings, &app.policy);
    let session = shut_if_due(store, meetings, policy, session, now).await?;
    if session.outreach_due(policy, now).is_some() {
        return reach_out(app, id, now).await;
    }
    if let Some(step) = Transition::look(&session, now) {
        let none = CommitExtras::default();
        is_written(write(store, &session, &step, &none, now).await)?;
    }
    Ok(())
}

/// Reaches out to a member who does not come. If anybody comes or goes meanwhile, the next tick
/// decides anew.
async fn reach_out(app: &AppState, id: &BookingId, now: Timestamp) -> Result<(), TickError> {
    let Some(record) = app.store.record(id).await? else {
        return Ok(());
    };
    if let Some(step) = record.reach_out(&app.policy, now) {
        let none = CommitExtras::default();
        is_written(commit(&app.store, &record, &step, none, &app.policy, now).await)?;
    }
    Ok(())
}

/// Deletes the leftover meeting, if there is one.
pub(crate) async fn remove_meeting(
    app: &AppState,
    session: &SessionState,
    now: Timestamp,
) -> Result<(), TickError> {
    let Some(meeting) = session.meeting_left_over() else {
        return Ok(());
    };
    app.meetings.delete(meeting).await?;
    let step = Transition::meeting_gone(session, now);
    let none = CommitExtras::default();
    is_written(write(&app.store, session, &step, &none, now).await)?;
    Ok(())
}
