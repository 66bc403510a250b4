//! Writes a transaction, again and again while others are in its way.

use std::time::Duration;

use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::CancellationReason;
use tokio::time::sleep;

use super::transaction::{Conflict, FailedCondition, Transaction};
use super::value::Item;
use super::{Store, StoreError, failed, message_limits, open_bookings};

/// Why a transaction was not written, by part. Nothing of it was written.
#[derive(Debug)]
pub(super) enum NotWritten<M> {
    /// The conditions of these parts failed. Each has the current item, if the part requests it.
    Refused(Vec<(M, Option<Item>)>),
    /// DynamoDB failed.
    Store(StoreError),
}

/// How many times a transaction is tried when it conflicts with another.
const TRIES: u32 = 14;

impl Store {
    /// Writes a transaction. If conditions failed, the error is the most important one.
    pub(super) async fn write(&self, transaction: Transaction) -> Result<(), Conflict> {
        self.write_parts(transaction)
            .await
            .map_err(|error| match error {
                NotWritten::Refused(parts) => gravest(&parts),
                NotWritten::Store(error) => error.into(),
            })
    }

    /// Writes a transaction. On a conflict with another it is tried again after a random pause. The
    /// client's own retries carry one token, so that nothing is written twice.
    pub(super) async fn write_parts<M: Copy>(
        &self,
        transaction: Transaction<M>,
    ) -> Result<(), NotWritten<M>> {
        for attempt in 0..TRIES {
            let request = self
                .client
                .transact_write_items()
                .set_transact_items(Some(transaction.parts.clone()));
            let error = match request.send().await {
                Ok(_) => return Ok(()),
                Err(error) => error,
            };
            let reasons = match error.as_service_error() {
                Some(TransactWriteItemsError::TransactionCanceledException(canceled)) => {
                    canceled.cancellation_reasons()
                }
                Some(TransactWriteItemsError::TransactionInProgressException(_)) => &[],
                Some(_) | None => {
                    return Err(NotWritten::Store(failed("TransactWriteItems")(error)));
                }
            };
            let refused = refused(reasons, &transaction.meanings);
            if !refused.is_empty() {
                return Err(NotWritten::Refused(refused));
            }
            if let Some(code) = reasons
                .iter()
                .filter_map(CancellationReason::code)
                .find(|code| !may_pass(code))
            {
                return Err(NotWritten::Store(StoreError::Call {
                    operation: "TransactWriteItems",
                    code: code.to_owned(),
                }));
            }
            sleep(pause(attempt, self.random.draw())).await;
        }
        Err(NotWritten::Store(StoreError::Contention))
    }
}

/// The parts whose conditions failed.
fn refused<M: Copy>(reasons: &[CancellationReason], meanings: &[M]) -> Vec<(M, Option<Item>)> {
    reasons
        .iter()
        .zip(meanings)
        .filter(|(reason, _)| reason.code() == Some("ConditionalCheckFailed"))
        .map(|(reason, meaning)| (*meaning, reason.item().cloned()))
        .collect()
}

/// The most important of the failed conditions, in this order: an answered request, a changed
/// booking, a limit, a slot conflict; of two slot conflicts, the provider's.
fn gravest(refused: &[(FailedCondition, Option<Item>)]) -> Conflict {
    match refused.iter().min_by_key(|(meaning, _)| meaning) {
        Some((FailedCondition::Answered, _)) => Conflict::Answered,
        Some((FailedCondition::Disabled, _)) => Conflict::Disabled,
        Some((FailedCondition::TooMany, _)) => Conflict::TooMany,
        Some((FailedCondition::Counts { .. }, Some(counts)))
            if counts.contains_key(message_limits::path::DISABLED.as_str()) =>
        {
            Conflict::Disabled
        }
        Some((FailedCondition::Counts { opened_at_most, .. }, Some(counts)))
            if opened_at_most.is_some_and(|most| open_bookings::opened(counts) > most) =>
        {
            Conflict::Changed
        }
        Some((FailedCondition::Counts { until, .. }, _)) => {
            Conflict::TooManyMessages { until: *until }
        }
        Some((FailedCondition::Taken(side), _)) => Conflict::Taken(*side),
        Some((FailedCondition::Changed, _)) | None => Conflict::Changed,
    }
}

/// Whether a retry may succeed after this reason.
fn may_pass(code: &str) -> bool {
    matches!(
        code,
        "None" | "TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded"
    )
}

/// A random pause of up to 20 ms; the bound doubles with each attempt, up to 640 ms.
fn pause(attempt: u32, random: u128) -> Duration {
    let most = 20_u64 << attempt.min(5);
    Duration::from_millis(random as u64 % most + 1)
}
