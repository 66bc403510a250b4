//! The schedule's tick, every minute: whatever is due is done.
//!
//! What is due is asked for with `<=`, never `==`, and each thing is claimed by a condition on
//! what was read. So a tick that comes late, twice or never loses nothing and doubles nothing.

mod booking;

use anteroom_app::gate::GateError;
use anteroom_domain::policy::Policy;
use anteroom_meetings::{MeetingError, Meetings};
use anteroom_store::keys::DUE_SHARDS;
use anteroom_store::{Conflict, Due, Store, StoreError};
use futures_util::future::ready;
use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use serde::Deserialize;

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

/// The schedule's event; only its time matters.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Tick {
    /// The minute for which the schedule fired.
    pub time: Timestamp,
}

/// Something due could not be done; the next tick finds it again.
#[derive(Debug, thiserror::Error)]
pub enum TickError {
    /// The table could not be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The gate could not be shut.
    #[error(transparent)]
    Gate(#[from] GateError),
    /// The meeting service could not be used.
    #[error(transparent)]
    Meetings(#[from] MeetingError),
    /// Some of what was due failed; each failure is logged.
    #[error("{0} of the things that are due could not be done")]
    Some(usize),
}

impl From<Conflict> for TickError {
    fn from(conflict: Conflict) -> Self {
        match conflict {
            Conflict::Store(error) => error.into(),
            Conflict::Taken(_) | Conflict::Changed | Conflict::Answered | Conflict::TooMany => {
                StoreError::Contention.into()
            }
        }
    }
}

/// How many bookings of a shard are seen to at once that need the meeting service.
const AT_ONCE: usize = 8;

/// Does all that is due. One failure holds up nothing else, and no shard waits for another.
pub async fn tick(state: &AppState, tick: Tick) -> Result<(), TickError> {
    let [one, two, three, four] = DUE_SHARDS.map(|name| shard(state, name, tick.time));
    let failures = tokio::join!(one, two, three, four);
    match failures.0 + failures.1 + failures.2 + failures.3 {
        0 => Ok(()),
        failures => Err(TickError::Some(failures)),
    }
}

/// Does what is due in a shard; how much of it failed. What may need the meeting service comes
/// last and several at once: the service may not answer, and reminders must not wait for it.
async fn shard(state: &AppState, name: &str, now: Timestamp) -> usize {
    let due = match state.store.due(name, now).await {
        Ok(due) => due,
        Err(error) => {
            tracing::error!(shard = name, error = %error, "a shard can't be read");
            return 1;
        }
    };
    let (with_meeting, others): (Vec<_>, Vec<_>) = due.into_iter().partition(has_meeting);
    let mut failures = 0;
    for due in others {
        failures += usize::from(fails(state, due, now).await);
    }
    let slow = stream::iter(with_meeting)
        .map(|due| fails(state, due, now))
        .buffer_unordered(AT_ONCE)
        .filter(|failed| ready(*failed));
    failures + slow.count().await
}

fn has_meeting(due: &Due) -> bool {
    matches!(due, Due::Booking(stored) if stored.live.meeting_id.is_some())
}

async fn fails(state: &AppState, due: Due, now: Timestamp) -> bool {
    let outcome = handle(state, due, now).await;
    if let Err(error) = &outcome {
        tracing::error!(error = %error, "something due could not be done");
    }
    outcome.is_err()
}

async fn handle(state: &AppState, due: Due, now: Timestamp) -> Result<(), TickError> {
    match due {
        Due::Booking(stored) => booking::due(state, *stored, now).await,
        Due::Message(item) => {
            state.store.overdue(&item, now).await?;
            Ok(())
        }
    }
}
