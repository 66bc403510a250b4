//! The main flow: a video session from its booking to its end.

use anteroom_tests::{TestApp, concierge, id_of};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// Ten in the morning in Singapore, two hours after the clock's start.
const START: &str = "2030-01-07T02:00:00Z";

/// Opening times, the gate, the end for all (S1, S2, S4, S6).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_video_session_from_booking_to_end() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );

    // The concierge books, and both get their mail.
    let booking = app.book(&provider, &member, "video", START).await;
    assert_eq!(booking["status"], "confirmed");
    for who in [&provider, &member] {
        let mails = app
            .messages("email", &format!("{}@example.com", who.id))
            .await;
        assert_eq!(mails.len(), 1, "{mails:?}");
        let calendar = mails[0]["calendar"].as_str().unwrap();
        assert!(calendar.contains("METHOD:REQUEST"), "{calendar}");
        assert!(calendar.contains("DTSTART:20300107T020000Z"), "{calendar}");
    }

    // Too early is refused with the time from which it works.
    let early = app
        .session(&provider, &booking, "start", json!({}))
        .await
        .expect_problem(409, "too_early");
    assert_eq!(early["opensAt"], "2030-01-07T01:30:00Z");
    let early = app
        .session(&member, &booking, "join", json!({}))
        .await
        .expect_problem(409, "too_early");
    assert_eq!(early["opensAt"], "2030-01-07T01:45:00Z");

    // The member waits, and is shown as waiting before anybody has started.
    app.clock_to("2030-01-07T01:50:00Z").await;
    let waiting = app.join(&member, &booking).await;
    assert_eq!(
        (&waiting["state"], &waiting["hostLate"]),
        (&json!("waiting"), &json!(false))
    );
    let seen = app
        .get(&provider, "/v1/bookings?view=upcoming")
        .await
        .expect(200);
    assert_eq!(seen["items"][0]["session"]["memberWaiting"], true);

    // The provider starts. The member still waits and has no attendee.
    let started = app
        .session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    assert!(
        started["meeting"]["MediaPlacement"]["SignalingUrl"].is_string(),
        "{started}"
    );
    assert!(started["attendee"]["JoinToken"].is_string());
    assert_eq!(started["generation"], 1);
    assert_eq!(app.join(&member, &booking).await["state"], "waiting");
    assert_eq!(attendees(&app).await, [provider.id.as_str()]);

    // The provider is in: the member is let in.
    let host = app.report(&provider, &booking, "joined", 1).await;
    assert_eq!(
        (&host["hostPresent"], &host["memberWaiting"]),
        (&json!(true), &json!(true))
    );
    let admitted = app.join(&member, &booking).await;
    assert_eq!(admitted["state"], "admitted", "{admitted}");
    assert_eq!(
        admitted["meeting"]["MeetingId"],
        started["meeting"]["MeetingId"]
    );
    assert_eq!(admitted["attendee"]["ExternalUserId"], member.id.as_str());
    assert_eq!(
        app.report(&member, &booking, "joined", 1).await["state"],
        "admitted"
    );
    assert_eq!(
        app.report(&provider, &booking, "alive", 1).await["memberPresent"],
        true
    );

    // The media service reports the same, which keeps the meeting alive.
    for attendee in [&started["attendee"], &admitted["attendee"]] {
        event(&app, &started, "AttendeeJoined", attendee).await;
    }

    // The provider's connection drops: the gate closes at once, and on a member who is in when the
    // grace is over.
    drop_host(&app, &started).await;
    assert_eq!(app.join(&member, &booking).await["state"], "waiting");
    assert_eq!(
        attendees(&app).await.len(),
        2,
        "the member is in, and the grace lasts"
    );
    for _ in 0..13 {
        app.advance("PT10S").await;
        app.report(&member, &booking, "alive", 1).await;
    }
    assert_eq!(
        attendees(&app).await,
        [provider.id.as_str()],
        "the grace is over"
    );
    let told = app.report(&member, &booking, "alive", 1).await;
    assert_eq!(told["state"], "waiting");

    // The provider returns, and ends for all.
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    app.report(&provider, &booking, "joined", 1).await;
    assert_eq!(app.join(&member, &booking).await["state"], "admitted");
    app.report(&member, &booking, "joined", 1).await;
    let ended = app
        .session(&provider, &booking, "end", json!({}))
        .await
        .expect(200);
    assert_eq!(ended["status"], "completed");
    assert_eq!(app.meetings().await, Vec::<Value>::new());
    assert_eq!(app.join(&member, &booking).await["state"], "ended");
    let again = app
        .session(&provider, &booking, "end", json!({}))
        .await
        .expect(200);
    assert_eq!(
        (&again["status"], &again["version"]),
        (&ended["status"], &ended["version"])
    );

    // The booking is in *past*, and the attendance record shows who was in.
    assert_eq!(
        listed(&app, &provider, "upcoming").await,
        Vec::<String>::new()
    );
    assert_eq!(listed(&app, &provider, "past").await, [id_of(&booking)]);
    assert_eq!(listed(&app, &member, "past").await, [id_of(&booking)]);
    let record = app
        .get(
            &concierge(),
            &format!("/v1/admin/bookings/{}/attendance", id_of(&booking)),
        )
        .await
        .expect(200);
    assert!(
        !record["provider"]["intervals"]
            .as_array()
            .unwrap()
            .is_empty(),
        "{record}"
    );
    assert!(
        !record["member"]["intervals"].as_array().unwrap().is_empty(),
        "{record}"
    );
    // The meeting service saw both too.
    for side in ["provider", "member"] {
        let confirmed = &record["confirmed"][side]["intervals"];
        assert_ne!(confirmed, &json!([]), "{record}");
    }
    let history = app
        .get(
            &concierge(),
            &format!("/v1/admin/bookings/{}/history", id_of(&booking)),
        )
        .await
        .expect(200);
    let what: Vec<_> = history["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["what"].as_str().unwrap())
        .collect();
    // The member was let in, and once more after they had been put back to wait.
    let expected = ["booked", "started", "admitted", "admitted", "ended"];
    assert_eq!(what, expected);
    app.stop().await;
}

