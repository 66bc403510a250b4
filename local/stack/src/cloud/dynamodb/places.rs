//! Where a read of the table reads: which partition of the table or of which index.

use std::collections::HashMap;

use dynoxide::actions::query::QueryRequest;
use dynoxide::{AttributeValue, Item};

use super::request::Read;
use super::writes::Schema;
use crate::capacity::index::key_text;
use crate::limits::{Kind, Place};

impl Read {
    /// The places that the request reads, in its order.
    pub(super) fn places(&self, schema: &Schema) -> Vec<Place> {
        let of_key = |table: &str, key: &Item| reading(table, schema.partition(key));
        match self {
            Self::Get(request) => vec![of_key(&request.table_name, &request.key)],
            Self::BatchGet(request) => {
                let tables = request.request_items.iter();
                let places = tables
                    .flat_map(|(table, keys)| keys.keys.iter().map(move |key| of_key(table, key)));
                places.collect()
            }
            Self::TransactGet(request) => {
                let parts = request.transact_items.iter();
                let places = parts.map(|part| of_key(&part.get.table_name, &part.get.key));
                places.collect()
            }
            Self::Query(request) => {
                let target = request.index_name.as_ref().unwrap_or(&request.table_name);
                vec![reading(target, queried(schema, request))]
            }
            Self::Scan(request) => {
                let target = request.index_name.as_ref().unwrap_or(&request.table_name);
                vec![reading(target, None)]
            }
        }
    }

    /// Whether it is refused as a transaction.
    pub(super) fn is_transaction(&self) -> bool {
        matches!(self, Self::TransactGet(_))
    }
}

/// A place that is read.
pub(super) fn reading(target: &str, partition: Option<String>) -> Place {
    Place {
        target: target.to_owned(),
        partition,
        kind: Kind::Read,
    }
}

/// The partition that a query looks through: its key condition says that the partition key is one value.
pub(super) fn queried(schema: &Schema, request: &QueryRequest) -> Option<String> {
    let key = match &request.index_name {
        Some(name) => {
            let mut indexes = schema.indexes.iter();
            indexes.find(|index| index.name == *name)?.partition_key()
        }
        None => &schema.key.partition,
    };
    let condition = request.key_condition_expression.as_deref()?;
    let condition = condition.replace('=', " = ").replace(['(', ')'], " ");
    let words: Vec<&str> = condition.split_whitespace().collect();
    let named = |word: &str| {
        let names = request.expression_attribute_names.as_ref();
        word == key
            || names
                .and_then(|names| names.get(word))
                .is_some_and(|name| name == key)
    };
    let mut conditions = words.windows(3);
    let [_, _, value] = conditions.find(|words| named(words[0]) && words[1] == "=")? else {
        return None;
    };
    let values: &HashMap<String, AttributeValue> = request.expression_attribute_values.as_ref()?;
    values.get(*value).map(key_text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::{Value, json};

    use super::*;
    use crate::capacity::index::{Index, KeySchema};

    fn of(query: Value) -> Option<String> {
        let key = KeySchema {
            partition: "PK".to_owned(),
            sort: Some("SK".to_owned()),
        };
        let table = json!({"GlobalSecondaryIndexes": [{
            "IndexName": "due", "Projection": {"ProjectionType": "KEYS_ONLY"},
            "KeySchema": [{"AttributeName": "shard", "KeyType": "HASH"}],
        }]});
        let schema = Schema {
            name: "table".to_owned(),
            indexes: Index::read_all(&table, &key),
            key,
        };
        queried(&schema, &serde_json::from_value(query).unwrap())
    }

    #[test]
    fn a_query_says_in_which_partition_it_looks() {
        let values = json!({":p": {"S": "BKG#1"}, ":s": {"S": "MSG"}});
        let query = |condition: &str| {
            json!({
                "TableName": "table", "KeyConditionExpression": condition,
                "ExpressionAttributeValues": values, "ExpressionAttributeNames": {"#p": "PK"},
            })
        };
        for condition in [
            "PK = :p",
            "#p=:p",
            "begins_with(SK, :s) AND PK = :p",
            "(#p = :p) AND SK <= :s",
        ] {
            assert_eq!(
                of(query(condition)).as_deref(),
                Some("BKG#1"),
                "{condition}"
            );
        }
        let index = json!({
            "TableName": "table", "IndexName": "due", "KeyConditionExpression": "shard = :n",
            "ExpressionAttributeValues": {":n": {"N": "7"}},
        });
        assert_eq!(of(index).as_deref(), Some("7"));
    }
}
