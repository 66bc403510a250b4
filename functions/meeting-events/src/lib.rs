//! The function `meeting-events`: the meeting service's joins and leaves, for the gate and the
//! attendance record.
//!
//! The events are best effort: they may be duplicated, late or out of order. Each is stored once
//! for the attendance record. For the gate only the newest event about the current meeting counts.

mod event;

use anteroom_app::gate::{GateError, shut_if_due};
use anteroom_app::{Retry, write};
use anteroom_domain::attendance::Kind;
use anteroom_domain::booking::Side;
use anteroom_domain::policy::Policy;
use anteroom_domain::session::{PresenceStatus, SessionState};
use anteroom_domain::transition::Transition;
use anteroom_meetings::Meetings;
use anteroom_store::{CommitExtras, Conflict, ServiceEvent, Store, StoreError};
use jiff::Timestamp;

use event::What;
pub use event::{Detail, MeetingEvent};

/// The state of the function.
#[derive(Clone, Debug)]
pub struct AppState {
    /// The DynamoDB table.
    pub store: Store,
    /// The meeting service.
    pub meetings: Meetings,
    /// The numbers in the rules.
    pub policy: Policy,
}

/// An event could not be handled. The caller sends it again.
#[derive(Debug, thiserror::Error)]
pub enum HeardError {
    /// DynamoDB failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The gate could not be closed.
    #[error(transparent)]
    Gate(#[from] GateError),
}

/// Handles an event. Ignores events that are not about a participant of one of our bookings.
pub async fn heard(state: &AppState, event: MeetingEvent) -> Result<(), HeardError> {
    let detail = &event.detail;
    let (Some(what), Some(booking), Ok(at)) = (detail.what(), detail.booking(), detail.at()) else {
        return Ok(());
    };
    let Some(session) = state.store.session(&booking).await? else {
        return Ok(());
    };
    let Some(generation) = session.meetings.get(&detail.meeting_id).copied() else {
        return Ok(());
    };
    let kind = match what {
        What::Came => Kind::Joined,
        What::Left => Kind::Left,
        What::Dropped => Kind::Dropped,
        What::MeetingEnded => {
            // A person who was never in can't leave.
            let were_in = |side: &Side| session.presence(*side).is_known(generation);
            for side in Side::BOTH.into_iter().filter(were_in) {
                tell_gate(state, &session, generation, event.time, |session| {
                    Transition::meeting_over(session, side, at, event.time)
                })
                .await?;
            }
            return Ok(());
        }
    };
    let side = detail
        .person()
        .and_then(|person| session.terms.side_of(&person));
    let (Some(side), Some(attendee)) = (side, detail.attendee_id.as_deref()) else {
        return Ok(());
    };
    let kept = ServiceEvent {
        side,
        kind,
        at,
        generation,
    };
    state.store.keep_event(&booking, attendee, &kept).await?;
    let status = if kind == Kind::Joined {
        PresenceStatus::In
    } else {
        PresenceStatus::Out
    };
    tell_gate(state, &session, generation, event.time, |session| {
        Transition::service_event(session, side, status, at, event.time)
    })
    .await
}

/// Writes an event of the service to the session, if it is about the current meeting and newer than
/// the stored one. Closes the gate if that is due.
async fn tell_gate(
    state: &AppState,
    seen: &SessionState,
    generation: u32,
    now: Timestamp,
    step: impl Fn(&SessionState) -> Option<Transition>,
) -> Result<(), HeardError> {
    let AppState {
        store,
        meetings,
        policy,
    } = state;
    let mut session = seen.clone();
    let mut retry = Retry::default();
    loop {
        let Some(step) = step(&session).filter(|_| session.generation == generation) else {
            break;
        };
        let written = write(store, &session, &step, &CommitExtras::default(), now).await;
        match written {
            Ok(()) => {
                session = step.session;
                break;
            }
            Err(Conflict::Store(error)) => return Err(error.into()),
            Err(_) => retry.again()?,
        }
        match store.session(&session.terms.booking).await? {
            Some(present) => session = present,
            None => return Ok(()),
        }
    }
    shut_if_due(store, meetings, policy, session, now).await?;
    Ok(())
}
