//! DynamoDB.

use super::*;

async fn start(source: Source<'_>, front: &Front) -> DynamoDb {
    let table = json!({
        "TableName": "anteroom",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            {"AttributeName": "PK", "AttributeType": "S"},
            {"AttributeName": "SK", "AttributeType": "S"},
        ],
        "KeySchema": [
            {"AttributeName": "PK", "KeyType": "HASH"},
            {"AttributeName": "SK", "KeyType": "RANGE"},
        ],
    });
    DynamoDb::start(
        source,
        &table,
        &clock(),
        front.clone(),
        reqwest::Client::new(),
    )
    .await
    .unwrap()
}

fn client(table: &DynamoDb) -> aws_sdk_dynamodb::Client {
    aws_sdk_dynamodb::Client::new(&sdk(table.url()))
}

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.into())
}

fn put(pk: &str) -> Put {
    let put = Put::builder()
        .table_name("anteroom")
        .item("PK", text(pk))
        .item("SK", text("x"));
    put.condition_expression("attribute_not_exists(PK)")
        .build()
        .unwrap()
}

fn transaction(keys: &[&str]) -> Vec<TransactWriteItem> {
    keys.iter()
        .map(|key| TransactWriteItem::builder().put(put(key)).build())
        .collect()
}

async fn exists(client: &aws_sdk_dynamodb::Client, pk: &str) -> bool {
    let get = client
        .get_item()
        .table_name("anteroom")
        .key("PK", text(pk))
        .key("SK", text("x"));
    get.send().await.unwrap().item.is_some()
}

#[tokio::test]
async fn a_transaction_takes_the_rights_to_its_parts() {
    let table_arn = "arn:aws:dynamodb:ap-southeast-1:0:table/anteroom";
    for (action, resource, may) in [
        ("dynamodb:PutItem", table_arn, true),
        ("dynamodb:TransactWriteItems", table_arn, false),
        (
            "dynamodb:PutItem",
            "arn:aws:dynamodb:ap-southeast-1:0:table/b",
            false,
        ),
    ] {
        let table = start(Source::Memory, &granting(action, resource)).await;
        let write = client(&table).transact_write_items();
        let answer = write.set_transact_items(Some(transaction(&["a"])));
        let code = answer
            .send()
            .await
            .err()
            .map(|error| error.into_service_error());
        let code = code.as_ref().and_then(ProvideErrorMetadata::code);
        let expected = (!may).then_some("AccessDeniedException");
        assert_eq!(code, expected, "{action} on {resource}");
    }
}

#[tokio::test]
async fn is_counted_and_fails_as_ordered() {
    let front = Front::default();
    let table = start(Source::Memory, &front).await;
    let client = client(&table);
    let write = |keys: &[&str]| {
        client
            .transact_write_items()
            .set_transact_items(Some(transaction(keys)))
            .send()
    };
    write(&["a", "b"]).await.unwrap();
    let error = write(&["c", "b"]).await.unwrap_err().into_service_error();
    assert!(error.is_transaction_canceled_exception(), "{error:?}");

    order(
        &front,
        json!({"service": "dynamodb", "fault": "conflict", "count": 1}),
    );
    let error = write(&["c", "d", "e"])
        .await
        .unwrap_err()
        .into_service_error();
    let aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError::TransactionCanceledException(cancelled) = error else {
        panic!("{error:?}");
    };
    let codes: Vec<_> = cancelled
        .cancellation_reasons()
        .iter()
        .filter_map(|reason| reason.code())
        .collect();
    assert_eq!(codes, ["TransactionConflict", "None", "None"]);
    assert!(!exists(&client, "c").await);

    let put = |pk: &str| {
        client
            .put_item()
            .table_name("anteroom")
            .item("PK", text(pk))
            .item("SK", text("x"))
            .send()
    };
    order(
        &front,
        json!({"service": "dynamodb", "operation": "PutItem", "fault": "conflict", "count": 1}),
    );
    assert!(
        put("c")
            .await
            .unwrap_err()
            .into_service_error()
            .is_transaction_conflict_exception()
    );
    order(
        &front,
        json!({"service": "dynamodb", "operation": "PutItem", "fault": "throttle", "count": 1}),
    );
    assert!(
        put("c")
            .await
            .unwrap_err()
            .into_service_error()
            .is_throttling_exception()
    );
    order(
        &front,
        json!({"service": "dynamodb", "operation": "PutItem", "fault": "error", "count": 1}),
    );
    assert!(
        put("c")
            .await
            .unwrap_err()
            .into_service_error()
            .is_internal_server_error()
    );
    assert!(!exists(&client, "c").await);
    order(
        &front,
        json!({"service": "dynamodb", "operation": "PutItem", "fault": "timeout_after_effect", "count": 1}),
    );
    assert!(put("c").await.is_err());
    assert!(exists(&client, "c").await);

    let counts = front.calls.report();
    let count = |operation: &str| {
        let mut items = counts.items.iter();
        items
            .find(|item| item.call.operation == operation)
            .map(|item| item.count)
    };
    assert_eq!(
        [
            count("TransactWriteItems"),
            count("PutItem"),
            count("GetItem"),
            count("CreateTable")
        ],
        [Some(3), Some(4), Some(3), None]
    );
}

#[tokio::test]
async fn the_caller_is_killed_before_or_after_the_effect() {
    let front = Front::default();
    let killed = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&killed);
    front.kill_with(move |function| seen.lock().unwrap().push(function.to_owned()));
    let table = start(Source::Memory, &front).await;
    let client = client(&table);
    for (pk, fault, done) in [("a", "kill", false), ("b", "kill_after_effect", true)] {
        order(
            &front,
            json!({"service": "dynamodb", "operation": "PutItem", "fault": fault, "count": 1}),
        );
        let put = client
            .put_item()
            .table_name("anteroom")
            .item("PK", text(pk))
            .item("SK", text("x"));
        assert!(put.send().await.is_err());
        assert_eq!(exists(&client, pk).await, done, "{fault}");
    }
    assert_eq!(*killed.lock().unwrap(), ["bookings", "bookings"]);
}

#[tokio::test]
async fn in_a_file_it_outlives_the_stack() {
    let folder = std::env::temp_dir().join(format!("anteroom-{}", uuid::Uuid::new_v4()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("table.db");
    for round in 0..2 {
        let table = start(Source::File(&file), &Front::default()).await;
        let client = client(&table);
        assert_eq!(exists(&client, "a").await, round == 1);
        if round == 0 {
            let put = client
                .put_item()
                .table_name("anteroom")
                .item("PK", text("a"))
                .item("SK", text("x"));
            put.send().await.unwrap();
        }
    }
    std::fs::remove_dir_all(folder).unwrap();
}