/// The provider starts again (S5).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_meeting_that_the_service_ended_is_replaced() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let booking = app.book(&provider, &member, "video", START).await;
    app.clock_to("2030-01-07T01:50:00Z").await;
    let first = app
        .session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);

    // Nobody joins for five minutes: the service ends the meeting.
    app.advance("PT6M").await;
    assert_eq!(app.meetings().await, Vec::<Value>::new());
    let second = app
        .session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    assert_eq!(second["generation"], 2);
    assert_ne!(
        second["meeting"]["MeetingId"],
        first["meeting"]["MeetingId"]
    );

    // A report about the old meeting opens nothing.
    app.report(&provider, &booking, "joined", 1).await;
    assert_eq!(app.join(&member, &booking).await["state"], "waiting");
    app.report(&provider, &booking, "joined", 2).await;
    assert_eq!(app.join(&member, &booking).await["generation"], 2);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_of_the_service_opens_the_gate_too() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let booking = app.book(&provider, &member, "video", START).await;
    app.clock_to("2030-01-07T01:50:00Z").await;
    let started = app
        .session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    event(&app, &started, "AttendeeJoined", &started["attendee"]).await;
    assert_eq!(app.join(&member, &booking).await["state"], "admitted");
    drop_host(&app, &started).await;
    assert_eq!(app.join(&member, &booking).await["state"], "waiting");
    assert_eq!(
        attendees(&app).await,
        [provider.id.as_str()],
        "who was let in and not in is out"
    );
    app.stop().await;
}

