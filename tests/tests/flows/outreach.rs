//! B7: reaching out to a member who does not come to their video session.

use anteroom_tests::{TestApp, Who, concierge, id_of};
use serde_json::{Value, json};

/// Late in the evening for the member: quiet hours (M7) do not hold what is about now.
const START: &str = "2030-01-07T16:00:00Z";

async fn started(app: &TestApp) -> (Who, Who, Value) {
    let provider = app.add_provider("prv_grace").await;
    let member = app.add_member("mem_mai").await;
    let booking = app.book(&provider, &member, "video", START).await;
    app.clock_to("2030-01-07T15:55:00Z").await;
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    app.service_event(&booking, &provider, "AttendeeJoined")
        .await;
    (provider, member, booking)
}

/// The messages to the member that their provider waits.
async fn told(app: &TestApp, booking: &Value) -> Vec<String> {
    let all = app.deliveries(booking).await.into_iter();
    all.filter(|d| d.starts_with("provider_waiting")).collect()
}

/// Why bookings need the concierge.
async fn attention(app: &TestApp) -> Vec<String> {
    let page = app.get(&concierge(), "/v1/admin/attention").await;
    let items = page.expect(200)["items"].as_array().unwrap().clone();
    let why = items
        .iter()
        .map(|item| item["why"].as_str().unwrap().to_owned());
    why.collect()
}

/// What happened to a booking, the oldest first.
async fn history(app: &TestApp, booking: &Value) -> Vec<String> {
    let path = format!("/v1/admin/bookings/{}/history", id_of(booking));
    let history = app.get(&concierge(), &path).await.expect(200);
    let items = history["items"].as_array().unwrap().iter();
    let what = items.map(|item| item["what"].as_str().unwrap().to_owned());
    what.collect()
}

const SENT: [&str; 2] = [
    "provider_waiting email member sent",
    "provider_waiting sms member sent",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_who_does_not_come_gets_messages_and_then_the_concierge() {
    let app = TestApp::start().await;
    let (provider, member, booking) = started(&app).await;
    app.clock_to("2030-01-07T16:01:00Z").await;
    assert_eq!(told(&app, &booking).await, [""; 0]);
    app.clock_to("2030-01-07T16:02:00Z").await;
    assert_eq!(told(&app, &booking).await, SENT);
    let text = &app.messages("sms", "+84912345678").await[0]["text"];
    assert!(text.as_str().unwrap().contains("Dr Grace Tan"), "{text}");
    // The mail's link leads in.
    let link = app.link(&member).await.unwrap();
    let visit = app.bare(reqwest::Method::GET, "/v1/visit");
    let visit = anteroom_tests::send(visit.bearer_auth(&link)).await;
    assert_eq!(visit.expect(200)["id"], booking["id"]);

    assert_eq!(attention(&app).await, [""; 0]);
    app.clock_to("2030-01-07T16:08:00Z").await;
    assert_eq!(attention(&app).await, ["member_absent"]);
    app.advance("PT6M").await;
    assert_eq!(told(&app, &booking).await, SENT, "once");
    let expected = ["booked", "started", "reached_out", "concierge_called"];
    assert_eq!(history(&app, &booking).await, expected);

    app.clock_to("2030-01-07T16:15:00Z").await;
    app.change(&provider, &booking, "no-show", json!({}))
        .await
        .expect(200);
    assert_eq!(attention(&app).await, [""; 0]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_who_comes_in_first_gets_nothing() {
    let app = TestApp::start().await;
    let (_, member, booking) = started(&app).await;
    let fault = |service| json!({"service": service, "fault": "throttle", "count": 1});
    for service in ["ses", "sns"] {
        app.fault(fault(service)).await;
    }
    app.clock_to("2030-01-07T16:02:00Z").await;
    let queued = SENT.map(|sent| sent.replace("sent", "queued"));
    assert_eq!(told(&app, &booking).await, queued);
    assert_eq!(app.join(&member, &booking).await["state"], "admitted");
    app.report(&member, &booking, "joined", 1).await;
    app.advance("PT3M").await;
    let dropped = SENT.map(|sent| sent.replace("sent", "dropped"));
    assert_eq!(told(&app, &booking).await, dropped);
    app.report(&member, &booking, "left", 1).await;
    app.advance("PT5M").await;
    assert_eq!(attention(&app).await, [""; 0]);
    assert!(
        !history(&app, &booking)
            .await
            .contains(&"concierge_called".to_owned())
    );
    app.stop().await;
}

/// S4: the provider's client is silent, as when the API fails for them, and the meeting service has them in.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_whose_client_is_silent_waits_for_the_member_still() {
    let app = TestApp::start().await;
    let (provider, _, booking) = started(&app).await;
    app.report(&provider, &booking, "joined", 1).await;
    app.clock_to("2030-01-07T16:02:00Z").await;
    assert_eq!(told(&app, &booking).await, SENT);
    app.clock_to("2030-01-07T16:08:00Z").await;
    assert_eq!(attention(&app).await, ["member_absent"]);

    // Once they have left, nobody waits.
    let (provider, member) = (
        app.add_provider("prv_lee").await,
        app.add_member("mem_lan").await,
    );
    let second = app
        .book(&provider, &member, "video", "2030-01-07T17:00:00Z")
        .await;
    app.clock_to("2030-01-07T16:55:00Z").await;
    app.session(&provider, &second, "start", json!({}))
        .await
        .expect(200);
    app.service_event(&second, &provider, "AttendeeJoined")
        .await;
    app.report(&provider, &second, "joined", 1).await;
    app.advance("PT1M").await;
    app.service_event(&second, &provider, "AttendeeLeft").await;
    app.clock_to("2030-01-07T17:02:00Z").await;
    assert_eq!(told(&app, &second).await, [""; 0]);
    app.stop().await;
}

/// The gate of another session waits for the meeting service; this waits for the table alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_meeting_service_that_does_not_answer_delays_no_outreach() {
    let app = TestApp::start().await;
    let (tan, an) = (
        app.add_provider("prv_tan").await,
        app.add_member("mem_an").await,
    );
    let other = app.book(&tan, &an, "video", START).await;
    let (_, _, booking) = started(&app).await;
    app.clock_to("2030-01-07T16:01:30Z").await;
    app.session(&tan, &other, "start", json!({}))
        .await
        .expect(200);
    app.report(&tan, &other, "joined", 1).await;
    assert_eq!(app.join(&an, &other).await["state"], "admitted");
    app.fault(json!({
        "service": "chime", "operation": "DeleteAttendee", "function": "sessions", "fault": "error", "count": 3,
    }))
    .await;
    app.fault(json!({
        "service": "chime", "operation": "DeleteAttendee", "function": "gate-checks",
        "fault": "latency", "delayMs": 1_500, "count": 1,
    }))
    .await;
    let left = json!({"state": "left", "generation": 1});
    app.session(&tan, &other, "presence", left).await;
    let attendees = async || {
        let meetings = app.meetings().await;
        let mut meetings = meetings.iter();
        let meeting = meetings.find(|meeting| meeting["externalMeetingId"] == other["id"]);
        meeting.unwrap()["attendees"].as_array().unwrap().len()
    };
    assert_eq!(attendees().await, 2);
    let reached = async {
        while !history(&app, &booking)
            .await
            .contains(&"reached_out".to_owned())
        {}
        attendees().await
    };
    let ((), still) = tokio::join!(app.clock_to("2030-01-07T16:02:00Z"), reached);
    assert_eq!(still, 2, "the member was reached out to after the gate");
    assert_eq!(attendees().await, 1);
    app.stop().await;
}
