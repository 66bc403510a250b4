//! What is due about a session: the gate closes on a member whose provider is away (S4), a member who
//! does not come is reached out to (B7), and a meeting that is left over is deleted (S6).

use std::sync::Arc;

use anteroom_app::gate::shut_if_due;
use anteroom_app::{commit, is_written, write};
use anteroom_domain::policy::Policy;
use anteroom_domain::session::{SessionState, revocation};
use anteroom_domain::transition::Transition;
use anteroom_domain::values::BookingId;
use anteroom_store::{CommitExtras, DueItem, StoreError};
use jiff::Timestamp;

use crate::{AppState, CheckError};

/// What is due about a session, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// The gate is to be closed, or its closing to be finished.
    Gate,
    /// The member is to be reached out to.
    ReachOut,
    /// A meeting that the session no longer needs is to be deleted. Somebody may still be in it.
    LeftOver,
    /// The session is to be looked at no more.
    Correct,
    /// It could not be read.
    Unread,
}

impl Step {
    /// The step for what was read; `None` if there is nothing to do.
    pub(crate) fn of(
        read: &Result<Option<DueItem>, Arc<StoreError>>,
        policy: &Policy,
        now: Timestamp,
    ) -> Option<Self> {
        let session = match read {
            Ok(Some(DueItem::Session(session))) => session,
            Ok(Some(DueItem::Booking(_) | DueItem::Message(_) | DueItem::Account(_)) | None) => {
                return None;
            }
            Err(_) => return Some(Self::Unread),
        };
        if session.meeting_left_over().is_some() {
            Some(Self::LeftOver)
        } else if session.revoking.is_some() || revocation(session, policy, now).is_some() {
            Some(Self::Gate)
        } else if session.outreach_due(policy, now).is_some() {
            Some(Self::ReachOut)
        } else {
            Transition::look(session, now).map(|_| Self::Correct)
        }
    }
}

/// Does what is due about a session at `now`. A session in which a member holds credentials, or
/// has not come yet, stays due and is checked each minute.
pub(crate) async fn due(
    app: &AppState,
    session: SessionState,
    now: Timestamp,
) -> Result<(), CheckError> {
    if session.meeting_left_over().is_some() {
        return remove_meeting(app, &session, now).await;
    }
    let (store, meetings, policy) = (&app.store, &app.meetings, &app.policy);
    let session = shut_if_due(store, meetings, policy, session, now).await?;
    if session.outreach_due(policy, now).is_some() {
        return reach_out(app, &session.terms.booking, now).await;
    }
    if let Some(step) = Transition::look(&session, now) {
        let none = CommitExtras::default();
        is_written(write(store, &session, &step, &none, now).await)?;
    }
    Ok(())
}

/// Reaches out to a member who does not come. If anybody comes or goes meanwhile, the next tick
/// decides anew.
async fn reach_out(app: &AppState, id: &BookingId, now: Timestamp) -> Result<(), CheckError> {
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
async fn remove_meeting(
    app: &AppState,
    session: &SessionState,
    now: Timestamp,
) -> Result<(), CheckError> {
    let Some(meeting) = session.meeting_left_over() else {
        return Ok(());
    };
    app.meetings.delete(meeting).await?;
    let step = Transition::meeting_gone(session, now);
    let none = CommitExtras::default();
    is_written(write(&app.store, session, &step, &none, now).await)?;
    Ok(())
}
