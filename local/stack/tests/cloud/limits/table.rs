//! DynamoDB.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{KeysAndAttributes, Update};

use super::*;

const TABLE: &str = "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling \
    your table or index so please try again shortly. If exceptions persist, check if you have a hot key: \
    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html";

const INDEX: &str = "Throughput exceeds the current capacity for one or more global secondary indexes. DynamoDB is \
    automatically scaling your index so please try again shortly.";

/// A table with an index by `due_shard`.
async fn start(front: &Front) -> (DynamoDb, aws_sdk_dynamodb::Client) {
    let attribute = |name: &str| json!({"AttributeName": name, "AttributeType": "S"});
    let key = |name: &str, kind: &str| json!({"AttributeName": name, "KeyType": kind});
    let table = json!({
        "TableName": "anteroom",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [attribute("PK"), attribute("SK"), attribute("due_shard")],
        "KeySchema": [key("PK", "HASH"), key("SK", "RANGE")],
        "GlobalSecondaryIndexes": [{
            "IndexName": "due", "KeySchema": [key("due_shard", "HASH")],
            "Projection": {"ProjectionType": "ALL"},
        }],
    });
    let (clock, http) = (clock(), reqwest::Client::new());
    let table = DynamoDb::start(Source::Memory, &table, &clock, front.clone(), http);
    let table = table.await.unwrap();
    let client = aws_sdk_dynamodb::Client::new(&sdk(table.url()));
    (table, client)
}

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.into())
}

/// Puts an item; gives the refusal's code and message.
async fn put(
    client: &aws_sdk_dynamodb::Client,
    pk: &str,
    shard: &str,
) -> Result<(), (String, String)> {
    let put = client.put_item().table_name("anteroom");
    let put = put.item("PK", text(pk)).item("SK", text("x"));
    let answer = put.item("due_shard", text(shard)).send().await;
    answer.map(drop).map_err(|error| {
        let error = error.into_service_error();
        let told = |text: Option<&str>| text.unwrap_or_default().to_owned();
        (told(error.code()), told(error.message()))
    })
}

async fn shard(client: &aws_sdk_dynamodb::Client, pk: &str) -> Option<AttributeValue> {
    let get = client.get_item().table_name("anteroom");
    let answer = get.key("PK", text(pk)).key("SK", text("x")).send().await;
    answer
        .unwrap()
        .item
        .and_then(|mut item| item.remove("due_shard"))
}

fn throttled(message: &str) -> Result<(), (String, String)> {
    Err(("ThrottlingException".to_owned(), message.to_owned()))
}

#[tokio::test]
async fn a_hot_partition_refuses_until_time_has_passed() {
    let (front, clock) = limited(json!({"partitionWriteUnitsPerSecond": 0.01}));
    let (_table, client) = start(&front).await;
    put(&client, "a", "1").await.unwrap();
    assert_eq!(put(&client, "a", "2").await, throttled(TABLE));
    put(&client, "b", "3").await.unwrap();
    let expected = json!([
        {"limit": "partitionWriteUnitsPerSecond", "target": "anteroom", "partition": "a", "count": 1},
    ]);
    assert_eq!(refused(&front), expected);
    pass(&clock, 100);
    put(&client, "a", "2").await.unwrap();
}

#[tokio::test]
async fn an_index_that_is_hot_has_the_table_refuse_what_leads_to_it() {
    let (front, clock) = limited(json!({"partitionWriteUnitsPerSecond": 0.01}));
    let (_table, client) = start(&front).await;
    put(&client, "a", "1").await.unwrap();
    assert_eq!(put(&client, "b", "1").await, throttled(INDEX));
    assert_eq!(shard(&client, "b").await, None);
    put(&client, "c", "2").await.unwrap();
    pass(&clock, 100);

    // An update leads to the index only once it is carried out; it is as if it had never been.
    put(&client, "d", "1").await.unwrap();
    let update = client.update_item().table_name("anteroom");
    let update = update.key("PK", text("c")).key("SK", text("x"));
    let update = update.update_expression("SET due_shard = :one");
    let update = update.expression_attribute_values(":one", text("1"));
    let error = update
        .clone()
        .send()
        .await
        .unwrap_err()
        .into_service_error();
    assert!(error.is_throttling_exception(), "{error:?}");
    assert_eq!(shard(&client, "c").await, Some(text("2")));
    let found = |value: &str| {
        let query = client.query().table_name("anteroom").index_name("due");
        let query = query.key_condition_expression("due_shard = :it");
        query.expression_attribute_values(":it", text(value)).send()
    };
    assert_eq!(found("2").await.unwrap().count, 1);
    assert_eq!(found("1").await.unwrap().count, 2);
    let expected = json!([
        {"limit": "partitionWriteUnitsPerSecond", "target": "due", "partition": "1", "count": 2},
    ]);
    assert_eq!(refused(&front), expected);
    pass(&clock, 200);
    update.send().await.unwrap();
    assert_eq!(shard(&client, "c").await, Some(text("1")));
}

