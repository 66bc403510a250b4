//! The function `gate-checks`: looks at the sessions that are due, every minute, and closes the gate
//! on members whose provider is gone.
//!
//! It has partitions of the index `due` to itself, so no number of reminders, closings or messages
//! delays it. Each write is conditional on what was read, so a run that is late, duplicated, missed
//! or broken off loses nothing and duplicates nothing.

mod pace;
mod session;

use std::pin::pin;
use std::sync::Arc;

use anteroom_app::due::{self, Attempt, Setbacks, Tick, Unfinished};
use anteroom_app::gate::GateError;
use anteroom_domain::policy::Policy;
use anteroom_meetings::{MeetingError, Meetings};
use anteroom_store::keys::GATE_SHARDS;
use anteroom_store::{Due, DueItem, ReadDue, Store, StoreError};
use futures_util::future::FutureExt;
use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use pace::Pace;
use session::Step;
use tokio::sync::mpsc::{self, UnboundedSender};

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

/// Looks at all sessions that are due, until `over` is ready. What calls the meeting service, which may not answer, is
/// begun as soon as it is read, a few at once: gates are closed, then meetings that are left over are deleted. Beside it
/// the rest is done, and waits for none of these calls: members are reached out to who do not come. `dueAt` of a session
/// is since when it is watched, and says nothing of how urgent it is.
///
/// # Errors
///
/// How many failed. They do not delay the others.
pub async fn tick(
    state: &AppState,
    tick: Tick,
    over: impl Future<Output = ()>,
) -> Result<(), Unfinished> {
    let now = tick.time;
    let check = |read| check(state, read, now);
    let found = state.setbacks.find(&state.store, &GATE_SHARDS, now).await;
    let pace = Pace::of(state.policy.meeting_rate);
    let (queue, calls) = mpsc::unbounded_channel();
    let calls = pace::several(calls, pace, check);
    let mut well = Vec::new();
    let rest = async {
        let mut later = sort(state, &found.due, now, &queue, &mut well).await;
        drop(queue);
        later.sort_by_key(|(step, _)| *step);
        let later = stream::iter(later).map(|(_, read)| read);
        later.map(check).buffer_unordered(due::AT_ONCE)
    };
    let attempts = stream::select(calls, rest.flatten_stream());
    let mut attempts: Vec<_> = attempts.take_until(over).collect().await;
    attempts.append(&mut well);
    state.setbacks.after(&found, &attempts)
}

/// Reads what is due. Puts what calls the meeting service into the queue, gates as soon as they are read and meetings
/// that are left over once all is read, and what is well to the others. Gives the rest.
async fn sort(
    state: &AppState,
    due: &[Due],
    now: Timestamp,
    queue: &UnboundedSender<ReadDue>,
    well: &mut Vec<Attempt>,
) -> Vec<(Step, ReadDue)> {
    let (mut rest, mut left_over) = (Vec::new(), Vec::new());
    let mut all = pin!(due::read(&state.store, due));
    while let Some((due, read)) = all.next().await {
        match Step::of(&read, &state.policy, now) {
            // It is received as long as anything is done.
            Some(Step::Gate) => drop(queue.send((due, read))),
            Some(Step::LeftOver) => left_over.push((due, read)),
            Some(step @ (Step::ReachOut | Step::Correct | Step::Unread)) => {
                rest.push((step, (due, read)));
            }
            None => well.push(Attempt::nothing_to_do(due)),
        }
    }
    for each in left_over {
        drop(queue.send(each));
    }
    rest
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
