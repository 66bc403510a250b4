//! The meeting of a session, as the endpoints use it: what a client enters it with, its deletion, and
//! the gate in front of it.

use anteroom_app::gate::shut_if_due;
use anteroom_domain::session::SessionState;
use anteroom_http::Problem;
use anteroom_meetings::MeetingError;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::AppState;

/// What a client needs to enter a meeting.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Entrance {
    /// The meeting, as the Amazon Chime SDK describes it.
    #[schema(value_type = Object)]
    meeting: Value,
    /// The caller's attendee with its join token, as the Amazon Chime SDK describes it.
    #[schema(value_type = Object)]
    attendee: Value,
    /// Counts the meetings of the booking. Presence reports name it.
    generation: u32,
}

impl Entrance {
    /// Builds the entrance from the service's objects as JSON.
    pub(crate) fn new(meeting: &str, attendee: &str, generation: u32) -> Result<Self, Problem> {
        let object = |json| serde_json::from_str(json).map_err(|_| Problem::unavailable());
        Ok(Self {
            meeting: object(meeting)?,
            attendee: object(attendee)?,
            generation,
        })
    }
}

/// Deletes the meeting of a session that is over or has switched to the telephone. A failure does
/// not undo the recorded change: `gate-checks` deletes the meeting later.
pub(crate) async fn delete_meeting(state: &AppState, session: &SessionState) {
    let Some(meeting) = &session.meeting_id else {
        return;
    };
    if let Err(error) = state.meetings.delete(meeting).await {
        tracing::warn!(booking = %session.terms.booking, error = %error, "meeting_deletion_failed");
    }
}

/// Closes the gate if that is due. A failure does not undo the recorded change: `gate-checks` tries
/// again.
pub(crate) async fn shut_gate(
    state: &AppState,
    session: SessionState,
    now: Timestamp,
) -> SessionState {
    let http = &state.http;
    match shut_if_due(
        &http.store,
        &state.meetings,
        &http.policy,
        session.clone(),
        now,
    )
    .await
    {
        Ok(session) => session,
        Err(error) => {
            tracing::error!(booking = %session.terms.booking, error = %error, "gate_closure_failed");
            session
        }
    }
}

/// Logs a failure of the meeting service and converts it to a problem.
pub(crate) fn meeting_failed(error: MeetingError) -> Problem {
    tracing::error!(error = %error, "meeting_service_failed");
    Problem::unavailable()
}
