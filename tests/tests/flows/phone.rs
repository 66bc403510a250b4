//! The main flow of a phone session (S8).

use anteroom_tests::{TestApp, concierge, id_of};
use serde_json::json;

const START: &str = "2030-01-07T02:00:00Z";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_telephone_session_from_booking_to_end() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let booking = app.book(&provider, &member, "phone", START).await;

    // The provider's mail names the type and the number; the member's has no number in it.
    let mail = &app.messages("email", "prv_grace@example.com").await[0];
    let text = mail["text"].as_str().unwrap();
    assert!(
        text.contains("Phone") && text.contains("+84912345678"),
        "{text}"
    );
    let mail = &app.messages("email", "mem_mai@example.com").await[0];
    assert!(!mail["text"].as_str().unwrap().contains("+84912345678"));
    // The member gets an SMS with the number that will call.
    let sms = app.messages("sms", "+84912345678").await;
    assert_eq!(sms.len(), 1);
    assert!(
        sms[0]["text"].as_str().unwrap().contains("+6561234567"),
        "{sms:?}"
    );

    // Only the provider and the concierge see the number.
    assert_eq!(
        app.see(&provider, &booking).await["phone"]["memberE164"],
        "+84912345678"
    );
    assert!(app.see(&member, &booking).await["phone"].is_null());
    let nothing = json!({"introductions": [], "attempts": []});
    assert_eq!(
        app.see(&provider, &booking).await["phoneSteps"],
        nothing,
        "an introduction is due"
    );

    // The data for an introduction is available before the start.
    let path = format!("/v1/bookings/{}/session/phone", id_of(&booking));
    let panel = app.get(&provider, &path).await.expect(200);
    assert_eq!(panel["phone"]["e164"], "+84912345678");
    assert_eq!(panel["steps"]["introductions"], json!([]));

    // The introduction is sent before the start.
    app.clock_to("2030-01-07T01:30:00Z").await;
    let intro = app
        .session(&provider, &booking, "intro", json!({"via": "service"}))
        .await
        .expect(200);
    let sms = app.messages("sms", "+84912345678").await;
    assert_eq!(sms.len(), 3, "booked, reminded, introduced");
    assert_eq!(sms[0]["text"], intro["introText"]);
    assert!(
        sms[0]["text"].as_str().unwrap().contains("+6561234567"),
        "the number that will call"
    );
    app.session(&provider, &booking, "intro", json!({"via": "handset"}))
        .await
        .expect(200);
    assert_eq!(
        app.messages("sms", "+84912345678").await.len(),
        3,
        "the handset sends its own"
    );

    // The provider sees later that it was sent.
    let steps = app.see(&provider, &booking).await["phoneSteps"].clone();
    assert_eq!(steps["introductions"][0]["via"], "service");
    assert_eq!(steps["introductions"][1]["via"], "handset");

    // At the start the provider calls.
    app.clock_to("2030-01-07T01:58:00Z").await;
    assert_eq!(app.join(&member, &booking).await["state"], "phone");
    let started = app
        .session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    assert_eq!(started["phone"]["e164"], "+84912345678");
    assert_eq!(started["phone"]["telUri"], "tel:+84912345678");
    assert!(
        started["phone"]["smsUri"]
            .as_str()
            .unwrap()
            .starts_with("sms:+84912345678?body=")
    );
    assert_eq!(started["phone"]["introText"], intro["introText"]);
    assert!(
        app.meetings().await.is_empty(),
        "a phone session has no meeting"
    );
    app.session(
        &provider,
        &booking,
        "attempts",
        json!({"outcome": "no_answer"}),
    )
    .await
    .expect(200);
    let steps = app
        .session(
            &provider,
            &booking,
            "attempts",
            json!({"outcome": "reached"}),
        )
        .await
        .expect(200);
    assert_eq!(steps["attempts"].as_array().unwrap().len(), 2);
    let panel = app.get(&provider, &path).await.expect(200);
    assert_eq!(panel["steps"], steps);
    assert_eq!(panel["phone"], started["phone"]);
    for who in [&provider, &concierge()] {
        let seen = app.see(who, &booking).await["phoneSteps"].clone();
        for kind in ["introductions", "attempts"] {
            assert_eq!(seen[kind], steps[kind], "{who:?}");
        }
    }
    assert!(app.see(&member, &booking).await["phoneSteps"].is_null());
    let ended = app
        .session(&provider, &booking, "end", json!({}))
        .await
        .expect(200);
    assert_eq!(ended["status"], "completed");
    let past = app.get(&member, "/v1/bookings?view=past").await.expect(200);
    assert_eq!(past["items"][0]["id"], id_of(&booking));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn introductions_are_limited() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let booking = app.book(&provider, &member, "phone", START).await;
    for _ in 0..3 {
        app.session(&provider, &booking, "intro", json!({"via": "service"}))
            .await
            .expect(200);
    }
    app.session(&provider, &booking, "intro", json!({"via": "service"}))
        .await
        .expect_problem(429, "rate_limited");
    app.session(&provider, &booking, "intro", json!({"via": "handset"}))
        .await
        .expect(200);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_introduction_is_sent_for_a_session_that_is_over() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let booking = app.book(&provider, &member, "phone", START).await;
    app.settle().await;
    app.clock_to("2030-01-07T01:58:00Z").await;
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    app.fault(json!({"service": "sns", "fault": "throttle", "count": 1}))
        .await;
    app.session(&provider, &booking, "intro", json!({"via": "service"}))
        .await
        .expect(200);
    app.settle().await;
    app.session(&provider, &booking, "end", json!({}))
        .await
        .expect(200);
    app.advance("PT3M").await;
    let told = app.deliveries(&booking).await;
    let dropped = "introduction sms member dropped".to_owned();
    assert!(told.contains(&dropped), "{told:?}");
    app.stop().await;
}

/// M7: at three in the night of the member.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_waits_for_the_morning_of_its_reader_unless_the_session_is_before() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    app.clock_to("2030-01-07T20:00:00Z").await;
    let later = app
        .book(&provider, &member, "phone", "2030-01-10T02:00:00Z")
        .await;
    let booked = |status| format!("phone_booked sms member {status}");
    let told = app.deliveries(&later).await;
    assert!(told.contains(&booked("held")), "{told:#?}");
    assert!(
        told.contains(&"confirmation email member sent".to_owned()),
        "{told:#?}"
    );
    let queue = app
        .get(&concierge(), "/v1/admin/deliveries?status=queued")
        .await
        .expect(200);
    assert_eq!(queue["items"][0]["status"], "held");
    assert!(app.messages("sms", "+84912345678").await.is_empty());

    // The text about a session that starts before seven is sent at once.
    let soon = app
        .book(&provider, &member, "phone", "2030-01-07T23:00:00Z")
        .await;
    let told = app.deliveries(&soon).await;
    assert!(told.contains(&booked("sent")), "{told:#?}");

    app.clock_to("2030-01-07T23:59:00Z").await;
    let told = app.deliveries(&later).await;
    assert!(told.contains(&booked("held")), "{told:#?}");
    app.clock_to("2030-01-08T00:00:00Z").await;
    let told = app.deliveries(&later).await;
    assert!(told.contains(&booked("sent")), "{told:#?}");
    app.stop().await;
}