/// A member waits past the start (S3, M2).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_provider_is_notified_once_that_the_member_waits() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let booking = app.book(&provider, &member, "video", START).await;
    app.clock_to("2030-01-07T01:59:00Z").await;
    app.join(&member, &booking).await;
    assert_eq!(app.messages("sms", "+6561234567").await.len(), 0);
    app.clock_to("2030-01-07T02:03:00Z").await;
    for _ in 0..3 {
        let waiting = app.join(&member, &booking).await;
        assert_eq!(
            (&waiting["hostLate"], &waiting["hostLateMinutes"]),
            (&json!(true), &json!(3))
        );
    }
    assert_eq!(app.messages("sms", "+6561234567").await.len(), 1);
    app.stop().await;
}

/// From upcoming to past (B8).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_scheduler_closes_what_is_over() {
    let app = TestApp::start().await;
    let provider = app.add_provider("prv_grace").await;
    let (mai, lan) = (
        app.add_member("mem_mai").await,
        app.add_member("mem_lan").await,
    );
    let never_started = app.book(&provider, &mai, "video", START).await;
    let left_open = app
        .book(&provider, &lan, "video", "2030-01-07T03:00:00Z")
        .await;
    app.clock_to("2030-01-07T02:55:00Z").await;
    app.session(&provider, &left_open, "start", json!({}))
        .await
        .expect(200);
    app.report(&provider, &left_open, "joined", 1).await;
    app.service_event(&left_open, &provider, "AttendeeJoined")
        .await;
    assert_eq!(listed(&app, &provider, "upcoming").await.len(), 2);
    app.advance("PT11M").await;
    assert_eq!(
        listed(&app, &provider, "past").await,
        [id_of(&never_started)]
    );
    assert_eq!(
        app.see(&provider, &never_started).await["noShow"],
        "provider"
    );
    app.clock_to("2030-01-07T04:06:00Z").await;
    let closed = app.see(&provider, &left_open).await;
    assert_eq!(closed["status"], "completed", "the provider was in");
    assert_eq!(
        listed(&app, &provider, "upcoming").await,
        Vec::<String>::new()
    );
    // The meeting is left over until the next check.
    app.advance("PT1M").await;
    assert_eq!(app.meetings().await, Vec::<Value>::new());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_nobody_came_to_is_the_providers_no_show() {
    let app = TestApp::start().await;
    let provider = app.add_provider("prv_grace").await;
    let (first, day): (Timestamp, _) = (START.parse().unwrap(), SignedDuration::from_hours(24));
    // The preview is closed without joining, or a client claims what the service never saw (S7).
    let claims = [
        &["left"][..],
        &["joined", "left"],
        &["joined", "alive", "alive"],
    ];
    let mut bookings = Vec::new();
    for (claims, later) in claims.into_iter().zip([SignedDuration::ZERO, day, day * 2]) {
        let (member, starts_at) = (format!("mem_{}", claims.len()), first + later);
        let member = app.add_member(&member).await;
        let at = starts_at.to_string();
        let booking = app.book(&provider, &member, "video", &at).await;
        bookings.push((claims, starts_at, booking));
    }
    for (claims, starts_at, booking) in bookings {
        let at = |minutes| (starts_at + SignedDuration::from_mins(minutes)).to_string();
        app.clock_to(&at(-5)).await;
        app.session(&provider, &booking, "start", json!({}))
            .await
            .expect(200);
        for state in claims {
            app.report(&provider, &booking, state, 1).await;
        }
        // The meeting service ends the empty meeting.
        app.clock_to(&at(10)).await;
        assert_eq!(app.meetings().await, Vec::<Value>::new());
        app.clock_to(&at(70)).await;
        let closed = app.see(&provider, &booking).await;
        assert_eq!(
            (&closed["status"], &closed["noShow"]),
            (&json!("no_show"), &json!("provider")),
            "{claims:?}"
        );
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_who_was_not_admitted_is_never_present() {
    let app = TestApp::start().await;
    let provider = app.add_provider("prv_grace").await;
    let member = app.add_member("mem_mai").await;
    let booking = app.book(&provider, &member, "video", START).await;
    app.clock_to("2030-01-07T01:55:00Z").await;
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    app.join(&member, &booking).await;
    for state in ["joined", "alive"] {
        let told = app.report(&member, &booking, state, 1).await;
        assert_eq!(told["state"], "waiting");
    }
    let host = app.report(&provider, &booking, "joined", 1).await;
    assert_eq!(
        (&host["memberPresent"], &host["memberWaiting"]),
        (&json!(false), &json!(true))
    );
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_polls_at_once_let_one_member_in_once() {
    let app = TestApp::start().await;
    let provider = app.add_provider("prv_grace").await;
    let member = app.add_member("mem_mai").await;
    let booking = app.book(&provider, &member, "video", START).await;
    app.clock_to("2030-01-07T01:55:00Z").await;
    let started = app
        .session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    app.report(&provider, &booking, "joined", 1).await;
    // While the polls run, the service also reports the provider in.
    let said = event(&app, &started, "AttendeeJoined", &started["attendee"]);
    let poll = || app.join(&member, &booking);
    let (_, a, b, c, d) = tokio::join!(said, poll(), poll(), poll(), poll());
    let inside = attendees(&app).await;
    assert_eq!(inside.iter().filter(|id| **id == member.id).count(), 1);
    let meeting = &app.meetings().await[0];
    let of_member = meeting["attendees"]
        .as_array()
        .unwrap()
        .iter()
        .find(|a| a["externalUserId"] == member.id.as_str());
    for poll in [a, b, c, d]
        .iter()
        .filter(|poll| poll["state"] == "admitted")
    {
        assert_eq!(
            poll["attendee"]["AttendeeId"],
            of_member.unwrap()["attendeeId"]
        );
    }
    assert_eq!(app.join(&member, &booking).await["state"], "admitted");
    app.stop().await;
}

/// The meeting service reports that the provider's connection was lost.
async fn drop_host(app: &TestApp, started: &Value) {
    event(app, started, "AttendeeDropped", &started["attendee"]).await;
}

/// The meeting service sends an event about an attendee.
async fn event(app: &TestApp, started: &Value, event_type: &str, attendee: &Value) {
    let meeting = started["meeting"]["MeetingId"].as_str().unwrap();
    let body = json!({"eventType": event_type, "attendeeId": attendee["AttendeeId"]});
    app.local_post(&format!("meetings/{meeting}/events"), body)
        .await;
    app.settle().await;
}

/// Who has credentials for the only meeting.
async fn attendees(app: &TestApp) -> Vec<String> {
    let meetings = app.meetings().await;
    assert_eq!(meetings.len(), 1, "{meetings:?}");
    let attendees = meetings[0]["attendees"].as_array().unwrap();
    attendees
        .iter()
        .map(|a| a["externalUserId"].as_str().unwrap().to_owned())
        .collect()
}

/// The ids of the bookings in a list.
async fn listed(app: &TestApp, who: &anteroom_tests::Who, view: &str) -> Vec<String> {
    let list = app
        .get(who, &format!("/v1/bookings?view={view}"))
        .await
        .expect(200);
    list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|b| id_of(b).to_owned())
        .collect()
}

/// S7: both clients report presence, and nobody connects.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_only_clients_said_is_not_confirmed() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let booking = app
        .book(&provider, &member, "video", "2030-01-07T02:00:00Z")
        .await;
    app.clock_to("2030-01-07T02:00:00Z").await;
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    app.report(&provider, &booking, "joined", 1).await;
    assert_eq!(app.join(&member, &booking).await["state"], "admitted");
    app.report(&member, &booking, "joined", 1).await;
    let path = format!("/v1/admin/bookings/{}/attendance", id_of(&booking));
    let record = app.get(&concierge(), &path).await.expect(200);
    assert_ne!(record["member"]["intervals"], json!([]));
    let nobody = json!({"intervals": [], "minutes": 0});
    let confirmed = json!({
        "provider": nobody, "member": nobody, "together": nobody, "durationMinutes": 0,
    });
    assert_eq!(record["confirmed"], confirmed);
    app.stop().await;
}