#[tokio::test]
async fn a_transaction_is_cancelled_for_the_item_that_is_beyond() {
    let (front, clock) = limited(json!({"partitionWriteUnitsPerSecond": 0.01}));
    let (_table, client) = start(&front).await;
    put(&client, "b", "1").await.unwrap();
    let part = |pk: &str| {
        let update = Update::builder().table_name("anteroom");
        let update = update.key("PK", text(pk)).key("SK", text("x"));
        let update = update.update_expression("SET #n = :n");
        let update = update.expression_attribute_names("#n", "note");
        let update = update.expression_attribute_values(":n", text("n"));
        TransactWriteItem::builder()
            .update(update.build().unwrap())
            .build()
    };
    let transaction = || {
        let write = client.transact_write_items().client_request_token("once");
        write
            .transact_items(part("a"))
            .transact_items(part("b"))
            .send()
    };
    let error = transaction().await.unwrap_err().into_service_error();
    let reasons: Vec<_> = match &error {
        aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError::TransactionCanceledException(cancelled) => {
            let reasons = cancelled.cancellation_reasons().iter();
            reasons.map(|reason| (reason.code(), reason.message())).collect()
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(
        reasons,
        [(Some("None"), None), (Some("ThrottlingError"), Some(TABLE))]
    );
    // The same request passes later, and its token was not used up.
    pass(&clock, 100);
    transaction().await.unwrap();
}

#[tokio::test]
async fn a_batch_leaves_the_keys_that_are_beyond() {
    let (front, clock) = limited(json!({"partitionReadUnitsPerSecond": 0.01}));
    let (_table, client) = start(&front).await;
    for (pk, shard) in [("a", "1"), ("b", "2")] {
        put(&client, pk, shard).await.unwrap();
    }
    shard(&client, "a").await.unwrap();
    pass(&clock, 40);
    let key = |pk: &str| HashMap::from([("PK".to_owned(), text(pk)), ("SK".to_owned(), text("x"))]);
    let batch = || {
        let keys = KeysAndAttributes::builder().keys(key("a")).keys(key("b"));
        let keys = keys.consistent_read(true).build().unwrap();
        client
            .batch_get_item()
            .request_items("anteroom", keys)
            .send()
    };
    let answer = batch().await.unwrap();
    let found = &answer.responses.unwrap()["anteroom"];
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["PK"], text("b"));
    let left = &answer.unprocessed_keys.unwrap()["anteroom"];
    assert_eq!(
        (left.keys(), left.consistent_read()),
        (&[key("a")][..], Some(true))
    );
    // All of them are beyond now.
    let error = batch().await.unwrap_err().into_service_error();
    assert!(error.is_throttling_exception(), "{error:?}");
    pass(&clock, 100);
    let answer = batch().await.unwrap();
    assert_eq!(answer.responses.unwrap()["anteroom"].len(), 2);
}

#[tokio::test]
async fn the_table_as_a_whole_and_reads_have_limits_of_their_own() {
    let (front, _) =
        limited(json!({"tableWriteUnitsPerSecond": 0.01, "partitionReadUnitsPerSecond": 0.01}));
    let (_table, client) = start(&front).await;
    put(&client, "a", "1").await.unwrap();
    assert_eq!(put(&client, "c", "3").await, throttled(TABLE));
    let read = |pk: &str| {
        let get = client
            .get_item()
            .table_name("anteroom")
            .consistent_read(true);
        get.key("PK", text(pk)).key("SK", text("x")).send()
    };
    read("a").await.unwrap();
    let error = read("a").await.unwrap_err().into_service_error();
    assert!(error.is_throttling_exception(), "{error:?}");
    read("b").await.unwrap();
    let query = client.query().table_name("anteroom");
    let query = query
        .key_condition_expression("PK = :a")
        .expression_attribute_values(":a", text("a"));
    let error = query.send().await.unwrap_err().into_service_error();
    assert!(error.is_throttling_exception(), "{error:?}");
    let expected = json!([
        {"limit": "partitionReadUnitsPerSecond", "target": "anteroom", "partition": "a", "count": 2},
        {"limit": "tableWriteUnitsPerSecond", "target": "anteroom", "count": 1},
    ]);
    assert_eq!(refused(&front), expected);
}
