//! Switching a failing video session to the telephone, in the same booking (S9).

use anteroom_tests::{TestApp, Who, concierge, id_of, send};
use reqwest::Method;
use serde_json::{Value, json};

const START: &str = "2030-01-07T02:00:00Z";

async fn switched(app: &TestApp, provider: &Who, booking: &Value) -> Value {
    app.session(provider, booking, "switch-to-phone", json!({}))
        .await
        .expect(200)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_video_session_goes_on_by_telephone() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let booking = app.book(&provider, &member, "video", START).await;
    let link = app.link(&member).await.unwrap();
    app.session(&provider, &booking, "switch-to-phone", json!({}))
        .await
        .expect_problem(409, "too_early");
    app.clock_to("2030-01-07T01:58:00Z").await;
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    app.report(&provider, &booking, "joined", 1).await;
    assert_eq!(app.join(&member, &booking).await["state"], "admitted");
    app.report(&member, &booking, "joined", 1).await;

    // Switching twice is the same as once, with any version.
    let once = switched(&app, &provider, &booking).await;
    assert_eq!(once["sessionType"], "phone");
    assert_eq!(once["status"], "ongoing");
    assert_eq!(once["phone"]["memberE164"], "+84912345678");
    assert_eq!(switched(&app, &provider, &booking).await, once);
    let mut told = app.deliveries(&booking).await;
    told.retain(|d| d.starts_with("switched"));
    let expected = [
        "switched_to_phone email member sent",
        "switched_to_phone email provider sent",
        "switched_to_phone sms member sent",
    ];
    assert_eq!(told, expected);
    let sms = app.messages("sms", "+84912345678").await;
    assert!(sms[0]["text"].as_str().unwrap().contains("+6561234567"));

    // The meeting is deleted, so its credentials are void; nobody gets new ones.
    assert!(app.meetings().await.is_empty());
    assert_eq!(app.join(&member, &booking).await, json!({"state": "phone"}));
    let visit = app.bare(Method::POST, "/v1/visit/join").bearer_auth(link);
    let visit = send(visit.json(&json!({}))).await;
    assert_eq!(visit.expect(200), json!({"state": "phone"}));
    let report = app.report(&member, &booking, "alive", 1).await;
    assert_eq!(report["state"], "phone");

    // The steps of a phone session work from here.
    let started = app
        .session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    assert_eq!(started["phone"]["e164"], "+84912345678");
    assert!(app.meetings().await.is_empty());
    let step = async |step: &str, body: Value| {
        app.session(&provider, &booking, step, body)
            .await
            .expect(200)
    };
    step("intro", json!({"via": "service"})).await;
    step("attempts", json!({"outcome": "reached"})).await;
    assert_eq!(step("end", json!({})).await["status"], "completed");
    let path = format!("/v1/admin/bookings/{}/history", id_of(&booking));
    let history = app.get(&concierge(), &path).await.expect(200);
    let lines = history["items"].as_array().unwrap().iter();
    let what: Vec<_> = lines.map(|line| line["what"].clone()).collect();
    let expected = [
        "booked",
        "started",
        "admitted",
        "switched_to_phone",
        "introduced",
        "attempted",
        "ended",
    ];
    assert_eq!(what, expected);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_switch_needs_a_number_and_its_own_provider() {
    let app = TestApp::start().await;
    let provider = app.add_provider("prv_grace").await;
    let other = app.add_provider("prv_other").await;
    let person = json!({
        "id": "mem_nonumber", "name": "Le Van An", "email": "an@example.com",
        "timeZone": "Asia/Ho_Chi_Minh",
    });
    app.post(&concierge(), "/v1/admin/members", person)
        .await
        .expect(201);
    let member = Who::new("mem_nonumber", "member");
    let booking = app.book(&provider, &member, "video", START).await;
    app.clock_to("2030-01-07T01:58:00Z").await;
    let refused = async |who: &Who, status, code| {
        app.session(who, &booking, "switch-to-phone", json!({}))
            .await
            .expect_problem(status, code);
    };
    refused(&provider, 422, "phone_required").await;
    refused(&other, 404, "not_found").await;
    refused(&member, 403, "forbidden").await;
    // The member tells the concierge their number while the session fails.
    let number = json!({"phone": "+84912345678"});
    app.patch(&concierge(), "/v1/admin/members/mem_nonumber", number)
        .await
        .expect(200);
    let phone = switched(&app, &provider, &booking).await;
    assert_eq!(phone["phone"]["memberE164"], "+84912345678");
    let started = app
        .session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    assert_eq!(started["phone"]["e164"], "+84912345678");
    app.session(&provider, &booking, "end", json!({}))
        .await
        .expect(200);
    app.clock_to("2030-01-07T03:10:00Z").await;
    refused(&provider, 409, "wrong_state").await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_who_waited_before_the_switch_came() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let booking = app.book(&provider, &member, "video", START).await;
    app.clock_to("2030-01-07T02:05:00Z").await;
    assert_eq!(app.join(&member, &booking).await["state"], "waiting");
    let waits = app.see(&provider, &booking).await;
    assert_eq!(waits["session"]["memberWaiting"], true);

    let phone = switched(&app, &provider, &booking).await;
    assert_eq!(phone["session"], json!(null));
    let seen = app.see(&provider, &booking).await;
    assert_eq!(seen["session"], json!(null), "nobody waits any more");
    app.clock_to("2030-01-07T02:20:00Z").await;
    for who in [&provider, &concierge()] {
        app.change(who, &booking, "no-show", json!({}))
            .await
            .expect_problem(409, "member_attended");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_scheduler_deletes_a_meeting_that_a_switch_left_over() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let booking = app.book(&provider, &member, "video", START).await;
    app.clock_to("2030-01-07T01:58:00Z").await;
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    let fault = json!({
        "service": "chime", "operation": "DeleteMeeting", "fault": "error", "count": 20,
    });
    app.fault(fault).await;
    switched(&app, &provider, &booking).await;
    assert_eq!(app.meetings().await.len(), 1);
    send(app.bare(Method::DELETE, "/_local/faults")).await;
    app.advance("PT1M").await;
    assert!(app.meetings().await.is_empty());
    assert_eq!(app.see(&member, &booking).await["status"], "ongoing");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_runs_late_can_be_switched_after_its_end() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let booking = app.book(&provider, &member, "video", START).await;
    app.clock_to("2030-01-07T02:40:00Z").await;
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    app.report(&provider, &booking, "joined", 1).await;
    app.clock_to("2030-01-07T02:51:00Z").await;
    switched(&app, &provider, &booking).await;
    app.session(&provider, &booking, "intro", json!({"via": "service"}))
        .await
        .expect(200);
    let told = app.deliveries(&booking).await;
    for text in [
        "introduction sms member sent",
        "switched_to_phone sms member sent",
    ] {
        assert!(told.iter().any(|delivery| delivery == text), "{told:?}");
    }
    // The scheduler closes it. The last sight in the video meeting is not the end of the call.
    app.clock_to("2030-01-07T03:05:00Z").await;
    let closed = app.see(&provider, &booking).await;
    assert_eq!(closed["status"], "completed");
    assert_eq!(closed["session"]["endedAt"], "2030-01-07T02:50:00Z");
    app.stop().await;
}
