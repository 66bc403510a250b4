//! One message: claimed, put into words, sent, and marked.

use anteroom_domain::delivery::{AttemptOutcome, Delivery, FailureCode, Receipt, Suppression};
use anteroom_domain::values::BookingId;
use anteroom_messaging::compose;
use anteroom_messaging::send::Sent;
use anteroom_runtime::metrics::Metric;
use anteroom_store::{Claim, StoreError};
use jiff::Timestamp;

use crate::AppState;

/// How a delivery ended for this invocation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// There was nothing to do: another notifier has it, or it is not to be tried yet.
    NotFree,
    /// It is deferred until the quiet hours of its reader are over (M7).
    Deferred,
    /// It is held, since it was queued before the table was restored (M10).
    Held,
    /// It waits for its turn (M11).
    NoTurn,
    /// It was not to be sent.
    Suppressed(Suppression),
    /// It was tried, and what came of it is recorded.
    Marked(AttemptOutcome),
    /// It was tried, but took longer than its lease; somebody else has dealt with it since.
    LeaseLost,
}

/// Delivers a message, once at most.
pub(crate) async fn deliver(
    state: &AppState,
    seen: &Delivery,
    now: Timestamp,
) -> Result<End, StoreError> {
    let now = seen.present(now);
    let claimed = match state.store.claim(seen, &state.policy, now).await? {
        Claim::Claimed(claimed) => claimed,
        Claim::NotFree => return Ok(End::NotFree),
        Claim::Deferred => return Ok(End::Deferred),
        Claim::Held => return Ok(End::Held),
        Claim::Suppressed(why) => return Ok(End::Suppressed(why)),
    };
    if claimed.attempt == 1 {
        let age = now.duration_since(seen.free_since());
        Metric::OutboxAge(claimed.channel(), age).record(now);
    }
    let outcome = send(state, &claimed, now).await;
    let marked = mark(state, &claimed, &outcome).await?;
    Ok(if marked {
        End::Marked(outcome)
    } else {
        End::LeaseLost
    })
}

/// Puts a message into words and sends it, once.
async fn send(state: &AppState, claimed: &Delivery, now: Timestamp) -> AttemptOutcome {
    let message = &claimed.message;
    let Ok(words) = compose::render(message, &state.settings) else {
        return AttemptOutcome::Failed {
            failure: FailureCode::NotRendered,
        };
    };
    match state.outgoing.send(message, &words).await {
        Ok(Sent { provider_id }) => AttemptOutcome::Sent(Receipt {
            at: now,
            provider_id,
            parts: words.parts(),
        }),
        Err(failure) => AttemptOutcome::after(failure, claimed, now),
    }
}

/// Records the outcome of an attempt, with more retries than the client's own: if an outcome is
/// lost, an email is sent again, and an SMS is shown as unknown.
async fn mark(
    state: &AppState,
    claimed: &Delivery,
    outcome: &AttemptOutcome,
) -> Result<bool, StoreError> {
    const TRIES: usize = 3;
    let mut result = state.store.mark(claimed, outcome).await;
    for _ in 1..TRIES {
        match result {
            Ok(_) => break,
            Err(_) => result = state.store.mark(claimed, outcome).await,
        }
    }
    result
}

impl End {
    /// Logs it as the event that it is. Alarms count these names (`infra/alarms.yaml`).
    pub(crate) fn log(&self, seen: &Delivery) {
        let delivery = &seen.message.id;
        let booking = seen.message.booking.as_ref().map(BookingId::as_str);
        let attempt = seen.attempt + 1;
        match self {
            Self::NotFree => tracing::info!(%delivery, booking, attempt, "message_not_free"),
            Self::Deferred => tracing::info!(%delivery, booking, attempt, "message_deferred"),
            Self::NoTurn => tracing::info!(%delivery, booking, "message_has_no_turn"),
            Self::Held => tracing::info!(%delivery, booking, attempt, "message_held"),
            Self::Suppressed(why) => {
                tracing::info!(%delivery, booking, why = why.code(), "message_suppressed");
            }
            Self::Marked(AttemptOutcome::Sent(receipt)) => {
                let provider_id = &receipt.provider_id;
                tracing::info!(%delivery, booking, attempt, provider_id, "message_sent");
            }
            Self::Marked(AttemptOutcome::Again { failure, at }) => {
                tracing::info!(%delivery, booking, attempt, %failure, %at, "message_requeued");
            }
            Self::Marked(AttemptOutcome::Waits { failure, at }) => {
                tracing::warn!(%delivery, booking, attempt, %failure, %at, "message_waits");
            }
            Self::Marked(AttemptOutcome::Failed { failure }) => {
                tracing::info!(%delivery, booking, attempt, %failure, "message_failed");
            }
            Self::Marked(AttemptOutcome::Unknown { failure }) => {
                tracing::info!(%delivery, booking, attempt, %failure, "message_unknown");
            }
            Self::LeaseLost => {
                tracing::warn!(%delivery, booking, attempt, "message_lease_lost");
            }
        }
    }
}
