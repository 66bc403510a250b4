//! No-shows (B7): a member, marked by the provider and confirmed by the attendance record, or a
//! provider, recorded by the scheduler.

use anteroom_tests::{TestApp, Who, concierge, id_of};
use serde_json::{Value, json};

const START: &str = "2030-01-07T02:00:00Z";
const OPENS: &str = "2030-01-07T02:15:00Z";

async fn booked(app: &TestApp, session_type: &str) -> (Who, Who, Value) {
    let provider = app.add_provider("prv_grace").await;
    let member = app.add_member("mem_mai").await;
    let booking = app.book(&provider, &member, session_type, START).await;
    app.clock_to("2030-01-07T01:50:00Z").await;
    (provider, member, booking)
}

/// The messages of a kind about a booking.
async fn told(app: &TestApp, booking: &Value, kind: &str) -> Vec<String> {
    let all = app.deliveries(booking).await;
    all.into_iter().filter(|d| d.starts_with(kind)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_who_never_came_can_be_marked_from_a_quarter_past() {
    let app = TestApp::start().await;
    let (provider, member, booking) = booked(&app, "video").await;
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    app.service_event(&booking, &provider, "AttendeeJoined")
        .await;
    let early = app.change(&provider, &booking, "no-show", json!({})).await;
    assert_eq!(early.expect_problem(409, "too_early")["opensAt"], OPENS);
    let allowance = &app.see(&provider, &booking).await["actions"]["noShow"];
    let expected = json!({"allowed": false, "from": OPENS, "why": "too_early"});
    assert_eq!(*allowance, expected);

    app.clock_to(OPENS).await;
    let allowance = &app.see(&concierge(), &booking).await["actions"]["noShow"];
    assert_eq!(allowance["allowed"], true);
    let marked = app
        .change(&provider, &booking, "no-show", json!({}))
        .await
        .expect(200);
    assert_eq!(marked["status"], "no_show");
    assert_eq!(marked["noShow"], "member");
    let expected = ["no_show email member sent", "no_show email provider sent"];
    assert_eq!(told(&app, &booking, "no_show").await, expected);
    assert_eq!(app.join(&member, &booking).await["state"], "ended");
    // The next tick removes the meeting.
    app.advance("PT1M").await;
    assert!(app.meetings().await.is_empty());
    let past = app.get(&member, "/v1/bookings?view=past").await.expect(200);
    assert_eq!(past["items"][0]["id"], booking["id"]);
    app.change(&provider, &booking, "no-show", json!({}))
        .await
        .expect_problem(409, "wrong_state");
    app.stop().await;
}

/// B7: what a provider's client says of itself is no proof that they were there, and neither is having
/// been there for a moment.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_who_was_not_there_marks_nobody() {
    let app = TestApp::start().await;
    let (provider, member, booking) = booked(&app, "video").await;
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    app.service_event(&booking, &provider, "AttendeeJoined")
        .await;
    app.service_event(&booking, &provider, "AttendeeLeft").await;
    app.report(&provider, &booking, "joined", 1).await;
    app.clock_to(OPENS).await;
    app.report(&provider, &booking, "alive", 1).await;
    let offered = &app.see(&provider, &booking).await["actions"]["noShow"];
    let expected = json!({"allowed": false, "from": OPENS, "why": "provider_absent"});
    assert_eq!(*offered, expected);
    for who in [&provider, &concierge()] {
        app.change(who, &booking, "no-show", json!({}))
            .await
            .expect_problem(409, "provider_absent");
    }

    // The concierge may overrule the record, and nobody else; their reason stands in the history.
    let why = || json!({"reason": "They told us by telephone."});
    app.change(&provider, &booking, "no-show", why())
        .await
        .expect_problem(400, "malformed_request");
    let marked = app.change(&concierge(), &booking, "no-show", why()).await;
    assert_eq!(marked.expect(200)["noShow"], "member");
    let path = format!("/v1/admin/bookings/{}/history", id_of(&booking));
    let history = app.get(&concierge(), &path).await.expect(200);
    let last = history["items"].as_array().unwrap().last().unwrap();
    assert_eq!(last["what"], "marked_no_show");
    assert_eq!(last["why"], "They told us by telephone.");
    assert_eq!(app.join(&member, &booking).await["state"], "ended");
    app.stop().await;
}

/// B7: a call long before the hour is no call for the session, and a session that was ended before its
/// member could be marked was not waited out. What the POST refuses is not offered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_who_gave_up_before_marks_nobody() {
    let app = TestApp::start().await;
    let called = {
        let provider = app.add_provider("prv_early").await;
        let member = app.add_member("mem_lan").await;
        let booking = app.book(&provider, &member, "phone", START).await;
        app.clock_to("2030-01-07T01:31:00Z").await;
        app.session(&provider, &booking, "start", json!({}))
            .await
            .expect(200);
        let outcome = json!({"outcome": "no_answer"});
        app.session(&provider, &booking, "attempts", outcome)
            .await
            .expect(200);
        (provider, booking)
    };
    let (provider, _, booking) = booked(&app, "video").await;
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    app.service_event(&booking, &provider, "AttendeeJoined")
        .await;
    app.clock_to("2030-01-07T02:05:00Z").await;
    app.session(&provider, &booking, "end", json!({}))
        .await
        .expect(200);
    app.clock_to(OPENS).await;
    for (provider, booking) in [called, (provider, booking)] {
        let offered = &app.see(&provider, &booking).await["actions"]["noShow"];
        let expected = json!({"allowed": false, "from": OPENS, "why": "provider_absent"});
        assert_eq!(*offered, expected);
        app.change(&provider, &booking, "no-show", json!({}))
            .await
            .expect_problem(409, "provider_absent");
    }
    app.stop().await;
}

