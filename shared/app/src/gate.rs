//! Closing the gate: withdrawing the credentials of a member whose provider is out.
//!
//! The withdrawal is recorded first, then the attendee is deleted. If the function crashes between
//! the two, the record remains and `gate-checks` finishes the deletion. A member who is let in
//! again meanwhile gets a new attendee, because admission deletes a withdrawn attendee before it
//! creates another.

use anteroom_domain::policy::Policy;
use anteroom_domain::session::{SessionState, revocation};
use anteroom_domain::transition::Transition;
use anteroom_meetings::{MeetingError, Meetings};
use anteroom_runtime::metrics::Metric;
use anteroom_store::{CommitExtras, Store, StoreError};
use jiff::Timestamp;

use crate::{is_written, write};

/// The gate could not be closed now; `gate-checks` tries again.
#[derive(Debug, thiserror::Error)]
pub enum GateError {
    /// DynamoDB failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The meeting service failed.
    #[error(transparent)]
    Meetings(#[from] MeetingError),
}

/// Withdraws the member's credentials if that is due at `now`, and finishes a withdrawal that was
/// begun. Gives the session afterwards.
pub async fn shut_if_due(
    store: &Store,
    meetings: &Meetings,
    policy: &Policy,
    session: SessionState,
    now: Timestamp,
) -> Result<SessionState, GateError> {
    let none = CommitExtras::default();
    let session = match revocation(&session, policy, now) {
        None => session,
        Some(revocation) => {
            let step = Transition::revoke(&session, &revocation, now);
            if is_written(write(store, &session, &step, &none, now).await)? {
                tracing::info!(booking = %session.terms.booking, why = ?revocation.why, "gate_closed");
                Metric::GateClosed(revocation.why).record(now);
                step.session
            } else {
                // The answer to the write was lost, somebody reported presence, or another request
                // was faster.
                let Some(found) = store.session(&session.terms.booking).await? else {
                    return Ok(session);
                };
                if found.revoking.as_ref() != Some(&revocation.attendee_id) {
                    return Ok(found);
                }
                found
            }
        }
    };
    let (Some(attendee), Some(meeting)) = (&session.revoking, &session.meeting_id) else {
        return Ok(session);
    };
    meetings.remove(meeting, attendee).await?;
    let step = Transition::revoked(&session, now);
    // If this is not written, `gate-checks` deletes the attendee again, which does no harm.
    if is_written(write(store, &session, &step, &none, now).await)? {
        return Ok(step.session);
    }
    Ok(session)
}
