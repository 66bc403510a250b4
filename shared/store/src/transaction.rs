//! One change, one transaction: everything that belongs together is written together or
//! not at all.

use std::time::Duration;

use anteroom_domain::booking::Side;
use anteroom_domain::message::Message;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{CancellationReason, ConditionCheck, Put, TransactWriteItem};
use jiff::Timestamp;
use tokio::time::sleep;

use super::change::Change;
use super::keys::Key;
use super::value::{Item, number};
use super::{AnswerKey, Limited, Store, StoreError, answers, failed, outbox};

/// What else is written with a change: messages, the answer to the request, and what is counted.
#[derive(Clone, Debug, Default)]
pub struct CommitExtras {
    /// The messages that the change causes.
    pub messages: Vec<Message>,
    /// The answer and the key under which it is kept, if the caller gave one.
    pub answer: Option<(AnswerKey, Vec<u8>)>,
    /// What is limited, and when it is done.
    pub limited: Option<(Limited, Timestamp)>,
}

/// Why a transaction was not written. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum Conflict {
    /// The time is taken on a side (B2).
    #[error("the time of the {0:?} is taken")]
    Taken(Side),
    /// The item has changed since it was read, or is there already.
    #[error("it has changed in the meantime")]
    Changed,
    /// The same idempotency key was answered in the meantime.
    #[error("the same request was answered in the meantime")]
    Answered,
    /// There was enough of it today (A3).
    #[error("there was enough of it today")]
    TooMany,
    /// The table could not be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What it means if the condition of a part does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FailedCondition {
    Answered,
    Changed,
    TooMany,
    Taken(Side),
}

/// The parts of a change, each with what it means if its condition does not hold.
#[derive(Debug)]
pub(super) struct Transaction<M = FailedCondition> {
    parts: Vec<TransactWriteItem>,
    meanings: Vec<M>,
}

/// Why a transaction was not written, part by part. Nothing of it was.
#[derive(Debug)]
pub(super) enum NotWritten<M> {
    /// The conditions of these parts did not hold. With each comes the item as it is, if the
    /// part asks for it.
    Refused(Vec<(M, Option<Item>)>),
    /// The table could not be used.
    Store(StoreError),
}

/// How often a transaction that met another one is tried again.
const TRIES: u32 = 14;

impl Transaction {
    /// Puts a new item; [`Conflict::Changed`] if there is one already.
    pub(super) fn create(&mut self, table: &str, item: Item) {
        self.create_or(table, item, FailedCondition::Changed);
    }

    /// Puts an item, whatever was there.
    pub(super) fn replace(&mut self, table: &str, item: Item) {
        self.put(Put::builder(), table, item, FailedCondition::Changed);
    }

    /// Changes an item; [`Conflict::Changed`] if its conditions don't hold.
    pub(super) fn change(&mut self, table: &str, key: &Key, change: Change) {
        self.change_or(table, key, change, FailedCondition::Changed);
    }

    /// Takes and frees cells of an agenda; [`Conflict::Taken`] if they are not as expected.
    pub(super) fn agenda(&mut self, table: &str, key: &Key, change: Change, side: Side) {
        self.change_or(table, key, change, FailedCondition::Taken(side));
    }

    /// Adds messages, the answer, and what is counted.
    pub(super) fn extra(&mut self, table: &str, extra: &CommitExtras) {
        for message in &extra.messages {
            self.create(table, outbox::put(message));
        }
        if let Some((limited, now)) = &extra.limited {
            let (key, count) = limited.counted(*now);
            self.change_or(table, &key, count, FailedCondition::TooMany);
        }
        self.answer_or(table, extra, FailedCondition::Answered);
    }
}

impl<M> Transaction<M> {
    /// Puts a new item, if there is none already.
    pub(super) fn create_or(&mut self, table: &str, item: Item, meaning: M) {
        self.put(
            Put::builder().condition_expression("attribute_not_exists(PK)"),
            table,
            item,
            meaning,
        );
    }