/// B7: marking is never offered for a member who came or waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_who_waits_is_not_offered_as_a_no_show() {
    let app = TestApp::start().await;
    let (provider, member, booking) = booked(&app, "video").await;
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    app.service_event(&booking, &provider, "AttendeeJoined")
        .await;
    app.service_event(&booking, &provider, "AttendeeLeft").await;
    // Not even for later.
    assert_eq!(app.join(&member, &booking).await["state"], "waiting");
    for who in [&provider, &concierge()] {
        let offered = &app.see(who, &booking).await["actions"]["noShow"];
        assert_eq!(offered["why"], "member_attended");
    }
    app.clock_to(OPENS).await;
    assert_eq!(app.join(&member, &booking).await["state"], "waiting");
    for who in [&provider, &concierge()] {
        let offered = &app.see(who, &booking).await["actions"]["noShow"];
        let expected = json!({"allowed": false, "from": OPENS, "why": "member_attended"});
        assert_eq!(*offered, expected);
    }
    // The events of the meeting service can't change that, so they are not read.
    app.count_anew().await;
    app.change(&provider, &booking, "no-show", json!({}))
        .await
        .expect_problem(409, "member_attended");
    let calls = app.calls_of("bookings").await;
    assert_eq!(
        calls.into_keys().collect::<Vec<_>>(),
        ["dynamodb BatchGetItem"]
    );
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_attendance_record_refuses_a_false_no_show() {
    let app = TestApp::start().await;
    // One member was in, which only the meeting service saw; one waited in vain after the start.
    let (provider, member, booking) = booked(&app, "video").await;
    let other = (
        app.add_provider("prv_late").await,
        app.add_member("mem_waits").await,
    );
    let waited = app.book(&other.0, &other.1, "video", START).await;
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    app.report(&provider, &booking, "joined", 1).await;
    assert_eq!(app.join(&member, &booking).await["state"], "admitted");
    app.service_event(&booking, &member, "AttendeeJoined").await;
    app.clock_to("2030-01-07T02:05:00Z").await;
    assert_eq!(app.join(&other.1, &waited).await["state"], "waiting");

    app.clock_to("2030-01-07T02:20:00Z").await;
    for (who, booking) in [
        (&provider, &booking),
        (&concierge(), &booking),
        (&other.0, &waited),
    ] {
        app.change(who, booking, "no-show", json!({}))
            .await
            .expect_problem(409, "member_attended");
    }
    assert_eq!(app.see(&member, &booking).await["status"], "ongoing");
    assert_eq!(app.see(&other.1, &waited).await["status"], "confirmed");
    app.stop().await;
}

