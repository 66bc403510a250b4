//! Transactions: everything that belongs to one change is written together or not at all.

use std::time::Duration;

use anteroom_domain::booking::Side;
use anteroom_domain::message::Message;
use anteroom_domain::values::PersonId;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    CancellationReason, ConditionCheck, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
};
use jiff::Timestamp;
use tokio::time::sleep;

use super::change::Change;
use super::condition::Condition;
use super::keys::Key;
use super::path::PK;
use super::value::{Item, number};
use super::{AnswerKey, Limited, NewMeeting, Store, StoreError, answers, failed, outbox, people};

/// Further writes of a change: messages, the answer to the request, and limits.
#[derive(Clone, Debug, Default)]
pub struct CommitExtras {
    /// The messages that the change causes.
    pub messages: Vec<Message>,
    /// The answer and its key, if the caller gave one.
    pub answer: Option<(AnswerKey, Vec<u8>)>,
    /// The limit that the change uses, and the time of the use.
    pub limited: Option<(Limited, Timestamp)>,
    /// The meeting that was made for the session.
    pub meeting: Option<NewMeeting>,
    /// The member whose link epoch must be unchanged, if they use a link.
    pub link: Option<(PersonId, u32)>,
}

/// Why a transaction was not written. Nothing of it was written.
#[derive(Debug, thiserror::Error)]
pub enum Conflict {
    /// A slot conflict on a side (B2).
    #[error("the time of the {0:?} is taken")]
    Taken(Side),
    /// The item has changed since it was read, or already exists.
    #[error("it has changed in the meantime")]
    Changed,
    /// The same idempotency key got an answer in the meantime.
    #[error("the same request was answered in the meantime")]
    Answered,
    /// The limit of the day is used up (A3).
    #[error("there was enough of it today")]
    TooMany,
    /// The member's link was sent to an address that is no longer theirs (A2).
    #[error("the link is void")]
    LinkVoid,
    /// DynamoDB failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The meaning of a failed condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FailedCondition {
    Answered,
    Link,
    Changed,
    TooMany,
    Taken(Side),
}

/// The parts of a transaction, each with the meaning of its failed condition.
#[derive(Debug)]
pub(super) struct Transaction<M = FailedCondition> {
    parts: Vec<TransactWriteItem>,
    meanings: Vec<M>,
}

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

impl Transaction {
    /// Puts a new item; [`Conflict::Changed`] if it already exists.
    pub(super) fn create(&mut self, table: &str, item: Item) {
        self.create_or(table, item, FailedCondition::Changed);
    }

    /// Puts an item and overwrites any other.
    pub(super) fn replace(&mut self, table: &str, item: Item) {
        self.put(table, item, None, FailedCondition::Changed);
    }

    /// Changes an item; [`Conflict::Changed`] if its conditions fail.
    pub(super) fn change(&mut self, table: &str, key: &Key, change: Change) {
        self.change_or(table, key, change, FailedCondition::Changed);
    }

    /// Takes and frees cells of an agenda; [`Conflict::Taken`] if they are not as expected.
    pub(super) fn agenda(&mut self, table: &str, key: &Key, change: Change, side: Side) {
        self.change_or(table, key, change, FailedCondition::Taken(side));
    }

    /// Adds messages, the answer, and limits.
    pub(super) fn extra(&mut self, table: &str, extra: &CommitExtras) {
        for message in &extra.messages {
            self.create(table, outbox::put(message));
        }
        if let Some((limited, now)) = &extra.limited {
            let (key, count) = limited.counted(*now);
            self.change_or(table, &key, count, FailedCondition::TooMany);
        }
        if let Some((member, epoch)) = &extra.link {
            let is_valid = people::path::LINK_EPOCH.is(number(epoch));
            self.check_or(
                table,
                &Key::person(member),
                &is_valid,
                FailedCondition::Link,
            );
        }
        self.answer_or(table, extra, FailedCondition::Answered);
    }

    /// Adds the parts of another transaction.
    pub(super) fn append(&mut self, other: Self) {
        self.parts.extend(other.parts);
        self.meanings.extend(other.meanings);
    }

    /// Whether it has no parts.
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

impl<M> Transaction<M> {
    /// Puts a new item, with the meaning if it already exists.
    pub(super) fn create_or(&mut self, table: &str, item: Item, meaning: M) {
        self.put(table, item, Some(PK.absent()), meaning);
    }

    /// Changes an item, with the meaning if its conditions fail.
    pub(super) fn change_or(&mut self, table: &str, key: &Key, change: Change, meaning: M) {
        let update = change.in_transaction(table, key);
        self.push(TransactWriteItem::builder().update(update).build(), meaning);
    }

    /// Requires a condition of an item that the transaction does not write, with the meaning if it
    /// fails. The failed check tells the item as it is.
    pub(super) fn check_or(&mut self, table: &str, key: &Key, condition: &Condition, meaning: M) {
        let (text, aliases) = condition.expression();
        let check = ConditionCheck::builder()
            .table_name(table)
            .set_key(Some(key.attributes()))
            .condition_expression(text)
            .set_expression_attribute_names(aliases.names())
            .set_expression_attribute_values(aliases.values())
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()
            .expect("key, table and condition are set");
        self.push(
            TransactWriteItem::builder().condition_check(check).build(),
            meaning,
        );
    }

    /// Adds the answer, with the meaning if its key already has one.
    pub(super) fn answer_or(&mut self, table: &str, extra: &CommitExtras, meaning: M) {
        if let Some((key, body)) = &extra.answer {
            let item = answers::item(key, body);
            self.put(table, item, Some(answers::if_none_is_kept(key)), meaning);
        }
    }

    fn put(&mut self, table: &str, item: Item, condition: Option<Condition>, meaning: M) {
        let put = Put::builder().table_name(table).set_item(Some(item));
        let put = match condition.map(|condition| condition.expression()) {
            None => put,
            Some((text, aliases)) => put
                .condition_expression(text)
                .set_expression_attribute_names(aliases.names())
                .set_expression_attribute_values(aliases.values()),
        };
        let put = put.build().expect("table and item are set");
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
            sleep(pause(attempt)).await;
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
    match refused.iter().map(|(meaning, _)| meaning).min() {
        Some(FailedCondition::Answered) => Conflict::Answered,
        Some(FailedCondition::Link) => Conflict::LinkVoid,
        Some(FailedCondition::TooMany) => Conflict::TooMany,
        Some(FailedCondition::Taken(side)) => Conflict::Taken(*side),
        Some(FailedCondition::Changed) | None => Conflict::Changed,
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
fn pause(attempt: u32) -> Duration {
    let most = 20_u64 << attempt.min(5);
    let mut random = [0; 8];
    getrandom::fill(&mut random).expect("the system has randomness");
    Duration::from_millis(u64::from_le_bytes(random) % most + 1)
}