    /// Changes an item, if its conditions hold.
    pub(super) fn change_or(&mut self, table: &str, key: &Key, change: Change, meaning: M) {
        let update = change.in_transaction(table, key);
        self.push(TransactWriteItem::builder().update(update).build(), meaning);
    }

    /// Only if an item is as a condition says.
    pub(super) fn check_or(&mut self, check: ConditionCheck, meaning: M) {
        self.push(
            TransactWriteItem::builder().condition_check(check).build(),
            meaning,
        );
    }

    /// Adds the answer, if there is none under its key already.
    pub(super) fn answer_or(&mut self, table: &str, extra: &CommitExtras, meaning: M) {
        if let Some((key, body)) = &extra.answer {
            // An answer whose day is over counts as absent, since the table forgets late.
            let put = Put::builder()
                .condition_expression("attribute_not_exists(PK) OR expiresAt <= :now")
                .expression_attribute_values(":now", number(key.now.as_second()));
            self.put(put, table, answers::item(key, body), meaning);
        }
    }

    fn put(
        &mut self,
        put: aws_sdk_dynamodb::types::builders::PutBuilder,
        table: &str,
        item: Item,
        meaning: M,
    ) {
        let put = put
            .table_name(table)
            .set_item(Some(item))
            .build()
            .expect("table and item are set");
        self.push(TransactWriteItem::builder().put(put).build(), meaning);
    }

    fn push(&mut self, part: TransactWriteItem, meaning: M) {
        self.parts.push(part);
        self.meanings.push(meaning);
    }
}

impl<M> Default for Transaction<M> {
    fn default() -> Self {
        Self {
            parts: Vec::new(),
            meanings: Vec::new(),
        }
    }
}

impl Store {
    /// Writes a transaction. If it was not, the gravest of the conditions that did not hold
    /// says why.
    pub(super) async fn write(&self, transaction: Transaction) -> Result<(), Conflict> {
        self.write_parts(transaction)
            .await
            .map_err(|error| match error {
                NotWritten::Refused(parts) => gravest(&parts),
                NotWritten::Store(error) => error.into(),
            })
    }

    /// Writes a transaction. One that met another is tried again after a random pause; the
    /// client's own retries carry one token, so that none is written twice.
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
            sleep(pause(attempt)).await;
        }
        Err(NotWritten::Store(StoreError::Contention))
    }
}

/// The parts whose conditions did not hold.
fn refused<M: Copy>(reasons: &[CancellationReason], meanings: &[M]) -> Vec<(M, Option<Item>)> {
    reasons
        .iter()
        .zip(meanings)
        .filter(|(reason, _)| reason.code() == Some("ConditionalCheckFailed"))
        .map(|(reason, meaning)| (*meaning, reason.item().cloned()))
        .collect()
}

/// The gravest of the conditions that did not hold: an answered request before a changed
/// booking before a limit before a taken time, and the provider's time before the member's.
fn gravest(refused: &[(FailedCondition, Option<Item>)]) -> Conflict {
    match refused.iter().map(|(meaning, _)| meaning).min() {
        Some(FailedCondition::Answered) => Conflict::Answered,
        Some(FailedCondition::TooMany) => Conflict::TooMany,
        Some(FailedCondition::Taken(side)) => Conflict::Taken(*side),
        Some(FailedCondition::Changed) | None => Conflict::Changed,
    }
}

/// Whether a reason passes by itself.
fn may_pass(code: &str) -> bool {
    matches!(
        code,
        "None" | "TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded"
    )
}

/// A random pause: up to 20 ms at first, twice as long each time, up to 640 ms.
fn pause(attempt: u32) -> Duration {
    let most = 20_u64 << attempt.min(5);
    let mut random = [0; 8];
    getrandom::fill(&mut random).expect("the system has randomness");
    Duration::from_millis(u64::from_le_bytes(random) % most + 1)
}
