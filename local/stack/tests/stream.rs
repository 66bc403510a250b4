//! The stream that the table of this process makes of its changes.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use anteroom_stack::clock::Clock;
use anteroom_stack::cloud::Front;
use anteroom_stack::cloud::dynamodb::{Changes, DynamoDb, Source};
use serde_json::{Value, json};

const START: &str = "2026-11-22T10:00:00Z";

struct Table {
    dynamodb: DynamoDb,
    http: reqwest::Client,
    records: Arc<Mutex<Vec<Value>>>,
}

fn body(view: &str) -> Value {
    json!({
        "TableName": "anteroom",
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{"AttributeName": "PK", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "PK", "AttributeType": "S"}],
        "StreamSpecification": {"StreamEnabled": true, "StreamViewType": view},
    })
}

impl Table {
    async fn start(source: Source<'_>, view: &str) -> Self {
        let clock = Clock::starting_at(START.parse().unwrap());
        let http = reqwest::Client::new();
        let front = Front::default();
        let body = body(view);
        let dynamodb = DynamoDb::start(source, &body, &clock, front, http.clone());
        let dynamodb = dynamodb.await.unwrap();
        let records = Arc::<Mutex<Vec<Value>>>::default();
        let Changes::Pushed(feed) = dynamodb.changes() else {
            panic!("the table of this process pushes its changes");
        };
        let seen = Arc::clone(&records);
        feed.follow(move |change| seen.lock().unwrap().push(change.record()));
        Self {
            dynamodb,
            http,
            records,
        }
    }

    async fn call(&self, operation: &str, body: Value) -> Value {
        let request = self.http.post(self.dynamodb.url());
        let target = format!("DynamoDB_20120810.{operation}");
        let request = request
            .header("x-amz-target", target)
            .body(body.to_string());
        request.send().await.unwrap().json().await.unwrap()
    }

    async fn put(&self, id: &str, number: i32) {
        let item = item(id, number);
        let put = json!({"TableName": "anteroom", "Item": item});
        assert_eq!(self.call("PutItem", put).await, json!({}));
    }

    /// The records since the last look.
    fn look(&self) -> Vec<Value> {
        std::mem::take(&mut *self.records.lock().unwrap())
    }

    /// The records since the last look: what happened to which item.
    fn events(&self) -> Vec<String> {
        let records = self.look();
        let text = |record: &Value| {
            let key = record["dynamodb"]["Keys"]["PK"]["S"].as_str().unwrap();
            format!("{} {key}", record["eventName"].as_str().unwrap())
        };
        records.iter().map(text).collect()
    }
}

fn item(id: &str, number: i32) -> Value {
    json!({"PK": {"S": id}, "number": {"N": number.to_string()}})
}

fn keyed(id: &str) -> Value {
    json!({"TableName": "anteroom", "Key": {"PK": {"S": id}}})
}

