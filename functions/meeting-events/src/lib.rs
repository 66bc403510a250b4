//! The meeting service's events: who came and went, for the gate and for the record.
//!
//! They are best effort, may come twice, late and out of order. Each is kept once for the
//! attendance record; for the gate only the newest word about the present meeting counts.

mod event;

use anteroom_app::gate::{GateError, shut_if_due};
use anteroom_domain::attendance::Kind;
use anteroom_domain::booking::{Side, WATCH};
use anteroom_domain::policy::Policy;
use anteroom_domain::session::Word;
use anteroom_meetings::Meetings;
use anteroom_store::{BookingRecord, ServiceEvent, Store, StoreError, Written};
use jiff::Timestamp;

use event::What;
pub use event::{Detail, MeetingEvent};

/// What the function works with.
#[derive(Clone, Debug)]
pub struct AppState {
    /// The table.
    pub store: Store,
    /// The meeting service.
    pub meetings: Meetings,
    /// The numbers of the rules.
    pub policy: Policy,
}

/// An event could not be taken in; whoever sent it sends it again.
#[derive(Debug, thiserror::Error)]
pub enum HeardError {
    /// The table could not be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The gate could not be shut.
    #[error(transparent)]
    Gate(#[from] GateError),
}

/// Takes in an event. One that is not about a booking of ours, or about nobody who takes
/// part in it, says nothing.
pub async fn heard(state: &AppState, event: MeetingEvent) -> Result<(), HeardError> {
    let detail = &event.detail;
    let (Some(what), Some(booking), Ok(at)) = (detail.what(), detail.booking(), detail.at()) else {
        return Ok(());
    };
    let Some(stored) = state.store.booking(&booking).await? else {
        return Ok(());
    };
    let Some(generation) = stored.live.meetings.get(&detail.meeting_id).copied() else {
        return Ok(());
    };
    match what {
        What::Came => person(state, &event, stored, generation, Kind::Joined, at).await,
        What::Left => person(state, &event, stored, generation, Kind::Left, at).await,
        What::Dropped => person(state, &event, stored, generation, Kind::Dropped, at).await,
        What::MeetingEnded if generation == stored.live.generation => {
            // Who was never in can't go out.
            for side in Side::BOTH {
                if stored.live.presence(side).is_known(generation) {
                    say(state, &event, &stored, side, Word::Out, at).await?;
                }
            }
            Ok(())
        }
        What::MeetingEnded => Ok(()),
    }
}

/// Somebody came or went: kept for the record, and told to the gate if it is about the
/// present meeting.
async fn person(
    state: &AppState,
    event: &MeetingEvent,
    stored: BookingRecord,
    generation: u32,
    kind: Kind,
    at: Timestamp,
) -> Result<(), HeardError> {
    let detail = &event.detail;
    let side = detail
        .person()
        .and_then(|person| stored.booking.side_of(&person));
    let (Some(side), Some(attendee)) = (side, detail.attendee_id.as_deref()) else {
        return Ok(());
    };
    let kept = ServiceEvent {
        side,
        kind,
        at,
        generation,
    };
    state
        .store
        .keep_event(&stored.booking.id, attendee, &kept)
        .await?;
    if generation != stored.live.generation {
        return Ok(());
    }
    let word = if kind == Kind::Joined {
        Word::In
    } else {
        Word::Out
    };
    say(state, event, &stored, side, word, at).await
}

/// Tells the gate, and shuts it if that is due.
async fn say(
    state: &AppState,
    event: &MeetingEvent,
    stored: &BookingRecord,
    side: Side,
    word: Word,
    at: Timestamp,
) -> Result<(), HeardError> {
    let AppState {
        store,
        meetings,
        policy,
    } = state;
    // Time looks at the session soon, whatever else happens to it in between.
    let due = Some(event.time + WATCH);
    let stored = match store.service_says(stored, side, word, at, due).await? {
        Written::Done(stored) | Written::Not(Some(stored)) => stored,
        Written::Not(None) => return Ok(()),
    };
    shut_if_due(store, meetings, policy, stored, event.time).await?;
    Ok(())
}
