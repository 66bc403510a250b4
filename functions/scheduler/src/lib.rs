//! The function `scheduler`: handles due items, every minute.
//!
//! Due items are queried with `<=`, never `==`, and each write is conditional on what was read. So
//! a tick that is late, duplicated or missed loses nothing and duplicates nothing.

mod booking;
mod session;

use anteroom_app::gate::GateError;
use anteroom_domain::delivery::Overdue;
use anteroom_domain::policy::Policy;
use anteroom_meetings::{MeetingError, Meetings};
use anteroom_store::keys::{DUE_SHARDS, Key};
use anteroom_store::{Due, Store, StoreError};
use futures_util::future::{join_all, ready};
use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use serde::Deserialize;

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

/// The schedule's event; only its time is used.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Tick {
    /// The minute for which the schedule fired.
    pub time: Timestamp,
}

/// A due item could not be handled; the next tick finds it again.
#[derive(Debug, thiserror::Error)]
pub enum TickError {
    /// DynamoDB failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The gate could not be closed.
    #[error(transparent)]
    Gate(#[from] GateError),
    /// The meeting service failed.
    #[error(transparent)]
    Meetings(#[from] MeetingError),
    /// Some due items failed; each failure is logged.
    #[error("{0} of the things that are due could not be done")]
    Some(usize),
}

/// How many sessions of a shard are handled at once. Each may call the meeting service.
const AT_ONCE: usize = 8;

/// Handles all due items. A failed item does not delay others, and no shard waits for another.
pub async fn tick(state: &AppState, tick: Tick) -> Result<(), TickError> {
    let shards = DUE_SHARDS.map(|name| Box::pin(shard(state, name, tick.time)));
    match join_all(shards).await.into_iter().sum() {
        0 => Ok(()),
        failures => Err(TickError::Some(failures)),
    }
}

/// Handles the due items of a shard; returns how many failed. Sessions are handled last and several
/// at once, because they call the meeting service: it may not answer, and reminders must not wait
/// for it.
async fn shard(state: &AppState, name: &str, now: Timestamp) -> usize {
    let due = match state.store.due(name, now).await {
        Ok(due) => due,
        Err(error) => {
            tracing::error!(shard = name, %error, "due_query_failed");
            return 1;
        }
    };
    let (sessions, others): (Vec<_>, Vec<_>) = due
        .into_iter()
        .partition(|due| matches!(due, Due::Session(_)));
    let mut failures = 0;
    for due in others {
        failures += usize::from(fails(state, due, now).await);
    }
    let slow = stream::iter(sessions)
        .map(|due| fails(state, due, now))
        .buffer_unordered(AT_ONCE)
        .filter(|failed| ready(*failed));
    failures + slow.count().await
}

async fn fails(state: &AppState, due: Due, now: Timestamp) -> bool {
    let outcome = match &due {
        // Boxed, since there may be many at once and each is large.
        Due::Booking(id) => Box::pin(booking::due(state, id, now)).await,
        Due::Session(id) => Box::pin(session::due(state, id, now)).await,
        Due::Message(key) => {
            let done = state.store.overdue(key, now).await;
            done.map(|done| done.map_or((), |done| log(key, done)))
                .map_err(TickError::from)
        }
        Due::Account(person) => {
            let nudged = state.store.nudge_account(person, now).await;
            let nudged = nudged.inspect(|nudged| {
                if *nudged {
                    tracing::warn!(%person, "account_nudged");
                }
            });
            nudged.map(drop).map_err(TickError::from)
        }
    };
    if let Err(error) = &outcome {
        tracing::error!(?due, %error, "due_step_failed");
    }
    outcome.is_err()
}

/// Logs what was done about a message that was due, as the event that it is.
fn log(key: &Key, done: Overdue) {
    let Key { pk, sk } = key;
    match done {
        Overdue::Nudged => tracing::info!(pk, sk, "message_nudged"),
        Overdue::Postponed => tracing::info!(pk, sk, "message_postponed"),
        Overdue::Requeued => tracing::warn!(pk, sk, "message_requeued"),
        Overdue::GivenUp => tracing::warn!(pk, sk, "message_failed"),
        Overdue::Unknown => tracing::warn!(pk, sk, "message_unknown"),
        Overdue::TooLate => tracing::info!(pk, sk, why = "too_late", "message_suppressed"),
    }
}
