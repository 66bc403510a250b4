#![allow(clippy::unwrap_used)]

use serde_json::json;

use super::*;

fn index(projection: Value) -> Index {
    let key = json!([
        {"AttributeName": "PK", "KeyType": "HASH"},
        {"AttributeName": "SK", "KeyType": "RANGE"},
    ]);
    let table = json!({"GlobalSecondaryIndexes": [{
        "IndexName": "due",
        "KeySchema": [
            {"AttributeName": "shard", "KeyType": "HASH"},
            {"AttributeName": "at", "KeyType": "RANGE"},
        ],
        "Projection": projection,
    }]});
    let key = KeySchema::read(&key).unwrap();
    Index::read_all(&table, &key).remove(0)
}

fn keys_only() -> Index {
    index(json!({"ProjectionType": "KEYS_ONLY"}))
}

fn including() -> Index {
    index(json!({"ProjectionType": "INCLUDE", "NonKeyAttributes": ["state"]}))
}

fn all() -> Index {
    index(json!({"ProjectionType": "ALL"}))
}

/// An item whose texts are given, beside the table's key.
fn item(attributes: &[(&str, &str)]) -> Item {
    let key = [("PK", "BKG#1"), ("SK", "SESSION")];
    key.iter()
        .chain(attributes)
        .map(|(name, value)| ((*name).to_owned(), AttributeValue::S((*value).to_owned())))
        .collect()
}

fn due(more: &[(&str, &str)]) -> Item {
    item(&[&[("shard", "1"), ("at", "10:00")], more].concat())
}

fn units(index: &Index, before: Option<&Item>, after: Option<&Item>) -> f64 {
    let writes = index.writes(before, after);
    writes.iter().map(|(_, units)| units).sum()
}

#[test]
fn an_entry_is_put_and_deleted() {
    let entry = due(&[]);
    assert_eq!(
        keys_only().writes(None, Some(&entry)),
        [("1".to_owned(), 1.0)]
    );
    assert_eq!(units(&keys_only(), Some(&entry), None), 1.0);
    let outside = item(&[("shard", "1")]);
    assert_eq!(units(&keys_only(), Some(&outside), Some(&entry)), 1.0);
    assert_eq!(units(&keys_only(), Some(&entry), Some(&outside)), 1.0);
    assert_eq!(units(&keys_only(), None, Some(&outside)), 0.0);
}

#[test]
fn what_is_not_projected_costs_nothing() {
    let (one, two) = (
        due(&[("state", "a"), ("x", "1")]),
        due(&[("state", "b"), ("x", "1")]),
    );
    assert_eq!(units(&keys_only(), Some(&one), Some(&two)), 0.0);
    assert_eq!(units(&including(), Some(&one), Some(&two)), 1.0);
    let other = due(&[("state", "a"), ("x", "2")]);
    assert_eq!(units(&including(), Some(&one), Some(&other)), 0.0);
    assert_eq!(units(&all(), Some(&one), Some(&other)), 1.0);
    assert_eq!(units(&all(), Some(&one), Some(&one.clone())), 0.0);
}

#[test]
fn a_key_that_changes_costs_a_deletion_and_a_put() {
    let before = due(&[]);
    let mut later = before.clone();
    later.insert("at".to_owned(), AttributeValue::S("11:00".to_owned()));
    assert_eq!(units(&keys_only(), Some(&before), Some(&later)), 2.0);
    let mut moved = before.clone();
    moved.insert("shard".to_owned(), AttributeValue::S("2".to_owned()));
    let writes = keys_only().writes(Some(&before), Some(&moved));
    assert_eq!(writes, [("1".to_owned(), 1.0), ("2".to_owned(), 1.0)]);
}

#[test]
fn the_projected_size_is_rounded_and_the_larger_one_counts() {
    let long = "x".repeat(1500);
    let (small, large) = (due(&[("state", "a")]), due(&[("state", &long)]));
    assert_eq!(units(&including(), None, Some(&large)), 2.0);
    assert_eq!(units(&including(), Some(&large), Some(&small)), 2.0);
    assert_eq!(units(&including(), Some(&small), Some(&large)), 2.0);
    let unprojected = due(&[("x", &long)]);
    assert_eq!(units(&including(), None, Some(&unprojected)), 1.0);
    assert_eq!(units(&all(), None, Some(&unprojected)), 2.0);
}

#[test]
fn only_scalars_make_an_entry() {
    let mut odd = due(&[]);
    odd.insert("at".to_owned(), AttributeValue::L(Vec::new()));
    assert_eq!(units(&keys_only(), None, Some(&odd)), 0.0);
}
