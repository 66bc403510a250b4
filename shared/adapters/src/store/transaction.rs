//! One change, one transaction: everything that belongs together is written together or
//! not at all.

use std::time::Duration;

use anteroom_domain::booking::Side;
use anteroom_domain::message::Message;
use anteroom_domain::values::PersonId;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{CancellationReason, ConditionCheck, Put, TransactWriteItem};
use tokio::time::sleep;

use super::change::Change;
use super::keys::Key;
use super::value::{Item, number};
use super::{Store, StoreError, answers, failed, outbox};
use crate::http::{Answer, IdempotencyKey};

/// What else is written with a change: messages, and the answer to the request.
#[derive(Clone, Debug, Default)]
pub struct Extra {
    /// The messages that the change causes.
    pub messages: Vec<Message>,
    /// The answer under the caller's idempotency key, if they gave one.
    pub answer: Option<(PersonId, IdempotencyKey, Answer)>,
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
    /// The table could not be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What it means if the condition of a part does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    Answered,
    Changed,
    Taken(Side),
}

/// The parts of a change.
#[derive(Debug, Default)]
pub(super) struct Transaction {
    parts: Vec<TransactWriteItem>,
    meanings: Vec<Meaning>,
}

/// How often a transaction that met another one is tried again.
const TRIES: u32 = 14;

impl Transaction {
    /// Puts a new item; [`Conflict::Changed`] if there is one already.
    pub(super) fn create(&mut self, table: &str, item: Item) {
        self.put(
            Put::builder().condition_expression("attribute_not_exists(PK)"),
            table,
            item,
            Meaning::Changed,
        );
    }

    /// Puts an item, whatever was there.
    pub(super) fn replace(&mut self, table: &str, item: Item) {
        self.put(Put::builder(), table, item, Meaning::Changed);
    }

    /// Changes an item; [`Conflict::Changed`] if its conditions don't hold.
    pub(super) fn change(&mut self, table: &str, key: &Key, change: Change) {
        self.update(table, key, change, Meaning::Changed);
    }

    /// Takes and frees cells of an agenda; [`Conflict::Taken`] if they are not as expected.
    pub(super) fn agenda(&mut self, table: &str, key: &Key, change: Change, side: Side) {
        self.update(table, key, change, Meaning::Taken(side));
    }

    /// Only if an item is as a condition says.
    pub(super) fn check(&mut self, check: ConditionCheck) {
        self.push(
            TransactWriteItem::builder().condition_check(check).build(),
            Meaning::Changed,
        );
    }

    /// Adds messages and the answer.
    pub(super) fn extra(&mut self, table: &str, extra: &Extra) {
        for message in &extra.messages {
            self.create(table, outbox::put(message));
        }
        if let Some((person, key, answer)) = &extra.answer {
            // An answer whose day is over counts as absent, since the table forgets late.
            let put = Put::builder()
                .condition_expression("attribute_not_exists(PK) OR expiresAt <= :now")
                .expression_attribute_values(":now", number(key.now.as_second()));
            self.put(
                put,
                table,
                answers::item(person, key, answer),
                Meaning::Answered,
            );
        }
    }

    fn put(
        &mut self,
        put: aws_sdk_dynamodb::types::builders::PutBuilder,
        table: &str,
        item: Item,
        meaning: Meaning,
    ) {
        let put = put
            .table_name(table)
            .set_item(Some(item))
            .build()
            .expect("table and item are set");
        self.push(TransactWriteItem::builder().put(put).build(), meaning);
    }

    fn update(&mut self, table: &str, key: &Key, change: Change, meaning: Meaning) {
        let update = change.in_transaction(table, key);
        self.push(TransactWriteItem::builder().update(update).build(), meaning);
    }

    fn push(&mut self, part: TransactWriteItem, meaning: Meaning) {
        self.parts.push(part);
        self.meanings.push(meaning);
    }
}

impl Store {
    /// Writes a transaction. One that met another is tried again after a random pause; the
    /// client's own retries carry one token, so that none is written twice.
    pub(super) async fn write(&self, transaction: Transaction) -> Result<(), Conflict> {
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
                Some(_) | None => return Err(failed("TransactWriteItems")(error).into()),
            };
            if let Some(conflict) = conflict(reasons, &transaction.meanings) {
                return Err(conflict);
            }
            if let Some(code) = reasons
                .iter()
                .filter_map(CancellationReason::code)
                .find(|code| !may_pass(code))
            {
                return Err(StoreError::Call {
                    operation: "TransactWriteItems",
                    code: code.to_owned(),
                }
                .into());
            }
            sleep(pause(attempt)).await;
        }
        Err(StoreError::Contention.into())
    }
}

/// The gravest condition that did not hold, if any: an answered request before a changed
/// booking before a taken time, and the provider's time before the member's.
fn conflict(reasons: &[CancellationReason], meanings: &[Meaning]) -> Option<Conflict> {
    let failed = reasons
        .iter()
        .zip(meanings)
        .filter(|(reason, _)| reason.code() == Some("ConditionalCheckFailed"));
    failed
        .map(|(_, meaning)| *meaning)
        .min()
        .map(|meaning| match meaning {
            Meaning::Answered => Conflict::Answered,
            Meaning::Changed => Conflict::Changed,
            Meaning::Taken(side) => Conflict::Taken(side),
        })
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
