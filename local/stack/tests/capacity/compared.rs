//! The count against what the database reports of itself, which follows the service's own answers.
//!
//! They agree on every call here. They are known to differ in these:
//!
//! - The database reports nothing of a failed condition. The developer guide says that it costs as
//!   much as a write, and the count has it.
//! - The database reports the repetition of a transaction by the sizes of its first time. The count
//!   goes by what is stored, which is what the service would have to read.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Counted, item, key, set, with};

/// Calls that come one after another on one table.
fn calls() -> Vec<(&'static str, Value)> {
    let put = |id: &str, length: usize| with(json!({"Item": item(id, length)}));
    let exists = json!({"Key": key("a"), "ConditionExpression": "attribute_exists(PK)"});
    let by_list = json!({
        "IndexName": "list",
        "KeyConditionExpression": "#l = :l",
        "ExpressionAttributeNames": {"#l": "list"},
        "ExpressionAttributeValues": {":l": {"S": "mine"}},
    });
    let by_key = json!({
        "KeyConditionExpression": "PK = :pk",
        "ExpressionAttributeValues": {":pk": {"S": "a"}},
    });
    let strong = |mut query: Value| {
        query["ConsistentRead"] = json!(true);
        query
    };
    let filtered = |mut query: Value| {
        query["FilterExpression"] = json!("attribute_exists(nothing)");
        query
    };
    let count = |mut query: Value| {
        query["Select"] = json!("COUNT");
        query
    };
    let two = json!([{"Key": key("a")}, {"Key": key("nobody")}]);
    let two = two.as_array().unwrap().iter();
    let gets: Vec<Value> = two.map(|get| json!({"Get": with(get.clone())})).collect();
    vec![
        ("PutItem", put("a", 1500)),
        ("PutItem", put("a", 1500)),
        ("PutItem", put("a", 5000)),
        ("PutItem", put("a", 700)),
        ("UpdateItem", set("a", "other", "o")),
        ("UpdateItem", set("a", "text", &"u".repeat(3000))),
        ("UpdateItem", set("a", "at", "11:00")),
        ("UpdateItem", set("a", "dueShard", "2")),
        ("UpdateItem", set("new", "dueShard", "2")),
        ("DeleteItem", with(json!({"Key": key("new")}))),
        ("DeleteItem", with(json!({"Key": key("nobody")}))),
        (
            "TransactWriteItems",
            json!({"TransactItems": [
                {"Put": put("b", 2000)},
                {"Put": with(json!({"Item": key("c")}))},
                {"ConditionCheck": with(exists)},
                {"Update": set("d", "list", "mine")},
                {"Delete": with(json!({"Key": key("nobody")}))},
            ]}),
        ),
        (
            "TransactWriteItems",
            json!({"TransactItems": [
                {"Delete": with(json!({"Key": key("b")}))},
                {"Update": set("a", "at", "12:00")},
            ]}),
        ),
        (
            "BatchWriteItem",
            json!({"RequestItems": {"anteroom": [
                {"PutRequest": {"Item": item("e", 1100)}},
                {"PutRequest": {"Item": item("f", 10)}},
                {"DeleteRequest": {"Key": key("c")}},
            ]}}),
        ),
        ("GetItem", with(json!({"Key": key("a")}))),
        (
            "GetItem",
            with(json!({"Key": key("a"), "ConsistentRead": true})),
        ),
        ("GetItem", with(json!({"Key": key("nobody")}))),
        (
            "GetItem",
            with(json!({"Key": key("a"), "ProjectionExpression": "SK"})),
        ),
        (
            "BatchGetItem",
            json!({"RequestItems": {"anteroom": {"Keys": [key("a"), key("e"), key("nobody")]}}}),
        ),
        ("TransactGetItems", json!({"TransactItems": gets})),
        ("Query", with(by_list.clone())),
        ("Query", with(filtered(by_list))),
        ("Query", with(by_key.clone())),
        ("Query", with(strong(by_key.clone()))),
        ("Query", with(count(by_key))),
        ("Scan", with(json!({}))),
        ("Scan", with(json!({"IndexName": "due"}))),
    ]
}

#[tokio::test]
async fn the_count_agrees_with_what_the_database_reports() {
    let table = Counted::start().await;
    for (number, (operation, mut body)) in calls().into_iter().enumerate() {
        body["ReturnConsumedCapacity"] = json!("INDEXES");
        let answer = table.call(operation, body).await;
        let reported = reported(&answer["ConsumedCapacity"]);
        assert!(!reported.is_empty(), "{number} {operation}: {answer}");
        let counted = table.look().into_iter();
        let counted: BTreeMap<_, _> = counted
            .map(|(target, (write, read))| (target, write + read))
            .collect();
        assert_eq!(counted, reported, "{number} {operation}");
    }
}

/// The units by target, of one table's report or a list of them.
fn reported(capacity: &Value) -> BTreeMap<String, f64> {
    let tables = match capacity {
        Value::Array(tables) => tables.iter().collect(),
        Value::Null => Vec::new(),
        table => vec![table],
    };
    let mut units = BTreeMap::new();
    for table in tables {
        let name = table["TableName"].as_str().unwrap();
        let of_table = table["Table"]["CapacityUnits"].as_f64();
        let of_table = of_table.map(|units| (name.to_owned(), units));
        let indexes = table["GlobalSecondaryIndexes"].as_object();
        let indexes = indexes.into_iter().flatten();
        let of_indexes = indexes.map(|(name, index)| {
            let units = index["CapacityUnits"].as_f64().unwrap();
            (name.clone(), units)
        });
        units.extend(of_indexes.chain(of_table).filter(|(_, units)| *units > 0.0));
    }
    units
}
