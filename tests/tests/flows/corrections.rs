//! Corrections between a booking and its session, by the person or the concierge: from then on
//! messages and calls use the current data.

use anteroom_tests::{Reply, TestApp, Who, concierge, send};
use reqwest::Method;
use serde_json::{Value, json};

/// Four days ahead of the clock.
const START: &str = "2030-01-11T02:00:00Z";

async fn people(app: &TestApp) -> (Who, Who) {
    (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    )
}

async fn correct(app: &TestApp, member: &Who, patch: Value) {
    let path = format!("/v1/admin/members/{}", member.id);
    app.patch(&concierge(), &path, patch).await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminders_go_to_the_corrected_address_by_the_corrected_clock() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    app.book(&provider, &mai, "video", START).await;
    app.settle().await;
    let new = json!({"email": "mai@example.com", "timeZone": "Europe/Berlin", "language": "vi"});
    correct(&app, &mai, new).await;
    app.clock_to("2030-01-11T01:00:00Z").await;
    let old = app.messages("email", "mem_mai@example.com").await;
    assert_eq!(
        old.len(),
        2,
        "the confirmation, and that the address changed"
    );
    let new = app.messages("email", "mai@example.com").await;
    assert_eq!(new.len(), 2);
    let text = new[0]["text"].as_str().unwrap();
    assert!(text.contains("03:00") && text.contains("Berlin"), "{text}");
    assert!(text.contains("Xin chào") || text.contains("Chào"), "{text}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn texts_go_to_the_corrected_number() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    app.book(&provider, &mai, "phone", START).await;
    app.settle().await;
    correct(&app, &mai, json!({"phone": "+84900000001"})).await;
    app.clock_to("2030-01-11T01:00:00Z").await;
    assert_eq!(app.messages("sms", "+84912345678").await.len(), 1);
    assert_eq!(app.messages("sms", "+84900000001").await.len(), 1);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_corrected_number_is_shown_and_has_the_text() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    for (session_type, start) in [
        ("phone", START),
        ("phone", "2030-01-11T04:00:00Z"),
        ("video", "2030-01-11T06:00:00Z"),
    ] {
        app.book(&provider, &mai, session_type, start).await;
    }
    app.settle().await;
    let new = "+84987654321";
    correct(&app, &mai, json!({"phone": new})).await;

    // Whoever may see the number sees the present one, in lists too.
    let page = app.get(&provider, "/v1/bookings?view=upcoming").await;
    let page = page.expect(200);
    let search = "/v1/admin/bookings?memberId=mem_mai";
    let found = app.get(&concierge(), search).await.expect(200);
    for booking in page["items"].as_array().unwrap() {
        let by_phone = booking["sessionType"] == "phone";
        let expected = if by_phone {
            json!({"memberE164": new})
        } else {
            json!(null)
        };
        for who in [&provider, &concierge()] {
            assert_eq!(app.see(who, booking).await["phone"], expected);
        }
        assert_eq!(booking["phone"], expected);
        assert!(app.see(&mai, booking).await["phone"].is_null());
        let mut found = found["items"].as_array().unwrap().iter();
        let same = found.find(|one| one["id"] == booking["id"]).unwrap();
        assert_eq!(same["phone"], expected);
    }

    // What is theirs is sent in one act: the emails, and the texts that the number has not had.
    assert!(app.messages("sms", new).await.is_empty());
    let path = "/v1/admin/members/mem_mai/send-links";
    let sent = app.post(&concierge(), path, json!({})).await.expect(202);
    assert_eq!(sent["items"].as_array().unwrap().len(), 5);
    let texts = app.messages("sms", new).await;
    assert_eq!(texts.len(), 2);
    // Nor is a text sent for a booking that was made for this number.
    app.book(&provider, &mai, "phone", "2030-01-11T08:00:00Z")
        .await;
    assert_eq!(app.messages("sms", new).await.len(), 3);
    app.post(&concierge(), path, json!({})).await.expect(202);
    assert_eq!(app.messages("sms", new).await.len(), 5);
    // Who changes a session sees it, too.
    let body = json!({"startsAt": "2030-01-11T05:00:00Z", "memberNotified": true});
    let moved = &page["items"][1];
    let moved = app.change(&provider, moved, "reschedule", body).await;
    assert_eq!(moved.expect(200)["phone"]["memberE164"], new);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_is_told_the_corrected_number_and_calls_it() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    let booking = app.book(&provider, &mai, "phone", START).await;
    app.settle().await;
    correct(&app, &mai, json!({"phone": "+84900000001"})).await;
    let new = json!({"phone": "+6560000001"});
    app.change_own(&provider, new).await;
    app.clock_to("2030-01-11T01:30:00Z").await;
    let mails = app.messages("email", "prv_grace@example.com").await;
    let reminder = mails[0]["text"].as_str().unwrap();
    assert!(reminder.contains("+84900000001"), "{reminder}");

    let intro = json!({"via": "service"});
    let steps = app.session(&provider, &booking, "intro", intro).await;
    let steps = steps.expect(200);
    let sms = app.messages("sms", "+84900000001").await;
    assert_eq!(sms[0]["text"], steps["introText"]);
    for sms in &sms {
        let text = sms["text"].as_str().unwrap();
        assert!(text.contains("+6560000001"), "{text}");
    }
    // Starting, and starting again.
    for _ in 0..2 {
        let start = app.session(&provider, &booking, "start", json!({})).await;
        let call = &start.expect(200)["phone"];
        assert_eq!(call["e164"], "+84900000001");
        assert_eq!(call["introText"], steps["introText"]);
    }
    let shown = app.see(&provider, &booking).await;
    assert_eq!(shown["phone"]["memberE164"], "+84900000001");

    // Without a number there is nobody to call, but the steps so far are still shown.
    correct(&app, &mai, json!({"phone": null})).await;
    for step in ["start", "intro"] {
        let body = if step == "start" {
            json!({})
        } else {
            json!({"via": "handset"})
        };
        let refused = app.session(&provider, &booking, step, body).await;
        refused.expect_problem(422, "phone_required");
    }
    let reached = json!({"outcome": "reached"});
    let steps = app.session(&provider, &booking, "attempts", reached).await;
    assert!(steps.expect(200)["introText"].is_null());
    app.stop().await;
}

async fn by_link(app: &TestApp, link: &str, method: Method, path: &str) -> Reply {
    let mut request = app.bare(method.clone(), path).bearer_auth(link);
    if path.ends_with("/cancel") {
        request = request.json(&json!({"reason": "Not me"}));
    }
    send(request).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_sent_to_a_former_address_is_void() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    correct(&app, &mai, json!({"email": "stranger@example.com"})).await;
    let booking = app.book(&provider, &mai, "video", START).await;
    let lost = app.link_to("stranger@example.com").await.unwrap();
    let see = async |link: &str| by_link(&app, link, Method::GET, "/v1/visit").await;
    see(&lost).await.expect(200);
    // Another change does not affect the links.
    correct(
        &app,
        &mai,
        json!({"name": "Mai", "email": "stranger@example.com"}),
    )
    .await;
    see(&lost).await.expect(200);
    // Nor do other capitals, whoever gives them; and nobody is told.
    let told = app.messages("email", "stranger@example.com").await.len();
    correct(&app, &mai, json!({"email": "Stranger@Example.com"})).await;
    see(&lost).await.expect(200);
    let own = json!({"email": "STRANGER@example.com"});
    app.patch(&mai, "/v1/me", own).await.expect(200);
    see(&lost).await.expect(200);
    for address in ["stranger", "Stranger", "STRANGER"] {
        let address = format!("{address}@example.com");
        let more = app.messages("email", &address).await.len();
        assert!([0, told].contains(&more), "{address}: {more}");
    }

    correct(&app, &mai, json!({"email": "mem_mai@example.com"})).await;
    see(&lost).await.expect_problem(401, "link_void");
    for (method, path) in [
        (Method::GET, "/v1/visit/calendar.ics"),
        (Method::POST, "/v1/visit/accept"),
        (Method::POST, "/v1/visit/decline"),
        (Method::POST, "/v1/visit/cancel"),
    ] {
        let refused = by_link(&app, &lost, method, path).await;
        refused.expect_problem(401, "link_void");
    }
    app.clock_to("2030-01-11T01:50:00Z").await;
    let good = app.link_to("mem_mai@example.com").await.unwrap();
    see(&good).await.expect(200);

    // The holder of the lost link can't even wait.
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    app.report(&provider, &booking, "joined", 1).await;
    let join = async |link: &str| by_link(&app, link, Method::POST, "/v1/visit/join").await;
    join(&lost).await.expect_problem(401, "link_void");
    let attendees = async || {
        app.meetings().await[0]["attendees"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(attendees().await, 1, "the provider alone");
    assert_eq!(join(&good).await.expect(200)["state"], "admitted");
    assert_eq!(attendees().await, 2);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_s_schedule_is_in_the_zone_of_their_profile() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    let weekly = json!([{"day": "thursday", "from": "09:00", "to": "10:00"}]);
    let plan = |zone: &str| json!({"timeZone": zone, "weekly": weekly, "overrides": []});
    let put = async |zone: &str| app.put(&provider, "/v1/me/schedule", plan(zone)).await;
    put("Asia/Singapore").await.expect(200);
    let first_slot = async || {
        let path = format!(
            "/v1/providers/{}/slots?from=2030-01-10T00:00:00Z&to=2030-01-11T00:00:00Z&durationMinutes=50",
            provider.id
        );
        app.get(&mai, &path).await.expect(200)["items"][0]["startsAt"].clone()
    };
    assert_eq!(first_slot().await, "2030-01-10T01:00:00Z");
    let booking = app
        .book(&provider, &mai, "video", "2030-01-10T01:00:00Z")
        .await;

    app.patch(&provider, "/v1/me", json!({"timeZone": "Europe/Berlin"}))
        .await
        .expect(200);
    let seen = app.get(&provider, "/v1/me/schedule").await.expect(200);
    assert_eq!(seen["timeZone"], "Europe/Berlin");
    assert_eq!(first_slot().await, "2030-01-10T08:00:00Z");
    // Moves and new bookings use it too.
    let to = |starts_at: &str| json!({"startsAt": starts_at});
    app.change(&mai, &booking, "reschedule", to("2030-01-17T01:00:00Z"))
        .await
        .expect_problem(409, "outside_availability");
    app.change(&mai, &booking, "reschedule", to("2030-01-17T08:00:00Z"))
        .await
        .expect(200);
    app.book(&provider, &mai, "video", "2030-01-10T08:00:00Z")
        .await;
    // The schedule has no zone of its own.
    put("Asia/Singapore")
        .await
        .expect_problem(422, "validation_failed");
    put("Europe/Berlin").await.expect(200);
    app.stop().await;
}
