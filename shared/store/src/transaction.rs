//! Transactions: everything that belongs to one change is written together or not at all.

use anteroom_domain::booking::{OpenChange, Opening, Side};
use anteroom_domain::message::Message;
use anteroom_domain::session::Admitted;
use anteroom_domain::values::PersonId;
use aws_sdk_dynamodb::types::{
    ConditionCheck, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
};
use jiff::Timestamp;

use super::change::Change;
use super::condition::Condition;
use super::keys::Key;
use super::path::PK;
use super::value::Item;
use super::{
    AnswerKey, Limited, MessageCount, NewMeeting, StoreError, answers, message_item,
    message_limits, open_bookings, quota_resets_at,
};

/// Further writes of a change: messages, the answer to the request, and limits.
#[derive(Clone, Debug, Default)]
pub struct CommitExtras {
    /// The messages that the change causes.
    pub messages: Vec<Message>,
    /// Whether they are held, since the change was due before the table was restored (M10).
    pub held: bool,
    /// What the messages count for each person, and when.
    pub counted: Option<(Vec<MessageCount>, Timestamp)>,
    /// The answer and its key, if the caller gave one.
    pub answer: Option<(AnswerKey, Vec<u8>)>,
    /// The limit that the change uses, and the time of the use.
    pub limited: Option<(Limited, Timestamp)>,
    /// What the change does to the open bookings of the member.
    pub open: Option<OpenChange>,
    /// What a new booking requires of them.
    pub opening: Option<Opening>,
    /// The meeting that was made for the session.
    pub meeting: Option<NewMeeting>,
    /// The admission to the session, for its record.
    pub admitted: Option<Admitted>,
    /// A person who must have access (A5).
    pub with_access: Option<PersonId>,
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
    /// A person whom it takes has no access any more (A5).
    #[error("somebody has no access any more")]
    Disabled,
    /// The limit of the day is used up (A3).
    #[error("there was enough of it today")]
    TooMany,
    /// A person has caused or would get too many messages that day (A3).
    #[error("there are enough messages until {until}")]
    TooManyMessages {
        /// When the limit resets.
        until: Timestamp,
    },
    /// DynamoDB failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The meaning of a failed condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FailedCondition {
    Answered,
    Disabled,
    Changed,
    TooMany,
    Counts {
        until: Timestamp,
        opened_at_most: Option<u64>,
    },
    Taken(Side),
}

/// The parts of a transaction, each with the meaning of its failed condition.
#[derive(Debug)]
pub(super) struct Transaction<M = FailedCondition> {
    pub(super) parts: Vec<TransactWriteItem>,
    pub(super) meanings: Vec<M>,
}

impl Transaction {
    /// Puts a new item; [`Conflict::Changed`] if it already exists.
    pub(super) fn create(&mut self, table: &str, item: Item) {
        self.create_or(table, item, FailedCondition::Changed);
    }

    /// Puts an item and overwrites any other.
    pub(super) fn replace(&mut self, table: &str, item: Item) {
        self.put(table, item, None, FailedCondition::Changed);
    }

    /// Replaces an item that was read; [`Conflict::Changed`] if it is not as it was.
    pub(super) fn replace_if(&mut self, table: &str, item: Item, is_as_read: Condition) {
        self.put(table, item, Some(is_as_read), FailedCondition::Changed);
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
            self.create(table, message_item::put(message, extra.held));
        }
        self.count(table, extra);
        if let Some(person) = &extra.with_access {
            let has_access = message_limits::path::DISABLED.absent();
            let disabled = FailedCondition::Disabled;
            self.check_or(table, &Key::counts(person), &has_access, disabled);
        }
        if let Some((limited, now)) = &extra.limited {
            self.limit(table, limited, *now);
        }
        self.answer_or(table, extra, FailedCondition::Answered);
    }

    /// Changes what is counted for each person: messages, and a member's open bookings.
    /// [`Conflict::TooManyMessages`] if a limit is reached, [`Conflict::Changed`] if others have made so
    /// many bookings since that there may be no room for this one.
    fn count(&mut self, table: &str, extra: &CommitExtras) {
        let opening = extra.opening.as_ref();
        let mut open = extra.open.as_ref();
        if let Some((counts, now)) = &extra.counted {
            let until = quota_resets_at(*now);
            for count in counts {
                let change = count.counted(*now);
                let open = open.take_if(|open| open.member == *count.person());
                let (change, opening) = match open {
                    Some(open) => (open_bookings::added_to(change, open, opening), opening),
                    None => (change, None),
                };
                let opened_at_most = opening.map(|opening| opening.opened_at_most);
                let meaning = FailedCondition::Counts {
                    until,
                    opened_at_most,
                };
                // Two conditions may fail, and the item tells which.
                self.change_and_tell(table, &Key::counts(count.person()), change, meaning);
            }
        }
        if let Some(open) = open {
            let change = open_bookings::added_to(message_limits::counts(), open, opening);
            self.change(table, &Key::counts(&open.member), change);
        }
    }

    /// Uses a limit; [`Conflict::TooMany`] if it is used up.
    pub(super) fn limit(&mut self, table: &str, limited: &Limited, now: Timestamp) {
        let (key, count) = limited.counted(now);
        self.change_or(table, &key, count, FailedCondition::TooMany);
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

    /// The same; a failed condition tells the item as it is.
    pub(super) fn change_and_tell(&mut self, table: &str, key: &Key, change: Change, meaning: M) {
        let mut update = change.in_transaction(table, key);
        update.return_values_on_condition_check_failure =
            Some(ReturnValuesOnConditionCheckFailure::AllOld);
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
