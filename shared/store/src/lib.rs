//! The store: the single DynamoDB table, with its items and the conditional writes that keep them
//! consistent.

mod agenda;
mod answers;
mod attendance;
mod attention;
mod booking_item;
mod calendar;
mod change;
mod commit;
mod due;
pub mod keys;
mod limits;
mod meeting;
mod note;
mod outbox;
mod people;
mod presence;
mod query;
mod records;
mod search;
mod session_item;
mod transaction;
pub(crate) mod value;

pub use answers::{AnswerKey, KeptAnswer};
pub use attendance::ServiceEvent;
pub use attention::Attention;
pub use calendar::{BookingSearch, CalendarPosition};
pub use commit::Before;
pub use due::Due;
pub use limits::{Limited, quota_resets_at};
pub use meeting::NewMeeting;
pub use outbox::{Claim, Earlier, MessageItem, NotResent, SentPosition, Subject, delivery};
pub use people::BookingContext;
pub use presence::{Polled, Visitor};
pub use records::{ListPosition, OpenAt};
pub use transaction::{CommitExtras, Conflict};

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{
    AttributeValue, KeysAndAttributes, ReturnValue, ReturnValuesOnConditionCheckFailure,
};
use keys::Key;
use value::Item;

use change::Change;

/// The DynamoDB table.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) client: Client,
    pub(crate) table: String,
    meetings: meeting::Remembered,
}

/// The format of the items that are written. A change that an earlier reader can't read raises it.
/// `tests/formats` has items of every format.
pub const FORMAT: u32 = 1;

/// A call to DynamoDB failed, or an item is invalid.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A call failed after all retries.
    #[error("{operation} failed: {code}")]
    Call {
        /// The operation.
        operation: &'static str,
        /// The service's error code, or the kind of failure.
        code: String,
    },
    /// The write conflicted with others too many times.
    #[error("too many changes at the same time")]
    Contention,
    /// An item can't be read. The error omits the details, which may quote stored data.
    #[error("an item can't be read")]
    Item(#[from] serde_dynamo::Error),
}

/// The outcome of a conditional `UpdateItem`.
pub(crate) enum Outcome {
    /// It was written; this is the item after it.
    Done(Item),
    /// A condition failed; this is the current item, if it exists.
    Refused(Option<Item>),
}

impl Store {
    /// The table with this name.
    pub fn new(client: Client, table: String) -> Self {
        Self {
            client,
            table,
            meetings: meeting::Remembered::default(),
        }
    }

    /// One item, by a consistent read.
    pub(crate) async fn item(&self, key: &Key) -> Result<Option<Item>, StoreError> {
        let request = self
            .client
            .get_item()
            .table_name(&self.table)
            .set_key(Some(key.attributes()));
        let output = request
            .consistent_read(true)
            .send()
            .await
            .map_err(failed("GetItem"))?;
        Ok(output.item)
    }

    /// Several items in one call, as they are now, in the order of their keys.
    pub(crate) async fn get_all<const N: usize>(
        &self,
        keys: [Key; N],
    ) -> Result<[Option<Item>; N], StoreError> {
        let mut found = self.batch(&keys).await?;
        Ok(keys.map(|key| found.remove(&key)))
    }

    /// Any number of items, as they are now, in the order of their keys; a call for each hundred.
    pub(crate) async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, StoreError> {
        // The most that DynamoDB reads in one `BatchGetItem` (API reference).
        const MOST_OF_A_CALL: usize = 100;
        let mut items = Vec::with_capacity(keys.len());
        for keys in keys.chunks(MOST_OF_A_CALL) {
            let mut found = self.batch(keys).await?;
            items.extend(keys.iter().map(|key| found.remove(key)));
        }
        Ok(items)
    }

    /// The items of up to a hundred keys, each of which is there once.
    async fn batch(&self, keys: &[Key]) -> Result<HashMap<Key, Item>, StoreError> {
        let mut found = HashMap::new();
        let mut wanted: Vec<Item> = keys.iter().map(Key::attributes).collect();
        // DynamoDB may leave some keys unprocessed; these are requested again. The client waits on
        // throttling.
        for _ in 0..5 {
            if wanted.is_empty() {
                return Ok(found);
            }
            let request = KeysAndAttributes::builder()
                .set_keys(Some(wanted))
                .consistent_read(true);
            let request = request.build().map_err(|_| StoreError::Contention)?;
            let output = self
                .client
                .batch_get_item()
                .request_items(&self.table, request)
                .send()
                .await;
            let output = output.map_err(failed("BatchGetItem"))?;
            let items = output
                .responses
                .into_iter()
                .flatten()
                .flat_map(|(_, items)| items);
            found.extend(items.filter_map(|item| Some((Key::of(&item)?, item))));
            wanted = output
                .unprocessed_keys
                .and_then(|mut tables| tables.remove(&self.table))
                .map_or_else(Vec::new, |left| left.keys);
        }
        if wanted.is_empty() {
            return Ok(found);
        }
        Err(StoreError::Contention)
    }

    /// Changes an item under conditions; gives the whole item after it.
    pub(crate) async fn update(&self, key: &Key, change: Change) -> Result<Outcome, StoreError> {
        let (update, condition, names, values) = change.into_parts();
        let result = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(key.attributes()))
            .update_expression(update)
            .set_condition_expression(condition)
            .set_expression_attribute_names(Some(names).filter(|names| !names.is_empty()))
            .set_expression_attribute_values(Some(values).filter(|values| !values.is_empty()))
            .return_values(ReturnValue::AllNew)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        match result {
            Ok(output) => Ok(Outcome::Done(output.attributes.unwrap_or_default())),
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(refused)) => {
                    Ok(Outcome::Refused(refused.item.clone()))
                }
                Some(_) | None => Err(failed("UpdateItem")(error)),
            },
        }
    }
}

/// Converts a failed call to its error code, without any data that was sent.
pub(crate) fn failed<E, R>(operation: &'static str) -> impl Fn(SdkError<E, R>) -> StoreError
where
    E: aws_sdk_dynamodb::error::ProvideErrorMetadata,
{
    move |error| {
        let kind = match &error {
            SdkError::TimeoutError(_) => "timeout",
            SdkError::DispatchFailure(_) => "no connection",
            SdkError::ConstructionFailure(_) => "bad request",
            SdkError::ResponseError(_) => "bad response",
            _ => "service error",
        };
        let code = error
            .as_service_error()
            .and_then(|e| e.code())
            .unwrap_or(kind)
            .to_owned();
        StoreError::Call { operation, code }
    }
}

/// The key at which the next page of a query starts.
pub(crate) type LastKey = HashMap<String, AttributeValue>;
