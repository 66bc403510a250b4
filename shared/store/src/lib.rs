//! The one table: what is stored, and the conditional writes that keep it true.

mod admission;
mod agenda;
mod answers;
mod attendance;
mod attention;
mod booking_item;
mod bookings;
mod change;
mod due;
pub mod keys;
mod life;
mod limits;
mod outbox;
mod people;
mod presence;
mod search;
mod sessions;
mod transaction;
pub(crate) mod value;

pub use admission::Admitted;
pub use answers::{AnswerKey, KeptAnswer};
pub use attendance::ServiceEvent;
pub use attention::Attention;
pub use booking_item::MeetingAttributes;
pub use bookings::{BookingRecord, Changed, ListPosition};
pub use due::Due;
pub use limits::{Limited, quota_resets_at};
pub use outbox::*;
pub use people::Parties;
pub use presence::{ClientReport, Report};
pub use search::{BookingSearch, CalendarPosition};
pub use sessions::{NewMeeting, SECOND_LOOK, Written};
pub use transaction::{CommitExtras, Conflict};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{
    AttributeValue, KeysAndAttributes, ReturnValue, ReturnValuesOnConditionCheckFailure,
};
use keys::Key;
use serde::de::DeserializeOwned;
use value::Item;

use change::Change;

/// The table.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) client: Client,
    pub(crate) table: String,
}

/// The table could not be used, or holds what it should not.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A call failed, after all its retries.
    #[error("{operation} failed: {code}")]
    Call {
        /// Which call.
        operation: &'static str,
        /// The service's error code, or the kind of failure.
        code: String,
    },
    /// Too many others changed the same items at the same time.
    #[error("too many changes at the same time")]
    Contention,
    /// An item is not what it should be. Its words stay unsaid: they may quote what is stored.
    #[error("an item can't be read")]
    Item(#[from] serde_dynamo::Error),
}

/// What an `UpdateItem` with conditions led to.
pub(crate) enum Outcome {
    /// It was done; this is the item after it.
    Done(Item),
    /// A condition did not hold; this is the item as it is, if there is one.
    Refused(Option<Item>),
}

impl Store {
    /// The table of a name.
    pub fn new(client: Client, table: String) -> Self {
        Self { client, table }
    }

    /// One item, as it is now.
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

    /// One item, as it is now, read.
    pub(crate) async fn get<T: DeserializeOwned>(
        &self,
        key: &Key,
    ) -> Result<Option<T>, StoreError> {
        self.item(key)
            .await?
            .map(serde_dynamo::from_item)
            .transpose()
            .map_err(StoreError::Item)
    }

    /// Several items in one call, as they are now, in the order of their keys.
    pub(crate) async fn get_all<const N: usize>(
        &self,
        keys: [Key; N],
    ) -> Result<[Option<Item>; N], StoreError> {
        let mut found: Vec<Item> = Vec::new();
        let mut wanted: Vec<Item> = keys.iter().map(Key::attributes).collect();
        // What a call leaves unprocessed is asked for again; the client waits out throttles.
        for _ in 0..5 {
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
            found.extend(
                output
                    .responses
                    .into_iter()
                    .flat_map(|mut tables| tables.remove(&self.table).unwrap_or_default()),
            );
            wanted = output
                .unprocessed_keys
                .and_then(|mut tables| tables.remove(&self.table))
                .map_or_else(Vec::new, |left| left.keys);
            if wanted.is_empty() {
                return Ok(keys.map(|key| take(&mut found, &key)));
            }
        }
        Err(StoreError::Contention)
    }

    /// Changes an item under conditions, and gives the whole item after it.
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

/// What a failed call is to us: its code, and never a word of what was sent.
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

/// Takes the item of a key out of those that were found.
fn take(found: &mut Vec<Item>, key: &Key) -> Option<Item> {
    let is = |item: &Item, name: &str, value: &str| {
        item.get(name)
            .and_then(|v| v.as_s().ok())
            .is_some_and(|v| v == value)
    };
    let index = found
        .iter()
        .position(|item| is(item, "PK", &key.pk) && is(item, "SK", &key.sk))?;
    Some(found.swap_remove(index))
}

/// The key at which the next page of a query begins.
pub(crate) type LastKey = std::collections::HashMap<String, AttributeValue>;
