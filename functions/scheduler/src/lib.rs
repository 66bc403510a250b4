//! The function `scheduler`: handles due bookings, messages and accounts, every minute.
//!
//! All of it can wait a little. What guards the gate has a function of its own, `gate-checks`. Of the two, it alone
//! calls the meeting service, which may not answer: reminders must not wait for that. Due items are
//! queried with `<=`, never `==`, and each write is conditional on what was read. So a run that is
//! late, duplicated, missed or broken off loses nothing and duplicates nothing.

mod booking;
mod pace;
mod put_off;

use std::pin::pin;
use std::sync::Arc;

use anteroom_app::due::{self, Attempt, Setbacks, Tick, Unfinished};
use anteroom_domain::account::Account;
use anteroom_domain::delivery::Overdue;
use anteroom_domain::policy::Policy;
use anteroom_store::keys::{DUE_SHARDS, Key};
use anteroom_store::{Due, DueItem, ReadDue, Store, StoreError};
use futures_util::future::{FutureExt, ready};
use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use put_off::PutOff;

/// The state of the function.
#[derive(Clone, Debug)]
pub struct AppState {
    /// The DynamoDB table.
    pub store: Store,
    /// The numbers in the rules.
    pub policy: Policy,
    /// What failed in the last run.
    pub setbacks: Setbacks,
}

/// A due item could not be handled; the next run finds it again.
#[derive(Debug, thiserror::Error)]
enum StepError {
    /// It could not be read.
    #[error(transparent)]
    Read(#[from] Arc<StoreError>),
    /// DynamoDB failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Handles all due items, what is due longest first and not too many a second, until `over` is ready; beside them messages
/// that were put off, at the rate of their channel.
///
/// # Errors
///
/// How many failed. They do not delay the others.
pub async fn tick(
    state: &AppState,
    tick: Tick,
    over: impl Future<Output = ()>,
) -> Result<(), Unfinished> {
    let (now, over) = (tick.time, pin!(over.fuse()));
    let found = state.setbacks.find(&state.store, &DUE_SHARDS, now).await;
    let mut put_off = PutOff::default();
    let items = due::read(&state.store, &found.due);
    let rest: Vec<ReadDue> = items
        .filter_map(|read| ready(put_off.keep(read)))
        .collect()
        .await;
    let items = stream::select(put_off.at_rates(&state.policy), pace::due(rest));
    let attempts = due::several(items, over, |read| handle(state, read, now)).await;
    state.setbacks.after(&found, &attempts)
}

async fn handle(state: &AppState, (due, read): ReadDue, now: Timestamp) -> Attempt {
    // Boxed, since there are many at once and each is large.
    let step = Box::pin(step(state, due.clone(), read, now));
    due::attempt(due, step).await
}

async fn step(
    state: &AppState,
    due: Due,
    read: Result<Option<DueItem>, Arc<StoreError>>,
    now: Timestamp,
) -> Result<(), StepError> {
    match (due, read?) {
        (_, Some(DueItem::Booking(record))) => booking::due(state, &record, now).await?,
        (Due::Message(key), Some(DueItem::Message(message))) => {
            if let Some(done) = state.store.overdue(&message, now).await? {
                log(&key, done);
            }
        }
        (_, Some(DueItem::Account(account))) => nudge(state, &account, now).await?,
        // Sessions have other partitions.
        (_, Some(DueItem::Message(_) | DueItem::Session(_)) | None) => {}
    }
    Ok(())
}

async fn nudge(state: &AppState, account: &Account, now: Timestamp) -> Result<(), StoreError> {
    if state.store.nudge_account(account, now).await? {
        tracing::warn!(person = %account.person, "account_nudged");
    }
    Ok(())
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
