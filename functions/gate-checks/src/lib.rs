//! The function `gate-checks`: looks at the sessions that are due, every minute, and closes the gate
//! on members whose provider is gone.
//!
//! It has partitions of the index `due` to itself, so no number of reminders, closings or messages
//! delays it. Each write is conditional on what was read, so a run that is late, duplicated, missed
//! or broken off loses nothing and duplicates nothing.

mod session;

use std::pin::pin;
use std::sync::Arc;

use anteroom_app::due::{self, Attempt, Setbacks, Tick, Unfinished};
use anteroom_app::gate::GateError;
use anteroom_domain::policy::Policy;
use anteroom_meetings::{MeetingError, Meetings};
use anteroom_store::keys::GATE_SHARDS;
use anteroom_store::{DueItem, ReadDue, Store, StoreError};
use futures_util::future::{FutureExt, ready};
use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use session::Step;

/// The state of the function.
#[derive(Clone, Debug)]
pub struct AppState {
    /// The DynamoDB table.
    pub store: Store,
    /// The meeting service.
    pub meetings: Meetings,
    /// The numbers in the rules.
    pub policy: Policy,
    /// What failed in the last run.
    pub setbacks: Setbacks,
}

/// A session could not be looked after; the next run finds it again.
#[derive(Debug, thiserror::Error)]
enum CheckError {
    /// It could not be read.
    #[error(transparent)]
    Read(#[from] Arc<StoreError>),
    /// DynamoDB failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The gate could not be closed.
    #[error(transparent)]
    Gate(#[from] GateError),
    /// The meeting service failed.
    #[error(transparent)]
    Meetings(#[from] MeetingError),
}

/// Looks at all sessions that are due, until `over` is ready. Gates are closed as soon as they are
/// read; then members are reached out to who do not come, and meetings that are left over are
/// deleted. `dueAt` of a session is since when it is watched, and says nothing of how urgent it is.
///
/// # Errors
///
/// How many failed. They do not delay the others.
pub async fn tick(
    state: &AppState,
    tick: Tick,
    over: impl Future<Output = ()>,
) -> Result<(), Unfinished> {
    let (now, mut over) = (tick.time, pin!(over.fuse()));
    let found = state.setbacks.find(&state.store, &GATE_SHARDS, now).await;
    let (mut later, mut well) = (Vec::new(), Vec::new());
    let first = due::read(&state.store, &found.due).filter_map(|(due, read)| {
        ready(match Step::of(&read, &state.policy, now) {
            Some(Step::Gate) => Some((due, read)),
            Some(step) => {
                later.push((step, (due, read)));
                None
            }
            None => {
                well.push(Attempt::nothing_to_do(due));
                None
            }
        })
    });
    let check = |read| check(state, read, now);
    let mut attempts = due::several(first, over.as_mut(), check).await;
    attempts.append(&mut well);
    later.sort_by_key(|(step, _)| *step);
    let later = stream::iter(later).map(|(_, read)| read);
    attempts.extend(due::several(later, over, check).await);
    state.setbacks.after(&found, &attempts)
}

async fn check(state: &AppState, (due, read): ReadDue, now: Timestamp) -> Attempt {
    // Boxed, since there are many at once and each is large.
    due::attempt(due, Box::pin(step(state, read, now))).await
}

async fn step(
    state: &AppState,
    read: Result<Option<DueItem>, Arc<StoreError>>,
    now: Timestamp,
) -> Result<(), CheckError> {
    match read? {
        Some(DueItem::Session(session)) => session::due(state, *session, now).await,
        // Only sessions are in these partitions.
        Some(DueItem::Booking(_) | DueItem::Message(_) | DueItem::Account(_)) | None => Ok(()),
    }
}
