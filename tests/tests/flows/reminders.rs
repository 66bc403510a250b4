//! The scheduler's own work: it sends reminders, notifies a late provider, and calls the concierge.

use anteroom_domain::values::BookingId;
use anteroom_store::keys::due_shard;
use anteroom_tests::{TestApp, Who, concierge, id_of};
use serde_json::{Value, json};

/// Four days ahead of the clock.
const START: &str = "2030-01-11T02:00:00Z";

async fn booked(app: &TestApp, session_type: &str, starts_at: &str) -> (Who, Who, Value) {
    let provider = app.add_provider("prv_grace").await;
    let member = app.add_member("mem_mai").await;
    let booking = app.book(&provider, &member, session_type, starts_at).await;
    app.settle().await;
    (provider, member, booking)
}

/// The messages of a kind about a booking.
async fn told(app: &TestApp, booking: &Value, kind: &str) -> Vec<String> {
    let all = app.deliveries(booking).await;
    all.into_iter().filter(|d| d.starts_with(kind)).collect()
}

/// The three reminders (M1).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_reminder_goes_once_to_those_who_want_it() {
    let app = TestApp::start().await;
    let (provider, member, booking) = booked(&app, "phone", START).await;
    let reminded = async || told(&app, &booking, "reminder").await.len();
    app.clock_to("2030-01-09T13:59:00Z").await;
    assert_eq!(reminded().await, 0);
    app.clock_to("2030-01-09T14:00:00Z").await;
    let expected = ["reminder email member sent", "reminder email provider sent"];
    assert_eq!(told(&app, &booking, "reminder").await, expected);
    // A reminder does not raise the version, so a change with the earlier version is accepted.
    assert_eq!(app.see(&member, &booking).await["version"], 1);

    // A day before, the member of a phone session also gets an SMS; the provider has turned this
    // reminder off.
    let choice = json!({"reminders": {"PT24H": false}});
    app.patch(&provider, "/v1/me", choice).await.expect(200);
    app.clock_to("2030-01-10T02:00:00Z").await;
    let expected = [
        "reminder email member sent",
        "reminder email member sent",
        "reminder email provider dropped",
        "reminder email provider sent",
        "reminder sms member sent",
    ];
    assert_eq!(told(&app, &booking, "reminder").await, expected);
    app.clock_to("2030-01-11T01:00:00Z").await;
    assert_eq!(reminded().await, 8);
    // Many more ticks send no more.
    app.advance("PT50M").await;
    assert_eq!(reminded().await, 8);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_tick_sends_only_useful_reminders() {
    let app = TestApp::start().await;
    let (provider, member, booking) = booked(&app, "video", START).await;
    let second = app
        .book(&provider, &member, "video", "2030-01-10T20:00:00Z")
        .await;
    app.settle().await;
    // Of two overdue reminders the nearer is sent; of a session that should have begun, none.
    app.clock_to("2030-01-10T20:30:00Z").await;
    assert_eq!(told(&app, &booking, "reminder").await.len(), 2);
    assert_eq!(told(&app, &second, "reminder").await.len(), 0);
    app.clock_to("2030-01-11T01:05:00Z").await;
    assert_eq!(told(&app, &booking, "reminder").await.len(), 4);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_reminder_goes_to_those_who_want_any_due_one() {
    let app = TestApp::start().await;
    let (provider, member, booking) = booked(&app, "phone", START).await;
    for (who, reminders) in [
        (&member, json!({"PT1H": false})),
        (
            &provider,
            json!({"PT1H": false, "PT24H": false, "PT36H": false}),
        ),
    ] {
        let choice = json!({"reminders": reminders});
        app.patch(who, "/v1/me", choice).await.expect(200);
    }
    app.clock_to("2030-01-11T01:30:00Z").await;
    let expected = [
        "reminder email member sent",
        "reminder email provider dropped",
        "reminder sms member sent",
    ];
    assert_eq!(told(&app, &booking, "reminder").await, expected);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_booking_made_or_moved_inside_a_reminder_s_time_skips_it() {
    let app = TestApp::start().await;
    let (provider, member, near) = booked(&app, "video", "2030-01-08T00:00:00Z").await;
    let far = app.book(&provider, &member, "video", START).await;
    app.clock_to("2030-01-07T06:00:00Z").await;
    assert_eq!(told(&app, &near, "reminder").await.len(), 0);
    // Thirty hours ahead: too late for the first reminder, not for the others.
    let body = json!({"startsAt": "2030-01-08T12:00:00Z"});
    app.change(&concierge(), &far, "reschedule", body)
        .await
        .expect(200);
    app.advance("PT2M").await;
    assert_eq!(told(&app, &far, "reminder").await.len(), 0);
    app.clock_to("2030-01-07T12:00:00Z").await;
    assert_eq!(told(&app, &far, "reminder").await.len(), 2);
    app.clock_to("2030-01-07T23:00:00Z").await;
    assert_eq!(told(&app, &near, "reminder").await.len(), 2);
    // A cancelled session has no reminders.
    app.change(&concierge(), &far, "cancel", json!({"reason": "Ill"}))
        .await
        .expect(200);
    app.clock_to("2030-01-08T11:00:00Z").await;
    assert_eq!(told(&app, &far, "reminder").await.len(), 2);
    app.stop().await;
}

/// The bookings that need the concierge.
async fn attention(app: &TestApp) -> Vec<Value> {
    let page = app.get(&concierge(), "/v1/admin/attention").await;
    page.expect(200)["items"].as_array().unwrap().clone()
}

/// A member who waits in vain (S3, M2).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_provider_is_notified_and_then_the_concierge_is_called() {
    let app = TestApp::start().await;
    let (provider, member, booking) = booked(&app, "video", "2030-01-07T02:00:00Z").await;
    // They come just before the start and do not poll again: the tick detects that they wait.
    app.clock_to("2030-01-07T01:59:56Z").await;
    assert_eq!(app.join(&member, &booking).await["state"], "waiting");
    app.clock_to("2030-01-07T02:00:00Z").await;
    let sms = told(&app, &booking, "member_waiting").await;
    assert_eq!(sms, ["member_waiting sms provider sent"]);
    app.clock_to("2030-01-07T02:04:56Z").await;
    let waits = app.join(&member, &booking).await;
    assert_eq!(waits["hostLate"], true);
    assert!(attention(&app).await.is_empty());
    app.clock_to("2030-01-07T02:05:00Z").await;
    let needing = attention(&app).await;
    assert_eq!(needing.len(), 1);
    assert_eq!(needing[0]["booking"]["id"], booking["id"]);
    assert_eq!(needing[0]["why"], "host_late");
    assert_eq!(needing[0]["since"], "2030-01-07T02:05:00Z");
    assert_eq!(told(&app, &booking, "member_waiting").await.len(), 1);

    // It leaves the list when the provider comes.
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    assert_eq!(attention(&app).await.len(), 1);
    app.report(&provider, &booking, "joined", 1).await;
    assert!(attention(&app).await.is_empty());
    app.session(&provider, &booking, "end", json!({}))
        .await
        .expect(200);
    assert!(attention(&app).await.is_empty());
    app.stop().await;
}

/// A session that should have begun, whose member waits. The SMS to its provider is still unsent.
async fn called_in_vain(app: &TestApp) -> (Who, Value) {
    let (provider, member, booking) = booked(app, "video", "2030-01-07T02:00:00Z").await;
    app.settle().await;
    app.clock_to("2030-01-07T02:02:00Z").await;
    app.fault(json!({"service": "sns", "fault": "throttle", "count": 1}))
        .await;
    assert_eq!(app.join(&member, &booking).await["state"], "waiting");
    let queued = told(app, &booking, "member_waiting").await;
    assert_eq!(queued, ["member_waiting sms provider queued"]);
    (provider, booking)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_who_has_come_gets_no_late_notice() {
    let app = TestApp::start().await;
    let (provider, booking) = called_in_vain(&app).await;
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    app.report(&provider, &booking, "joined", 1).await;
    app.advance("PT3M").await;
    let dropped = told(&app, &booking, "member_waiting").await;
    assert_eq!(dropped, ["member_waiting sms provider dropped"]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_notified_of_a_wait_that_was_long_ago() {
    let app = TestApp::start().await;
    let (_, booking) = called_in_vain(&app).await;
    app.clock_to("2030-01-07T02:13:00Z").await;
    let dropped = told(&app, &booking, "member_waiting").await;
    assert_eq!(dropped, ["member_waiting sms provider dropped"]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_who_comes_late_to_a_later_provider_also_calls_the_concierge() {
    let app = TestApp::start().await;
    let (_, member, booking) = booked(&app, "video", "2030-01-07T02:00:00Z").await;
    app.clock_to("2030-01-07T02:02:00Z").await;
    assert_eq!(app.join(&member, &booking).await["state"], "waiting");
    assert_eq!(told(&app, &booking, "member_waiting").await.len(), 1);
    // They leave, and poll once more when the time for the call has passed.
    app.clock_to("2030-01-07T02:05:00Z").await;
    assert!(attention(&app).await.is_empty());
    app.clock_to("2030-01-07T02:12:00Z").await;
    assert_eq!(app.join(&member, &booking).await["state"], "waiting");
    let needing = attention(&app).await;
    assert_eq!(needing.len(), 1);
    // Another poll does not call again, and closing ends it.
    app.join(&member, &booking).await;
    assert_eq!(attention(&app).await, needing);
    app.clock_to("2030-01-07T03:05:00Z").await;
    assert!(attention(&app).await.is_empty());
    app.stop().await;
}

/// Makes similar bookings until one is in the same due shard as another booking.
async fn booked_beside(app: &TestApp, other: &Value, starts_at: &str) -> Value {
    let shard = |booking: &Value| due_shard(&id_of(booking).parse::<BookingId>().unwrap());
    for number in 0.. {
        let provider = app.add_provider(&format!("prv_beside{number}")).await;
        let member = app.add_member(&format!("mem_beside{number}")).await;
        let booking = app.book(&provider, &member, "phone", starts_at).await;
        if shard(&booking) == shard(other) {
            return booking;
        }
    }
    unreachable!()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_meeting_service_that_does_not_answer_delays_no_reminder() {
    let app = TestApp::start().await;
    let (provider, _, over) = booked(&app, "video", "2030-01-09T02:00:00Z").await;
    let next = booked_beside(&app, &over, "2030-01-09T02:45:00Z").await;
    app.clock_to("2030-01-09T01:44:10Z").await;
    app.session(&provider, &over, "start", json!({}))
        .await
        .expect(200);
    let fails = json!({
        "service": "chime", "operation": "DeleteMeeting", "function": "sessions",
        "fault": "error", "count": 3,
    });
    app.fault(fails).await;
    app.session(&provider, &over, "end", json!({})).await;
    assert_eq!(app.meetings().await.len(), 1);

    // The next tick checks the meeting, which was due before the reminder.
    let hangs = json!({
        "service": "chime", "operation": "DeleteMeeting", "function": "gate-checks",
        "fault": "latency", "delayMs": 1_500, "count": 1,
    });
    app.fault(hangs).await;
    // Unlike `told`, this waits for nothing.
    let path = format!("/v1/admin/bookings/{}/deliveries?limit=100", id_of(&next));
    let count = async || {
        let page = app.get(&concierge(), &path).await.expect(200);
        page["items"].as_array().unwrap().len()
    };
    let before = count().await;
    let reminded = async {
        while count().await == before {}
        app.meetings().await.len()
    };
    let ((), meetings) = tokio::join!(app.clock_to("2030-01-09T01:45:00Z"), reminded);
    assert_eq!(meetings, 1, "the reminder waited for the meeting service");
    assert!(app.meetings().await.is_empty());
    app.stop().await;
}
