//! Reads of items by their keys, and writes of one item.

use std::collections::{BTreeSet, HashMap};

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{
    KeysAndAttributes, ReturnValue, ReturnValuesOnConditionCheckFailure,
};

use super::change::Change;
use super::condition::Condition;
use super::keys::Key;
use super::value::Item;
use super::{Store, StoreError, failed};

/// The outcome of a conditional `UpdateItem`.
pub(crate) enum Outcome {
    /// It was written; this is the item after it, or before it if that was asked for.
    Done(Item),
    /// A condition failed; this is the current item, if it exists.
    Refused(Option<Item>),
}

impl Store {
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
        let mut found = self.batch(&keys.each_ref()).await?;
        Ok(keys.map(|key| found.remove(&key)))
    }

    /// Any number of items, as they are now, in the order of their keys; a call for each hundred. A
    /// key may be there more than once.
    pub(crate) async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, StoreError> {
        // The most that DynamoDB reads in one `BatchGetItem` (API reference).
        const MOST_OF_A_CALL: usize = 100;
        // DynamoDB refuses a key that appears twice in one call.
        let different: BTreeSet<&Key> = keys.iter().collect();
        let different: Vec<&Key> = different.into_iter().collect();
        let mut found = HashMap::new();
        for keys in different.chunks(MOST_OF_A_CALL) {
            found.extend(self.batch(keys).await?);
        }
        Ok(keys.iter().map(|key| found.get(key).cloned()).collect())
    }

    /// The items of up to a hundred keys, each of which is there once.
    async fn batch(&self, keys: &[&Key]) -> Result<HashMap<Key, Item>, StoreError> {
        let mut found = HashMap::new();
        let mut wanted: Vec<Item> = keys.iter().map(|key| key.attributes()).collect();
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
        self.update_giving(key, change, ReturnValue::AllNew).await
    }

    /// The same, giving the whole item as it was before or after.
    pub(crate) async fn update_giving(
        &self,
        key: &Key,
        change: Change,
        given: ReturnValue,
    ) -> Result<Outcome, StoreError> {
        let (update, condition, aliases) = change.into_parts();
        let result = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(key.attributes()))
            .update_expression(update)
            .set_condition_expression(condition)
            .set_expression_attribute_names(aliases.names())
            .set_expression_attribute_values(aliases.values())
            .return_values(given)
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

    /// Puts an item. False if the condition of the item that is there does not hold; then nothing
    /// is written.
    pub(crate) async fn put_if(
        &self,
        item: Item,
        condition: &Condition,
    ) -> Result<bool, StoreError> {
        let (text, aliases) = condition.expression();
        let result = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression(text)
            .set_expression_attribute_names(aliases.names())
            .set_expression_attribute_values(aliases.values())
            .send()
            .await;
        match result {
            Ok(_) => Ok(true),
            Err(error) => match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(_)) => Ok(false),
                Some(_) | None => Err(failed("PutItem")(error)),
            },
        }
    }
}
