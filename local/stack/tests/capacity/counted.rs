//! Units worked out by hand.

use serde_json::json;

use super::{Counted, item, key, set, units, with};

#[tokio::test]
async fn a_write_is_counted_for_the_table_and_the_indexes_that_it_changes() {
    let table = Counted::start().await;
    table
        .call("PutItem", with(json!({"Item": item("a", 1500)})))
        .await;
    let both = [
        ("anteroom", 2.0, 0.0),
        ("due", 1.0, 0.0),
        ("list", 2.0, 0.0),
    ];
    assert_eq!(table.look(), units(&both));

    // Nothing changes: the table is written all the same.
    table
        .call("PutItem", with(json!({"Item": item("a", 1500)})))
        .await;
    assert_eq!(table.look(), units(&[("anteroom", 2.0, 0.0)]));

    // What no index has.
    table.call("UpdateItem", set("a", "other", "o")).await;
    assert_eq!(table.look(), units(&[("anteroom", 2.0, 0.0)]));

    // A key of both indexes: a deletion and a put in each.
    table.call("UpdateItem", set("a", "at", "11:00")).await;
    let moved = [
        ("anteroom", 2.0, 0.0),
        ("due", 2.0, 0.0),
        ("list", 4.0, 0.0),
    ];
    assert_eq!(table.look(), units(&moved));

    // A failed condition costs as much as the larger of what is there and what was to be.
    let condition = "attribute_not_exists(PK)";
    let put = json!({"Item": item("a", 2500), "ConditionExpression": condition});
    table.call("PutItem", with(put)).await;
    assert_eq!(table.look(), units(&[("anteroom", 3.0, 0.0)]));
    let put = json!({"Item": item("a", 10), "ConditionExpression": condition});
    table.call("PutItem", with(put)).await;
    assert_eq!(table.look(), units(&[("anteroom", 2.0, 0.0)]));

    // What is refused for another reason costs nothing.
    table
        .call("PutItem", with(json!({"Item": {"PK": {"S": "a"}}})))
        .await;
    assert_eq!(table.look(), units(&[]));
}

#[tokio::test]
async fn a_transaction_is_counted_twice_and_its_repetition_as_a_read() {
    let table = Counted::start().await;
    table
        .call("PutItem", with(json!({"Item": item("checked", 3000)})))
        .await;
    table.look();
    let exists = "attribute_exists(PK)";
    let check = |id: &str| json!({"ConditionCheck": with(json!({"Key": key(id), "ConditionExpression": exists}))});
    let put = json!({"Put": with(json!({"Item": item("a", 100)}))});
    let request = json!({"TransactItems": [put, check("checked")], "ClientRequestToken": "t"});

    table.call("TransactWriteItems", request.clone()).await;
    // 2 × 1 KB and 2 × 3 KB; indexes are written once.
    let both = [
        ("anteroom", 8.0, 0.0),
        ("due", 1.0, 0.0),
        ("list", 1.0, 0.0),
    ];
    assert_eq!(table.look(), units(&both));

    assert_eq!(table.call("TransactWriteItems", request).await, json!({}));
    assert_eq!(table.look(), units(&[("anteroom", 0.0, 4.0)]));

    let other = json!({"TransactItems": [check("checked")], "ClientRequestToken": "t"});
    let answer = table.call("TransactWriteItems", other).await;
    let kind = answer["__type"].as_str().unwrap();
    assert!(
        kind.ends_with("#IdempotentParameterMismatchException"),
        "{kind}"
    );
    assert_eq!(table.look(), units(&[]));

    let put = json!({"Put": with(json!({"Item": item("b", 1500)}))});
    let cancelled = json!({"TransactItems": [put, check("nobody")]});
    table.call("TransactWriteItems", cancelled).await;
    assert_eq!(table.look(), units(&[("anteroom", 2.0 * (2.0 + 1.0), 0.0)]));
}

#[tokio::test]
async fn reads_are_counted_in_full_whatever_is_shown() {
    let table = Counted::start().await;
    for id in ["a", "b"] {
        let mut long = item(id, 3000);
        long["PK"] = json!({"S": "one"});
        long["SK"] = json!({"S": id});
        table.call("PutItem", with(json!({"Item": long}))).await;
    }
    table.look();
    let query = json!({
        "KeyConditionExpression": "PK = :pk",
        "ExpressionAttributeValues": {":pk": {"S": "one"}},
    });
    // 6 KB, half of two steps; rounded after they are added up.
    table.call("Query", with(query.clone())).await;
    assert_eq!(table.look(), units(&[("anteroom", 0.0, 1.0)]));
    let mut filtered = with(query.clone());
    filtered["FilterExpression"] = json!("attribute_exists(nothing)");
    let answer = table.call("Query", filtered).await;
    assert_eq!(
        (&answer["Count"], &answer["ConsumedCapacity"]),
        (&json!(0), &json!(null))
    );
    assert_eq!(table.look(), units(&[("anteroom", 0.0, 1.0)]));

    let one = json!({"PK": {"S": "one"}, "SK": {"S": "a"}});
    let get = json!({"Key": one, "ConsistentRead": true, "ProjectionExpression": "SK"});
    table.call("GetItem", with(get)).await;
    assert_eq!(table.look(), units(&[("anteroom", 0.0, 1.0)]));

    let wanted = json!({"RequestItems": {"anteroom": {"Keys": [one, key("nobody")]}}});
    table.call("BatchGetItem", wanted).await;
    assert_eq!(table.look(), units(&[("anteroom", 0.0, 1.0)]));

    // Entries of keys only are small.
    let due = json!({
        "IndexName": "due",
        "KeyConditionExpression": "dueShard = :s",
        "ExpressionAttributeValues": {":s": {"S": "1"}},
    });
    table.call("Query", with(due)).await;
    assert_eq!(table.look(), units(&[("due", 0.0, 0.5)]));
}

#[tokio::test]
async fn the_hottest_partition_is_the_one_with_the_busiest_second() {
    let table = Counted::start().await;
    for (id, second) in [("a", 1), ("b", 2), ("b", 2), ("a", 3)] {
        let at = "2026-11-22T10:00:00Z".parse::<jiff::Timestamp>().unwrap();
        let at = at + jiff::SignedDuration::from_mins(second);
        if table.clock.now() < at {
            table.clock.move_to(at).unwrap();
        }
        table.call("PutItem", with(json!({"Item": key(id)}))).await;
    }
    let hottest = table.front.capacity.report().hottest_keys;
    let seen: Vec<_> = hottest
        .iter()
        .map(|key| (key.partition.as_str(), key.peak_write_units_per_second))
        .collect();
    assert_eq!(seen, [("b", 2.0), ("a", 1.0)]);
}