#[tokio::test]
async fn a_record_tells_what_changed() {
    let table = Table::start(Source::Memory, "NEW_AND_OLD_IMAGES").await;
    table.put("a", 1).await;
    table.put("a", 2).await;
    table.call("DeleteItem", keyed("a")).await;
    let records = table.look();
    let names: Vec<_> = records.iter().map(|record| &record["eventName"]).collect();
    assert_eq!(names, ["INSERT", "MODIFY", "REMOVE"]);
    let number = |record: &Value| {
        let number = record["dynamodb"]["SequenceNumber"].as_str().unwrap();
        assert_eq!(number.len(), 21);
        number.parse::<u128>().unwrap()
    };
    assert!(number(&records[0]) < number(&records[1]));
    assert!(number(&records[1]) < number(&records[2]));

    let mut modified = records[1].clone();
    modified["eventID"].take();
    modified["dynamodb"]["SequenceNumber"].take();
    let expected = json!({
        "eventID": null,
        "eventName": "MODIFY",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "dynamodb": {
            "ApproximateCreationDateTime": START.parse::<jiff::Timestamp>().unwrap().as_second(),
            "Keys": {"PK": {"S": "a"}},
            "NewImage": item("a", 2),
            "OldImage": item("a", 1),
            "SequenceNumber": null,
            "SizeBytes": 3 + 2 * (3 + 8),
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    });
    assert_eq!(modified, expected);
    assert_eq!(records[0]["dynamodb"].get("OldImage"), None);
    assert_eq!(records[2]["dynamodb"].get("NewImage"), None);
}

#[tokio::test]
async fn the_view_says_which_images_are_shown() {
    for (view, new, old) in [
        ("NEW_IMAGE", true, false),
        ("OLD_IMAGE", false, true),
        ("KEYS_ONLY", false, false),
    ] {
        let table = Table::start(Source::Memory, view).await;
        table.put("a", 1).await;
        table.put("a", 2).await;
        let change = &table.look()[1]["dynamodb"];
        assert_eq!(change.get("NewImage").is_some(), new, "{view}");
        assert_eq!(change.get("OldImage").is_some(), old, "{view}");
    }
}

#[tokio::test]
async fn every_kind_of_write_makes_records_and_what_changes_nothing_makes_none() {
    let table = Table::start(Source::Memory, "NEW_IMAGE").await;
    let batch = json!({"RequestItems": {"anteroom": [
        {"PutRequest": {"Item": item("a", 1)}},
        {"PutRequest": {"Item": item("b", 1)}},
    ]}});
    table.call("BatchWriteItem", batch.clone()).await;
    assert_eq!(table.events(), ["INSERT a", "INSERT b"]);
    table.call("BatchWriteItem", batch).await;
    assert_eq!(table.events(), [""; 0]);

    let mut update = keyed("a");
    update["UpdateExpression"] = json!("SET #n = :n");
    update["ExpressionAttributeNames"] = json!({"#n": "number"});
    update["ExpressionAttributeValues"] = json!({":n": {"N": "1.0"}});
    table.call("UpdateItem", update.clone()).await;
    assert_eq!(table.events(), [""; 0]);
    update["ExpressionAttributeValues"] = json!({":n": {"N": "5"}});
    table.call("UpdateItem", update.clone()).await;
    assert_eq!(table.events(), ["MODIFY a"]);

    update["ExpressionAttributeValues"] = json!({":n": {"N": "6"}});
    let mut check = keyed("b");
    check["ConditionExpression"] = json!("attribute_exists(PK)");
    let put = |id: &str| json!({"Put": {"TableName": "anteroom", "Item": item(id, 1)}});
    let parts = json!([{"Update": update}, {"ConditionCheck": check}, put("c")]);
    let transaction = json!({"TransactItems": parts, "ClientRequestToken": "once"});
    table.call("TransactWriteItems", transaction.clone()).await;
    assert_eq!(table.events(), ["MODIFY a", "INSERT c"]);
    // The same once more is not carried out again.
    table.call("TransactWriteItems", transaction).await;
    assert_eq!(table.events(), [""; 0]);

    // A cancelled transaction changes nothing.
    check = keyed("nobody");
    check["ConditionExpression"] = json!("attribute_exists(PK)");
    let cancelled = json!({"TransactItems": [put("d"), {"ConditionCheck": check}]});
    table.call("TransactWriteItems", cancelled).await;
    table.call("DeleteItem", keyed("nobody")).await;
    assert_eq!(table.events(), [""; 0]);

    let delete = json!({"TransactItems": [{"Delete": keyed("c")}]});
    table.call("TransactWriteItems", delete).await;
    table.call("DeleteItem", keyed("b")).await;
    assert_eq!(table.events(), ["REMOVE c", "REMOVE b"]);
}

#[tokio::test]
async fn what_is_stored_is_told_again_after_a_restart() {
    let folder = folder();
    let file = folder.join("table.db");
    let table = Table::start(Source::File(&file), "NEW_IMAGE").await;
    table.put("a", 1).await;
    let first = table.look().remove(0);
    drop(table);

    let table = Table::start(Source::File(&file), "NEW_IMAGE").await;
    assert!(table.look().is_empty());
    table.dynamodb.replay().await.unwrap();
    let again = table.look().remove(0);
    assert_eq!(again["dynamodb"]["NewImage"], first["dynamodb"]["NewImage"]);
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn an_outline_is_the_record_with_some_attributes_only() {
    let table = Table::start(Source::Memory, "NEW_AND_OLD_IMAGES").await;
    let outlines = Arc::<Mutex<Vec<Value>>>::default();
    let seen = Arc::clone(&outlines);
    let Changes::Pushed(feed) = table.dynamodb.changes() else {
        panic!("the table of this process pushes its changes");
    };
    let attributes = ["number".to_owned(), "other".to_owned()].into();
    feed.follow(move |change| seen.lock().unwrap().push(change.outline(&attributes)));
    table.put("a", 1).await;
    table.put("a", 2).await;
    let mut expected = table.look();
    for record in &mut expected {
        for image in ["NewImage", "OldImage"] {
            if let Some(image) = record["dynamodb"].get_mut(image) {
                image.as_object_mut().unwrap().remove("PK");
            }
        }
    }
    assert_eq!(*outlines.lock().unwrap(), expected);
}

#[tokio::test]
async fn a_file_of_an_earlier_version_loses_its_own_stream() {
    let folder = folder();
    let file = folder.join("table.db");
    let earlier = open(&file);
    let create = serde_json::from_value(body("NEW_IMAGE")).unwrap();
    earlier.create_table(create).unwrap();
    drop(earlier);

    drop(Table::start(Source::File(&file), "NEW_IMAGE").await);
    let metadata = open(&file).get_table_metadata("anteroom").unwrap();
    assert!(!metadata.unwrap().stream_enabled);
    std::fs::remove_dir_all(folder).unwrap();
}

fn open(file: &Path) -> dynoxide::Database {
    dynoxide::Database::new(&file.to_string_lossy()).unwrap()
}

fn folder() -> PathBuf {
    let name = format!("anteroom-{}", uuid::Uuid::new_v4());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
