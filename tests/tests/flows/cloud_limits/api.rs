//! The API's rates, and the concurrency of functions.

use std::time::Duration;

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn beyond_the_apis_rate_requests_are_refused_and_pass_later() {
    let app = TestApp::start_set(&[("ApiRateLimit", "1"), ("ApiBurstLimit", "2")]).await;
    let (provider, member) = people(&app).await;
    // The template's rate holds only once it is ordered.
    limit(&app, json!({"apiRouteThrottles": true})).await;
    let mut statuses = Vec::new();
    for _ in 0..10 {
        statuses.push(app.get(&provider, "/v1/me").await.status.as_u16());
    }
    assert_eq!(statuses[..2], [200, 200]);
    let refusals = statuses.iter().filter(|status| **status == 429).count();
    assert!(refusals >= 5, "{statuses:?}");
    assert_eq!(refused(&app, "apiRouteThrottles").await, refusals as u64);
    assert_eq!(measured(&app, "4xx", "ApiId").await, refusals as f64);
    app.advance("PT2S").await;
    app.get(&member, "/v1/me").await.expect(200);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_route_is_refused_alone_and_in_the_gateways_words() {
    let app = TestApp::start().await;
    let (provider, _) = people(&app).await;
    let slow = json!({"GET /v1/me": {"requestsPerSecond": 0.01}});
    limit(&app, json!({"apiRoutes": slow})).await;
    app.get(&provider, "/v1/me").await.expect(200);
    let refused = app.get(&provider, "/v1/me").await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.json(), json!({"message": "Too Many Requests"}));
    app.get(&provider, "/v1/me/schedule").await.expect(200);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn beyond_the_concurrency_requests_fail_and_events_wait() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    limit(&app, json!({"lambdaConcurrency": 1})).await;
    app.fault(json!({
        "service": "dynamodb", "function": "bookings", "fault": "latency", "count": 1, "delayMs": 1000,
    }))
    .await;
    let slow = app.get(&provider, "/v1/me");
    let other = async {
        while app.stack.front().limits.running() == 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        app.get(&member, "/v1/me").await
    };
    let (slow, other) = tokio::join!(slow, other);
    slow.expect(200);
    assert_eq!(other.status, 503);
    assert_eq!(other.json(), json!({"message": "Service Unavailable"}));
    assert_eq!(refused(&app, "lambdaConcurrency").await, 1);
    assert_eq!(measured(&app, "Throttles", "FunctionName").await, 1.0);

    // The stream, the schedule and people share the one place. Nothing of the stream's is given up.
    let booking = app.book(&provider, &member, "video", START).await;
    app.advance("PT3M").await;
    for who in [&provider, &member] {
        let address = format!("{}@example.com", who.id);
        assert_eq!(app.messages("email", &address).await.len(), 1, "{address}");
    }
    assert!(
        app.deliveries(&booking)
            .await
            .iter()
            .all(|told| told.ends_with("sent"))
    );
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_concurrency_that_is_reserved_as_a_whole_is_refused() {
    let reserved = [("SessionsConcurrency", "3"), ("SchedulerConcurrency", "2")];
    let app = TestApp::start_set(&reserved).await;
    limit(&app, json!({"profile": "new-account"})).await;
    for order in [
        json!({"lambdaConcurrency": 5}),
        json!({"profile": "granted", "lambdaConcurrency": 1}),
    ] {
        let order = app.bare(Method::POST, "/_local/limits").json(&order);
        let refused = send(order).await;
        refused.expect_problem(400, "bad_request");
        let detail = refused.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains("above 5"), "{detail}");
    }
    // What was in force stays.
    assert_eq!(app.local("limits").await["lambdaConcurrency"], 10);
    limit(&app, json!({"lambdaConcurrency": 6})).await;
    let (provider, _) = people(&app).await;
    app.get(&provider, "/v1/me").await.expect(200);
    app.stop().await;
}
