//! What calls to the table consume, by the proxy's count.

#![allow(clippy::unwrap_used)]

mod compared;
mod counted;

use std::collections::BTreeMap;

use anteroom_stack::clock::Clock;
use anteroom_stack::cloud::Front;
use anteroom_stack::cloud::dynamodb::{DynamoDb, Source};
use serde_json::{Value, json};

/// A table with an index of keys only and one that has a text more.
struct Counted {
    front: Front,
    table: DynamoDb,
    http: reqwest::Client,
    clock: Clock,
}

impl Counted {
    async fn start() -> Self {
        let (front, http) = (Front::default(), reqwest::Client::new());
        let clock = Clock::starting_at("2026-11-22T10:00:00Z".parse().unwrap());
        let names = ["PK", "SK", "dueShard", "at", "list"];
        let attributes = names.map(|name| json!({"AttributeName": name, "AttributeType": "S"}));
        let key = |hash: &str, range: &str| {
            json!([
                {"AttributeName": hash, "KeyType": "HASH"},
                {"AttributeName": range, "KeyType": "RANGE"},
            ])
        };
        let body = json!({
            "TableName": "anteroom",
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": attributes,
            "KeySchema": key("PK", "SK"),
            "GlobalSecondaryIndexes": [
                {
                    "IndexName": "due",
                    "KeySchema": key("dueShard", "at"),
                    "Projection": {"ProjectionType": "KEYS_ONLY"},
                },
                {
                    "IndexName": "list",
                    "KeySchema": key("list", "at"),
                    "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["text"]},
                },
            ],
        });
        let table = DynamoDb::start(Source::Memory, &body, &clock, front.clone(), http.clone());
        Self {
            table: table.await.unwrap(),
            front,
            http,
            clock,
        }
    }

    /// Calls the table as a function, whatever comes of it.
    async fn call(&self, operation: &str, body: Value) -> Value {
        let request = self
            .http
            .post(self.table.url())
            .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
            .header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=bookings/20261122/r/dynamodb/aws4_request",
            );
        let answer = request.body(body.to_string()).send().await.unwrap();
        answer.json().await.unwrap()
    }

    /// What was consumed since the last look, by target: write and read units.
    fn look(&self) -> BTreeMap<String, (f64, f64)> {
        let report = self.front.capacity.report();
        self.front.capacity.reset();
        let mut consumed = BTreeMap::<String, (f64, f64)>::new();
        for item in report.items {
            let units = consumed.entry(item.target).or_default();
            units.0 += item.write_units;
            units.1 += item.read_units;
        }
        consumed
    }
}

/// Write and read units by target.
fn units(expected: &[(&str, f64, f64)]) -> BTreeMap<String, (f64, f64)> {
    let unit = |(target, write, read): &(&str, f64, f64)| ((*target).to_owned(), (*write, *read));
    expected.iter().map(unit).collect()
}

fn key(id: &str) -> Value {
    json!({"PK": {"S": id}, "SK": {"S": "x"}})
}

/// An item in both indexes, whose text has this many bytes.
fn item(id: &str, length: usize) -> Value {
    let mut item = key(id);
    item["dueShard"] = json!({"S": "1"});
    item["list"] = json!({"S": "mine"});
    item["at"] = json!({"S": "10:00"});
    item["text"] = json!({"S": "t".repeat(length)});
    item
}

/// The body of a call about one item.
fn with(more: Value) -> Value {
    let mut body = json!({"TableName": "anteroom"});
    let (body_map, more) = (body.as_object_mut().unwrap(), more.as_object().unwrap());
    body_map.extend(more.clone());
    body
}

fn set(id: &str, name: &str, value: &str) -> Value {
    with(json!({
        "Key": key(id),
        "UpdateExpression": "SET #n = :v",
        "ExpressionAttributeNames": {"#n": name},
        "ExpressionAttributeValues": {":v": {"S": value}},
    }))
}
