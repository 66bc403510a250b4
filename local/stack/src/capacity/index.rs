//! What a write to the table costs an index, by the developer guide's page "Using Global Secondary
//! Indexes in DynamoDB" (`GSI.html`, "Write capacity units").

use std::collections::BTreeSet;

use dynoxide::{AttributeValue, Item};
use serde_json::Value;

use super::item_size::value_size;
use super::units::write_units;

/// The names of the attributes of a primary key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySchema {
    /// The partition key.
    pub partition: String,
    /// The sort key, if there is one.
    pub sort: Option<String>,
}

/// An index of the table.
#[derive(Debug, Clone)]
pub struct Index {
    /// Its name.
    pub name: String,
    key: KeySchema,
    /// The attributes that it has of each item; none: all of them.
    projected: Option<BTreeSet<String>>,
}

/// An index's copy of an item.
struct Entry<'a> {
    partition: &'a AttributeValue,
    sort: Option<&'a AttributeValue>,
    item: &'a Item,
    projected: Option<&'a BTreeSet<String>>,
}

impl KeySchema {
    /// Reads a property `KeySchema`; none if it has no partition key.
    pub fn read(schema: &Value) -> Option<Self> {
        let of_kind = |kind: &str| {
            let mut elements = schema.as_array().into_iter().flatten();
            let element = elements.find(|element| element["KeyType"] == kind)?;
            element["AttributeName"].as_str().map(str::to_owned)
        };
        Some(Self {
            partition: of_kind("HASH")?,
            sort: of_kind("RANGE"),
        })
    }

    /// The names of the key's attributes.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        [Some(&self.partition), self.sort.as_ref()]
            .into_iter()
            .flatten()
    }

    /// The key of an item.
    pub fn of(&self, item: &Item) -> Item {
        let named = |name: &String| Some((name.clone(), item.get(name)?.clone()));
        self.names().filter_map(named).collect()
    }
}

impl Index {
    /// Reads the indexes of a `CreateTable`, global and local ones alike.
    pub fn read_all(table: &Value, key: &KeySchema) -> Vec<Self> {
        ["GlobalSecondaryIndexes", "LocalSecondaryIndexes"]
            .iter()
            .filter_map(|kind| table[kind].as_array())
            .flatten()
            .filter_map(|index| Self::read(index, key))
            .collect()
    }

    fn read(index: &Value, table_key: &KeySchema) -> Option<Self> {
        let key = KeySchema::read(&index["KeySchema"])?;
        let projection = &index["Projection"];
        let projected = (projection["ProjectionType"] != "ALL").then(|| {
            let included = projection["NonKeyAttributes"].as_array();
            let included = included.into_iter().flatten().filter_map(Value::as_str);
            let keys = key.names().chain(table_key.names());
            keys.cloned().chain(included.map(str::to_owned)).collect()
        });
        Some(Self {
            name: index["IndexName"].as_str()?.to_owned(),
            key,
            projected,
        })
    }

    /// The name of its partition key.
    pub fn partition_key(&self) -> &str {
        &self.key.partition
    }

    /// The writes to the index that follow a write to the table: the partition and the units of
    /// each. Nothing follows if the index's copy stays as it is; a key that changes takes two
    /// writes, one to delete the old copy and one to put the new one.
    pub fn writes(&self, before: Option<&Item>, after: Option<&Item>) -> Vec<(String, f64)> {
        let before = before.and_then(|item| self.entry(item));
        let after = after.and_then(|item| self.entry(item));
        match (before, after) {
            (None, None) => Vec::new(),
            (Some(only), None) | (None, Some(only)) => vec![only.write()],
            (Some(before), Some(after)) if !before.same_place(&after) => {
                vec![before.write(), after.write()]
            }
            (Some(before), Some(after)) if before.same_attributes(&after) => Vec::new(),
            (Some(before), Some(after)) => {
                let ((partition, before), (_, after)) = (before.write(), after.write());
                vec![(partition, before.max(after))]
            }
        }
    }

    /// The copy of an item; none if it lacks an attribute of the index's key.
    fn entry<'a>(&'a self, item: &'a Item) -> Option<Entry<'a>> {
        let attribute = |name: &String| item.get(name).filter(|value| is_key(value));
        let partition = attribute(&self.key.partition)?;
        let sort = match &self.key.sort {
            Some(name) => Some(attribute(name)?),
            None => None,
        };
        Some(Entry {
            partition,
            sort,
            item,
            projected: self.projected.as_ref(),
        })
    }
}

impl Entry<'_> {
    fn same_place(&self, other: &Self) -> bool {
        self.partition == other.partition && self.sort == other.sort
    }

    fn same_attributes(&self, other: &Self) -> bool {
        match self.projected {
            Some(names) => names
                .iter()
                .all(|name| self.item.get(name) == other.item.get(name)),
            None => self.item == other.item,
        }
    }

    fn write(&self) -> (String, f64) {
        (key_text(self.partition), write_units(self.size()))
    }

    /// Its size in bytes.
    fn size(&self) -> usize {
        let attributes = self.item.iter();
        attributes
            .filter(|(name, _)| self.projected.is_none_or(|names| names.contains(*name)))
            .map(|(name, value)| name.len() + value_size(value))
            .sum()
    }
}

/// Only texts, numbers and bytes can be keys.
fn is_key(value: &AttributeValue) -> bool {
    use AttributeValue::{B, N, S};
    matches!(value, S(_) | N(_) | B(_))
}

/// A key's value as text, to tell partitions apart.
pub fn key_text(value: &AttributeValue) -> String {
    match value {
        AttributeValue::S(text) | AttributeValue::N(text) => text.clone(),
        other => other.to_key_string().unwrap_or_default(),
    }
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
