//! Limits on admissions, moves, introductions, messages and open bookings (A3).

use anteroom_tests::{TestApp, Who, concierge, id_of, send};
use reqwest::{Method, StatusCode};
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
    let refused = visit().await.expect_problem(429, "rate_limited");
    assert_eq!(refused["opensAt"], "2030-01-07T01:46:00Z");
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
        app.change(&concierge(), &booking, "reschedule", body).await
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
    let provider = app.add_provider("prv_grace").await;
    let introduce = async |booking: &Value, via: &str| {
        let body = json!({"via": via});
        app.session(&provider, booking, "intro", body).await
    };
    for number in 0..20 {
        // Each member gets fewer messages than they may in a day.
        let member = app.add_member(&format!("mem_{number:02}")).await;
        let starts_at = format!("2030-01-{:02}T02:00:00Z", 9 + number);
        let booking = app.book(&provider, &member, "phone", &starts_at).await;
        for _ in 0..3 {
            introduce(&booking, "service").await.expect(200);
        }
    }
    let member = app.add_member("mem_mai").await;
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

/// A body that books a day of January with a provider.
fn on(day: u32, provider: &Who, member: &Who, session_type: &str) -> Value {
    json!({
        "providerId": provider.id, "memberId": member.id, "sessionType": session_type,
        "startsAt": format!("2030-01-{day:02}T02:00:00Z"), "durationMinutes": 50,
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_member_causes_is_limited_per_day_whatever_they_change_in_between() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let book = async |day| {
        let body = on(day, &provider, &member, "video");
        app.post(&member, "/v1/bookings", body).await
    };
    // Booking tells two people, cancelling too: forty messages in ten rounds.
    for round in 0..10 {
        let name = json!({"name": if round % 2 == 0 { "Mai" } else { "Lan" }});
        app.patch(&member, "/v1/me", name).await.expect(200);
        let booking = book(9 + round).await.expect(201);
        let reason = json!({"reason": "A cold"});
        let cancelled = app.change(&member, &booking, "cancel", reason).await;
        cancelled.expect(200);
    }
    let refused = book(20).await;
    let problem = refused.expect_problem(429, "rate_limited");
    assert_eq!(problem["opensAt"], "2030-01-08T00:00:00Z");
    let retry = refused.header("retry-after");
    assert!(retry.ends_with("08 Jan 2030 00:00:00 GMT"), "{retry}");

    // Nothing was booked, and others are not held up.
    let upcoming = app
        .get(&member, "/v1/bookings?view=upcoming")
        .await
        .expect(200);
    assert_eq!(upcoming["items"], json!([]));
    app.settle().await;
    // A confirmation that was cancelled before it was sent is dropped.
    let sent = app.messages("email", "mem_mai@example.com").await.len();
    assert!((10..=20).contains(&sent), "{sent}");
    app.book(&provider, &member, "video", "2030-01-20T02:00:00Z")
        .await;
    app.clock_to("2030-01-08T00:00:00Z").await;
    book(21).await.expect(201);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_people_cause_to_a_member_is_limited_and_reminders_still_go_out() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let busy = app.add_provider("prv_busy").await;
    let booking = app
        .book(&provider, &member, "video", "2030-01-07T23:30:00Z")
        .await;
    // A telephone session tells the member twice.
    for number in 0..29 {
        let starts_at = format!(
            "2030-02-{:02}T{:02}:00:00Z",
            1 + number / 2,
            2 + number % 2 * 2
        );
        app.book(&busy, &member, "phone", &starts_at).await;
    }
    let other = app
        .book(&provider, &member, "video", "2030-02-20T02:00:00Z")
        .await;
    let moved = json!({"startsAt": "2030-02-21T02:00:00Z"});
    let refused = app.change(&concierge(), &other, "reschedule", moved).await;
    let problem = refused.expect_problem(429, "rate_limited");
    assert_eq!(problem["opensAt"], "2030-01-08T00:00:00Z");
    let body = on(30, &provider, &member, "video");
    let refused = app.post(&concierge(), "/v1/admin/bookings", body).await;
    refused.expect_problem(429, "rate_limited");
    let seen = app.see(&member, &other).await;
    assert_eq!(
        (&seen["status"], &seen["version"]),
        (&other["status"], &other["version"])
    );
    // What gives time back is never refused, and told.
    let reason = json!({"reason": "A cold"});
    let cancelled = app.change(&concierge(), &other, "cancel", reason).await;
    cancelled.expect(200);
    let told = app.deliveries(&other).await;
    let cancellation = "cancellation email member sent".to_owned();
    assert!(told.contains(&cancellation), "{told:#?}");
    // The reminder of an hour is sent all the same.
    app.clock_to("2030-01-07T22:30:00Z").await;
    let told = app.deliveries(&booking).await;
    let reminder = "reminder email member sent".to_owned();
    assert!(told.contains(&reminder), "{told:#?}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_concierge_causes_is_limited_per_day_to_whomever() {
    let app = TestApp::start_set(&[("ConciergeCausedLimit", "10")]).await;
    let provider = app.add_provider("prv_grace").await;
    let book = async |number: u32| {
        let member = app.add_member(&format!("mem_{number}")).await;
        let body = on(9 + number, &provider, &member, "video");
        app.post(&concierge(), "/v1/admin/bookings", body).await
    };
    // Each booking tells two people.
    for number in 0..5 {
        book(number).await.expect(201);
    }
    let problem = book(5).await.expect_problem(429, "rate_limited");
    assert_eq!(problem["opensAt"], "2030-01-08T00:00:00Z");
    // What a member does is not the concierge's.
    let member = app.add_member("mem_mai").await;
    let body = on(20, &provider, &member, "video");
    app.post(&member, "/v1/bookings", body).await.expect(201);
    app.clock_to("2030-01-08T00:00:00Z").await;
    book(6).await.expect(201);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn open_bookings_of_a_pair_are_limited_until_one_is_cancelled_or_over() {
    let app = TestApp::start_set(&[("OpenPairLimit", "1")]).await;
    let (grace, lan, member) = (
        app.add_provider("prv_grace").await,
        app.add_provider("prv_lan").await,
        app.add_member("mem_mai").await,
    );
    let book = async |day: u32| {
        let body = on(day, &grace, &member, "video");
        app.post(&concierge(), "/v1/admin/bookings", body).await
    };
    let is_full = async |day: u32, opens_at: &str| {
        let problem = book(day).await.expect_problem(429, "rate_limited");
        assert_eq!(problem["opensAt"], opens_at, "{problem}");
    };
    let mut booking = book(20).await.expect(201);
    is_full(22, "2030-01-20T03:05:00Z").await;
    // Another provider is another pair, and a move opens nothing.
    app.book(&lan, &member, "video", "2030-01-09T02:00:00Z")
        .await;
    let moved = json!({"startsAt": "2030-01-21T02:00:00Z"});
    let moved = app.change(&member, &booking, "reschedule", moved).await;
    booking = moved.expect(200);
    is_full(22, "2030-01-21T03:05:00Z").await;
    for who in [&grace, &member, &concierge()] {
        let reason = json!({"reason": "A cold"});
        app.change(who, &booking, "cancel", reason)
            .await
            .expect(200);
        booking = book(22).await.expect(201);
        is_full(23, "2030-01-22T03:05:00Z").await;
    }
    // A session that was held frees its place when its time is over.
    app.clock_to("2030-01-22T02:00:00Z").await;
    for step in ["start", "end"] {
        app.session(&grace, &booking, step, json!({}))
            .await
            .expect(200);
    }
    is_full(23, "2030-01-22T03:05:00Z").await;
    app.clock_to("2030-01-22T03:05:00Z").await;
    let proposal = async |day: u32| {
        let mut body = on(day, &grace, &member, "video");
        body.as_object_mut().unwrap().remove("providerId");
        app.post(&grace, "/v1/bookings", body).await
    };
    // A proposal counts until it expires, is declined or, once accepted, is over.
    let proposed = proposal(25).await.expect(201);
    is_full(26, "2030-01-24T02:00:00Z").await;
    let declined = app.change(&member, &proposed, "decline", json!({})).await;
    declined.expect(200);
    let proposed = proposal(25).await.expect(201);
    let accepted = app.change(&member, &proposed, "accept", json!({})).await;
    accepted.expect(200);
    is_full(26, "2030-01-25T03:05:00Z").await;
    app.clock_to("2030-01-25T03:05:00Z").await;
    proposal(27).await.expect(201);
    app.clock_to("2030-01-26T02:00:00Z").await;
    book(28).await.expect(201);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_place_of_a_member_is_given_once() {
    let app = TestApp::start_set(&[("OpenMemberLimit", "2")]).await;
    let member = app.add_member("mem_mai").await;
    let (grace, lan) = (
        app.add_provider("prv_grace").await,
        app.add_provider("prv_lan").await,
    );
    app.book(&grace, &member, "video", "2030-01-09T02:00:00Z")
        .await;
    for day in 10..15 {
        let book = async |provider: &Who, day| {
            let body = on(day, provider, &member, "video");
            app.post(&concierge(), "/v1/admin/bookings", body).await
        };
        let (one, two) = tokio::join!(book(&grace, day), book(&lan, day + 10));
        let (won, lost) = match one.status {
            StatusCode::CREATED => (one, two),
            _ => (two, one),
        };
        let problem = lost.expect_problem(429, "rate_limited");
        assert_eq!(problem["opensAt"], "2030-01-09T03:05:00Z");
        let booking = won.expect(201);
        let reason = json!({"reason": "A cold"});
        app.change(&concierge(), &booking, "cancel", reason)
            .await
            .expect(200);
    }
    app.stop().await;
}
