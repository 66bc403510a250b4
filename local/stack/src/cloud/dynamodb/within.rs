//! Whether a call is within the limits of the table's units, and what it is refused with if it is not.

use dynoxide::actions::batch_get_item::{BatchGetItemRequest, KeysAndAttributes};
use dynoxide::{DynoxideError, Item};
use serde_json::{Map, Value, json};

use super::places::reading;
use super::table::Table;
use crate::capacity::Consumed;
use crate::limits::{Place, Refused};

/// Why a call was not carried out.
pub(super) enum NotDone {
    /// The database refuses it.
    Error(DynoxideError),
    /// It is beyond a limit: one refusal, or none, for each item.
    Beyond {
        refused: Vec<Option<Refused>>,
        is_transaction: bool,
    },
}

impl From<DynoxideError> for NotDone {
    fn from(error: DynoxideError) -> Self {
        Self::Error(error)
    }
}

impl Table {
    /// Whether all places of each item have units left.
    pub(super) fn within_limits(
        &self,
        items: impl Iterator<Item = Vec<Place>>,
        is_transaction: bool,
    ) -> Result<(), NotDone> {
        if !self.limits.has_unit_limits() {
            return Ok(());
        }
        let refused: Vec<_> = items
            .map(|places| self.limits.has_units(&places).err())
            .collect();
        match refused.iter().any(Option::is_some) {
            true => Err(NotDone::Beyond {
                refused,
                is_transaction,
            }),
            false => Ok(()),
        }
    }

    /// Takes those keys out of a batch whose partitions have no units left, and gives them as the answer has them. If
    /// none is left in, the batch is refused (API reference, "BatchGetItem").
    ///
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html>
    pub(super) fn leave_out(
        &self,
        request: &mut BatchGetItemRequest,
    ) -> Result<Map<String, Value>, NotDone> {
        let (mut left_out, mut refused) = (Map::new(), Vec::new());
        if !self.limits.has_unit_limits() {
            return Ok(left_out);
        }
        for (table, keys) in &mut request.request_items {
            let beyond = |key: &Item| {
                let place = reading(table, self.schema.partition(key));
                self.limits.has_units(&[place]).err()
            };
            let mut out = Vec::new();
            keys.keys.retain(|key| match beyond(key) {
                Some(limit) => {
                    refused.push(Some(limit));
                    out.push(json!(key));
                    false
                }
                None => true,
            });
            if !out.is_empty() {
                left_out.insert(table.clone(), unprocessed(keys, out));
            }
        }
        let is_asked = |table: &String, keys: &mut KeysAndAttributes| {
            !keys.keys.is_empty() || !left_out.contains_key(table)
        };
        request.request_items.retain(is_asked);
        match request.request_items.is_empty() && !refused.is_empty() {
            true => Err(NotDone::Beyond {
                refused,
                is_transaction: false,
            }),
            false => Ok(left_out),
        }
    }

    /// Whether the indexes can take what follows from a write. If one can't, the table refuses the write
    /// (developer guide, "Understanding GSI write throttling and back pressure"). Only who has carried a write out
    /// knows what follows from it; until the answer nobody else sees it.
    ///
    /// <https://docs.amazonaws.cn/en_us/amazondynamodb/latest/developerguide/gsi-throttling.html>
    pub(super) fn indexes_within_limits(
        &self,
        consumed: &[Vec<Consumed>],
        is_transaction: bool,
    ) -> Result<(), NotDone> {
        let of_indexes = |item: &Vec<Consumed>| -> Vec<Place> {
            let of_index = |each: &&Consumed| each.target != self.schema.name;
            item.iter().filter(of_index).map(Place::of).collect()
        };
        self.within_limits(consumed.iter().map(of_indexes), is_transaction)
    }
}

/// Keys that were left out, to be asked for again as they were.
fn unprocessed(asked: &KeysAndAttributes, keys: Vec<Value>) -> Value {
    let all = json!({
        "Keys": keys,
        "ProjectionExpression": asked.projection_expression,
        "ExpressionAttributeNames": asked.expression_attribute_names,
        "ConsistentRead": asked.consistent_read,
        "AttributesToGet": asked.attributes_to_get,
    });
    let Value::Object(mut all) = all else {
        return all;
    };
    all.retain(|_, value| !value.is_null());
    Value::Object(all)
}