/// B7: no reason ends a session for a member who is in it, though the meeting service told nothing of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_who_is_in_is_marked_whatever_the_reason() {
    let app = TestApp::start().await;
    let (provider, member, booking) = booked(&app, "video").await;
    app.clock_to("2030-01-07T02:14:45Z").await;
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    app.report(&provider, &booking, "joined", 1).await;
    assert_eq!(app.join(&member, &booking).await["state"], "admitted");
    app.report(&member, &booking, "joined", 1).await;
    app.clock_to(OPENS).await;
    app.report(&provider, &booking, "alive", 1).await;
    app.report(&member, &booking, "alive", 1).await;
    let why = json!({"reason": "They told us by telephone."});
    app.change(&concierge(), &booking, "no-show", why)
        .await
        .expect_problem(409, "member_attended");
    assert_eq!(app.meetings().await.len(), 1);
    assert_eq!(app.see(&member, &booking).await["status"], "ongoing");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_who_answers_the_telephone_came() {
    let app = TestApp::start().await;
    let (provider, _, booking) = booked(&app, "phone").await;
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    let attempt = async |outcome: &str| {
        app.session(&provider, &booking, "attempts", json!({"outcome": outcome}))
            .await
            .expect(200);
    };
    attempt("no_answer").await;
    app.clock_to(OPENS).await;
    let path = format!("/v1/bookings/{}/no-show", id_of(&booking));
    let once = app
        .post_once(&provider, &path, json!({}), "no-show")
        .await
        .expect(200);
    assert_eq!(once["noShow"], "member");
    let again = app
        .post_once(&provider, &path, json!({}), "no-show")
        .await
        .expect(200);
    assert_eq!(once, again);

    let second = app
        .book(
            &provider,
            &Who::new("mem_mai", "member"),
            "phone",
            "2030-01-07T03:00:00Z",
        )
        .await;
    app.clock_to("2030-01-07T03:00:00Z").await;
    app.session(&provider, &second, "start", json!({}))
        .await
        .expect(200);
    app.session(
        &provider,
        &second,
        "attempts",
        json!({"outcome": "reached"}),
    )
    .await
    .expect(200);
    app.clock_to("2030-01-07T03:20:00Z").await;
    app.change(&provider, &second, "no-show", json!({}))
        .await
        .expect_problem(409, "member_attended");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_claim_no_presence_without_a_record() {
    let app = TestApp::start().await;
    for (number, session_type, is_started) in
        [(0, "video", false), (1, "video", true), (2, "phone", true)]
    {
        let provider = app.add_provider(&format!("prv_{number}")).await;
        let member = app.add_member(&format!("mem_{number}")).await;
        let start = format!("2030-01-0{}T02:00:00Z", 7 + number);
        let booking = app.book(&provider, &member, session_type, &start).await;
        app.clock_to(&start).await;
        if is_started {
            app.session(&provider, &booking, "start", json!({}))
                .await
                .expect(200);
        }
        app.clock_to(&start.replace("02:00", "02:15")).await;
        app.change(&provider, &booking, "no-show", json!({}))
            .await
            .expect_problem(409, "provider_absent");
        let why = json!({"reason": "They told us by telephone."});
        app.change(&concierge(), &booking, "no-show", why)
            .await
            .expect(200);
        for who in [&provider, &member] {
            let mails = app
                .messages("email", &format!("{}@example.com", who.id))
                .await;
            let text = mails[0]["text"].as_str().unwrap();
            assert!(text.contains("didn’t take place"), "{text}");
            for claim in ["was there", "couldn’t reach", "didn’t come"] {
                assert!(!text.contains(claim), "{claim}: {text}");
            }
        }
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_scheduler_records_a_provider_who_never_came() {
    let app = TestApp::start().await;
    let (_, member, booking) = booked(&app, "video").await;
    app.settle().await;
    app.clock_to("2030-01-07T03:04:00Z").await;
    assert_eq!(app.see(&member, &booking).await["status"], "confirmed");
    app.clock_to("2030-01-07T03:05:00Z").await;
    let closed = app.see(&member, &booking).await;
    assert_eq!(closed["status"], "no_show");
    assert_eq!(closed["noShow"], "provider");
    let expected = ["no_show email member sent", "no_show email provider sent"];
    assert_eq!(told(&app, &booking, "no_show").await, expected);
    // Nobody can turn it into the member's no-show.
    app.change(&concierge(), &booking, "no-show", json!({}))
        .await
        .expect_problem(409, "wrong_state");
    app.stop().await;
}
