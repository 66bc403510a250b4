//! The table's units.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_refused_for_a_moment_is_tried_again_unseen() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    limit(&app, json!({"partitionWriteUnitsPerSecond": 10})).await;
    let booking = app.book(&provider, &member, "video", START).await;
    app.change(&provider, &booking, "cancel", json!({"reason": "A cold"}))
        .await
        .expect(200);
    app.settle().await;
    let refused = refused(&app, "partitionWriteUnitsPerSecond").await;
    assert!(refused >= 1);
    let of_tables = measured(&app, "WriteThrottleEvents", "TableName").await;
    assert_eq!(of_tables, refused as f64);
    no_limits(&app).await;
    app.advance("PT15M").await;
    let told = app.deliveries(&booking).await;
    assert!(
        told.iter()
            .all(|told| told.ends_with("sent") || told.ends_with("dropped")),
        "{told:?}"
    );
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_that_is_answered_in_part_is_completed() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    // Both people and the schedule are read in one call. The provider has two units of them.
    limit(&app, json!({"partitionReadUnitsPerSecond": 2})).await;
    let mut bookings = Vec::new();
    for start in [START, "2030-01-10T02:00:00Z", "2030-01-11T02:00:00Z"] {
        bookings.push(app.book(&provider, &member, "video", start).await);
    }
    assert!(refused(&app, "partitionReadUnitsPerSecond").await >= 1);
    app.settle().await;
    no_limits(&app).await;
    for booking in &bookings {
        assert_eq!(app.deliveries(booking).await.len(), 2);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_stays_refused_is_told_and_is_done_whole_or_not_at_all() {
    let app = TestApp::start().await;
    let (provider, _) = people(&app).await;
    limit(&app, json!({"partitionWriteUnitsPerSecond": 0.01})).await;
    let body = |starts_at: &str| {
        json!({
            "providerId": "prv_1", "memberId": "mem_1", "sessionType": "video",
            "startsAt": starts_at, "durationMinutes": 50,
        })
    };
    let book = async |starts_at: &str| {
        let concierge = anteroom_tests::concierge();
        app.post(&concierge, "/v1/admin/bookings", body(starts_at))
            .await
    };
    book(START).await.expect(201);
    // The agendas of that day have taken more than they may.
    let later = "2030-01-09T05:00:00Z";
    book(later).await.expect_problem(503, "unavailable");
    no_limits(&app).await;
    let booking = book(later).await.expect(201);
    app.advance("PT15M").await;
    assert_eq!(app.deliveries(&booking).await.len(), 2);
    let page = app
        .get(&provider, "/v1/bookings?view=upcoming")
        .await
        .expect(200);
    assert_eq!(page["items"].as_array().unwrap().len(), 2);
    app.stop().await;
}

/// An index is throttled apart from its table, and the alarm on both sees it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_index_that_is_hot_trips_the_tables_alarm() {
    let app = TestApp::start().await;
    people(&app).await;
    app.advance("PT6M").await;
    let alarm = async || {
        let report = app.local("metrics").await;
        let mut alarms = report["alarms"].as_array().unwrap().iter();
        let alarm = alarms.find(|alarm| alarm["name"] == "TableThrottled");
        alarm.unwrap()["state"].clone()
    };
    assert_eq!(alarm().await, "OK");
    limit(&app, json!({"partitionWriteUnitsPerSecond": 0.01})).await;
    let put = async |pk: &str| {
        let text = |text: &str| json!({"S": text});
        let item = json!({
            "PK": text(pk), "SK": text("x"), "calendarShard": text("1"), "listKey": text(pk),
        });
        let request = reqwest::Client::new()
            .post(&app.stack.endpoints().dynamodb)
            .header("x-amz-target", "DynamoDB_20120810.PutItem")
            .header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=somebody/20300107/r/dynamodb/aws4_request",
            )
            .body(json!({"TableName": app.stack.table(), "Item": item}).to_string());
        send(request).await
    };
    put("one").await.expect(200);
    let refused = put("two").await;
    assert_eq!(refused.status, 400);
    let kind = refused.json()["__type"].as_str().unwrap().to_owned();
    assert!(kind.ends_with("#ThrottlingException"), "{kind}");
    let index = "GlobalSecondaryIndexName";
    assert_eq!(measured(&app, "WriteThrottleEvents", index).await, 1.0);
    no_limits(&app).await;
    app.local_post("clock", json!({"advance": "PT1M", "ticks": "last"}))
        .await;
    assert_eq!(alarm().await, "ALARM");
    app.stop().await;
}
