//! Limits on admissions, moves and introductions (A3).

use anteroom_tests::{TestApp, concierge, id_of, send};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn admissions_are_limited() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let booking = app
        .book(&provider, &member, "video", "2030-01-07T02:00:00Z")
        .await;
    let link = app.link(&member).await.unwrap();
    app.clock_to("2030-01-07T01:45:00Z").await;
    let visit = async || {
        let request = app.bare(Method::POST, "/v1/visit/join").json(&json!({}));
        send(request.bearer_auth(&link)).await
    };
    // Waiting is not limited: each poll gets the current state.
    for _ in 0..35 {
        assert_eq!(visit().await.expect(200)["state"], "waiting");
    }
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    app.report(&provider, &booking, "joined", 1).await;
    for _ in 0..30 {
        assert_eq!(visit().await.expect(200)["state"], "admitted");
    }
    visit().await.expect_problem(429, "rate_limited");
    app.session(&member, &booking, "join", json!({}))
        .await
        .expect_problem(429, "rate_limited");

    // A minute later one more admission is allowed.
    app.advance("PT1M").await;
    app.report(&provider, &booking, "joined", 1).await;
    assert_eq!(visit().await.expect(200)["state"], "admitted");
    visit().await.expect_problem(429, "rate_limited");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn moves_of_a_booking_are_limited_per_day_and_in_all() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let booking = app
        .book(&provider, &member, "video", "2030-02-07T02:00:00Z")
        .await;
    let move_to = async |number: u32| {
        let starts_at = format!("2030-02-07T{:02}:00:00Z", 3 + number % 2);
        let body = json!({"startsAt": starts_at, "comment": "🌊".repeat(2000)});
        app.change(&member, &booking, "reschedule", body).await
    };
    let version = async || app.see(&member, &booking).await["version"].clone();
    for number in 0..30 {
        move_to(number).await.expect(200);
    }
    let before = version().await;
    let refused = move_to(30).await;
    let problem = refused.expect_problem(429, "rate_limited");
    assert_eq!(problem["opensAt"], "2030-01-08T00:00:00Z");
    let retry = refused.header("retry-after");
    assert!(retry.ends_with("08 Jan 2030 00:00:00 GMT"), "{retry}");
    assert_eq!(version().await, before);
    app.clock_to("2030-01-08T00:00:00Z").await;
    for number in 30..35 {
        move_to(number).await.expect(200);
    }
    // After that many moves a new booking is needed; other changes still work.
    let last = move_to(35).await;
    last.expect_problem(429, "rate_limited");
    app.change(
        &member,
        &booking,
        "cancel",
        json!({"reason": "🌊".repeat(500)}),
    )
    .await
    .expect(200);
    let path = format!("/v1/admin/bookings/{}/history", id_of(&booking));
    app.get(&concierge(), &path).await.expect(200);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn introductions_of_a_provider_are_limited_per_day() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let introduce = async |booking: &Value, via: &str| {
        let body = json!({"via": via});
        app.session(&provider, booking, "intro", body).await
    };
    for number in 0..20 {
        let starts_at = format!("2030-01-{:02}T02:00:00Z", 9 + number);
        let booking = app.book(&provider, &member, "phone", &starts_at).await;
        for _ in 0..3 {
            introduce(&booking, "service").await.expect(200);
        }
    }
    let next = app
        .book(&provider, &member, "phone", "2030-01-30T02:00:00Z")
        .await;
    let problem = introduce(&next, "service").await;
    let problem = problem.expect_problem(429, "rate_limited");
    assert_eq!(problem["opensAt"], "2030-01-08T00:00:00Z");
    introduce(&next, "handset").await.expect(200);
    app.clock_to("2030-01-08T00:00:00Z").await;
    introduce(&next, "service").await.expect(200);
    app.stop().await;
}
