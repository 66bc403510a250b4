//! The shutting of the gate: withdrawing the credentials of a member whose provider is out.
//!
//! The withdrawal is recorded first and the attendee deleted then. A crash between the two
//! leaves the record, which time finds; a member who is let in again in the meantime gets a
//! fresh attendee, because admission deletes a withdrawn one before it makes another.

use anteroom_domain::booking::next_due;
use anteroom_domain::policy::Policy;
use anteroom_domain::session::revocation;
use anteroom_meetings::{MeetingError, Meetings};
use anteroom_store::{BookingRecord, Store, StoreError, Written};
use jiff::Timestamp;

/// The gate could not be shut just now; time will try again.
#[derive(Debug, thiserror::Error)]
pub enum GateError {
    /// The table could not be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The meeting service could not be used.
    #[error(transparent)]
    Meetings(#[from] MeetingError),
}

/// Withdraws the member's credentials if they have to be withdrawn at `now`, and finishes a
/// withdrawal that was begun. Gives the booking as it is afterwards.
pub async fn shut_if_due(
    store: &Store,
    meetings: &Meetings,
    policy: &Policy,
    stored: BookingRecord,
    now: Timestamp,
) -> Result<BookingRecord, GateError> {
    let stored = match revocation(&stored.live, policy, now) {
        None => stored,
        Some((attendee, _)) => match store.revoke(&stored, &attendee, now).await? {
            Written::Done(stored) => {
                tracing::info!(booking = %stored.booking.id, "the gate shut on the member");
                stored
            }
            // The write's answer was lost, or somebody else was quicker: it is withdrawn.
            Written::Not(Some(now)) if now.live.revoking.as_ref() == Some(&attendee) => now,
            Written::Not(_) => return Ok(stored),
        },
    };
    let (Some(attendee), Some(meeting)) =
        (stored.live.revoking.clone(), stored.live.meeting_id.clone())
    else {
        return Ok(stored);
    };
    meetings.remove(&meeting, &attendee).await?;
    let after = anteroom_domain::session::SessionState {
        revoking: None,
        ..stored.live.clone()
    };
    let due = next_due(&stored.booking, &after, policy, now);
    match store.revoked(&stored, &attendee, due).await? {
        Written::Done(stored) => Ok(stored),
        Written::Not(_) => Ok(stored),
    }
}
