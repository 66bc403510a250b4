//! The process is killed before and after each AWS call of an operation. Then the client retries,
//! or only the scheduler can repair the state. Nothing stays half done.

use anteroom_tests::{Reply, TestApp, Who, concierge, id_of, send};
use reqwest::Method;
use serde_json::{Value, json};

use crate::ledger::{Entry, Ledger};

/// Two in the morning in UTC: two hours after the clock's start.
const START: &str = "2030-01-07T02:00:00Z";
/// Ten minutes before, when the provider may start and the member may wait.
const BEFORE: &str = "2030-01-07T01:50:00Z";
/// When a session of 50 minutes with this start has been over for long enough.
const OVER: &str = "2030-01-07T03:06:00Z";

/// Two new people for each crash, and their booking if they have one.
struct Cast {
    provider: Who,
    member: Who,
    booking: Value,
}

/// A crash that happened.
struct Crash {
    cast: Cast,
    /// The answer to the client's retry, if it retried.
    again: Option<Reply>,
    /// A description of the crash.
    which: String,
}

/// Kills a function at each of its calls to these services in turn, before and after the call's
/// effect, until an operation completes without a kill. Each round has new people. The client
/// retries in every other round.
async fn crashes(
    app: &TestApp,
    function: &str,
    services: &[&str],
    set: impl AsyncFn(&str) -> Cast,
    operation: impl AsyncFn(&Cast) -> Reply,
) -> Vec<Crash> {
    let mut crashes = Vec::new();
    for service in services {
        for fault in ["kill", "kill_after_effect"] {
            for ask_again in [true, false] {
                for skip in 0.. {
                    let which = format!("{fault} at call {skip} to {service}");
                    let name = format!("{service}-{fault}-{skip}-{ask_again}");
                    let cast = set(&name).await;
                    app.settle().await;
                    app.fault(json!({
                        "service": service, "function": function, "fault": fault,
                        "count": 1, "skip": skip,
                    }))
                    .await;
                    let first = operation(&cast).await;
                    app.settle().await;
                    let left = app.local("faults").await["items"].as_array().unwrap().len();
                    send(app.bare(Method::DELETE, "/_local/faults")).await;
                    if left > 0 {
                        assert!(first.status.is_success(), "{which}: {}", first.text);
                        assert!(skip > 0, "{function} never called {service}");
                        break;
                    }
                    let again = if ask_again {
                        Some(operation(&cast).await)
                    } else {
                        None
                    };
                    crashes.push(Crash { cast, again, which });
                }
            }
        }
    }
    println!("{function}: {} crashes", crashes.len());
    crashes
}

async fn people(app: &TestApp, name: &str) -> Cast {
    Cast {
        provider: app.add_provider(&format!("prv_{name}")).await,
        member: app.add_member(&format!("mem_{name}")).await,
        booking: Value::Null,
    }
}

async fn booked(app: &TestApp, name: &str) -> Cast {
    let cast = people(app, name).await;
    let booking = app.book(&cast.provider, &cast.member, "video", START).await;
    Cast { booking, ..cast }
}

async fn started(app: &TestApp, name: &str) -> Cast {
    let cast = booked(app, name).await;
    step(app, &cast.provider, &cast, "start").await.expect(200);
    app.report(&cast.provider, &cast.booking, "joined", 1).await;
    cast
}

/// A step of the session, under the same key each time.
async fn step(app: &TestApp, who: &Who, cast: &Cast, step: &str) -> Reply {
    let id = id_of(&cast.booking);
    let path = format!("/v1/bookings/{id}/session/{step}");
    app.post_once(who, &path, json!({}), &format!("{step}-{id}"))
        .await
}

/// The distinct mails to a person. Copies have the same Message-ID and count once.
async fn mails(app: &TestApp, who: &Who) -> usize {
    let mails = app
        .messages("email", &format!("{}@example.com", who.id))
        .await;
    let ids: std::collections::BTreeSet<_> = mails
        .iter()
        .map(|mail| mail["messageId"].as_str().unwrap().to_owned())
        .collect();
    ids.len()
}

/// When everything is over, the meeting service is empty, and the scheduler has nothing left to do.
async fn check_end(app: &TestApp) {
    app.clock_to(OVER).await;
    app.advance("PT6M").await;
    assert_eq!(
        app.meetings().await,
        Vec::<Value>::new(),
        "a meeting is left"
    );
    let ledger = Ledger::read(app).await;
    ledger.check();
    for Entry {
        id, status, due, ..
    } in &ledger.bookings
    {
        assert!(
            ["completed", "cancelled", "no_show"].contains(&status.as_str()),
            "{id} is still {status}"
        );
        assert_eq!(
            *due, None,
            "time never leaves {id} alone, which is {status}"
        );
    }
}

/// Who has credentials for these people's meeting.
async fn attendees(app: &TestApp, cast: &Cast) -> Vec<String> {
    let id = id_of(&cast.booking);
    let meetings = app.meetings().await;
    let meeting = meetings.iter().find(|m| m["externalMeetingId"] == id);
    let attendees = meeting.and_then(|m| m["attendees"].as_array());
    attendees
        .into_iter()
        .flatten()
        .map(|a| a["externalUserId"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn booking_is_all_or_nothing() {
    let app = TestApp::start().await;
    let crashes = crashes(
        &app,
        "concierge",
        &["dynamodb"],
        async |name| people(&app, name).await,
        async |cast| {
            let body = json!({
                "providerId": cast.provider.id, "memberId": cast.member.id,
                "sessionType": "video", "startsAt": START, "durationMinutes": 50,
            });
            let key = format!("book-{}", cast.member.id);
            app.post_once(&concierge(), "/v1/admin/bookings", body, &key)
                .await
        },
    )
    .await;
    assert_eq!(crashes.len(), 8, "book has two calls");
    app.advance("PT5M").await;
    let ledger = Ledger::read(&app).await;
    ledger.check();
    for Crash { cast, again, which } in &crashes {
        let booking = ledger.of_member(&cast.member.id);
        if let Some(reply) = again {
            let answer = reply.expect(201);
            assert_eq!(id_of(&answer), booking.unwrap().id, "{which}");
        }
        let messages = booking.map_or(0, |b| ledger.messages[&b.id]);
        assert_eq!(messages, if booking.is_some() { 2 } else { 0 }, "{which}");
        for who in [&cast.provider, &cast.member] {
            assert_eq!(mails(&app, who).await, messages / 2, "{which}");
        }
    }
    check_end(&app).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancelling_is_all_or_nothing() {
    let app = TestApp::start().await;
    let crashes = crashes(
        &app,
        "bookings",
        &["dynamodb"],
        async |name| booked(&app, name).await,
        async |cast| {
            let id = id_of(&cast.booking);
            let (path, body) = (
                format!("/v1/bookings/{id}/cancel"),
                json!({"reason": "ill"}),
            );
            app.post_once(&cast.member, &path, body, &format!("cancel-{id}"))
                .await
        },
    )
    .await;
    assert_eq!(crashes.len(), 8, "cancel has two calls");
    app.advance("PT5M").await;
    let ledger = Ledger::read(&app).await;
    ledger.check();
    for Crash { cast, again, which } in &crashes {
        let booking = ledger.of_member(&cast.member.id).unwrap();
        if let Some(reply) = again {
            assert_eq!(reply.expect(200)["status"], "cancelled", "{which}");
            assert_eq!(booking.status, "cancelled", "{which}");
        }
        // It is near, so that the provider also gets an SMS when the member cancels.
        let (each, texts) = if booking.status == "cancelled" {
            (2, 1)
        } else {
            (1, 0)
        };
        assert_eq!(ledger.messages[&booking.id], 2 * each + texts, "{which}");
        for who in [&cast.provider, &cast.member] {
            assert_eq!(mails(&app, who).await, each, "{which}");
        }
    }
    check_end(&app).await;
    app.stop().await;
}

/// A new address counts with all that belongs to it, or not at all (A7).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn confirming_an_address_is_all_or_nothing() {
    let app = TestApp::start().await;
    let address = |who: &Who| format!("new.{}@example.com", who.id);
    let confirm = async |cast: &Cast| {
        let path = "/v1/me/contact/confirm";
        let body = json!({"channel": "email", "code": cast.booking});
        app.post_once(&cast.member, path, body, "confirm").await
    };
    let crashes = crashes(
        &app,
        "bookings",
        &["dynamodb"],
        async |name| {
            let cast = people(&app, name).await;
            let new = address(&cast.member);
            let patch = json!({"email": new});
            app.patch(&cast.member, "/v1/me", patch).await.expect(200);
            let booking = json!(app.code("email", &new).await);
            Cast { booking, ..cast }
        },
        confirm,
    )
    .await;
    assert_eq!(crashes.len(), 28, "confirming has seven calls");
    for Crash { cast, again, which } in &crashes {
        let id = &cast.member.id;
        let before = app.get(&cast.member, "/v1/me").await.expect(200);
        let is_new = before["email"] == address(&cast.member);
        assert_eq!(before["pendingContact"].is_null(), is_new, "{which}");
        let path = format!("/v1/admin/members/{id}/history");
        let lines = app.get(&concierge(), &path).await.expect(200);
        let lines = lines["items"].as_array().unwrap().len();
        assert_eq!(lines, if is_new { 2 } else { 1 }, "{which}");
        // Nobody else can have the old address before, nor the new one after.
        let held = before["email"].clone();
        let stranger = json!({"name": "An", "email": held, "timeZone": "Asia/Singapore"});
        let refused = app.post(&concierge(), "/v1/admin/members", stranger).await;
        refused.expect_problem(409, "duplicate_contact");
        if let Some(reply) = again {
            assert_eq!(
                reply.expect(200)["email"],
                json!(address(&cast.member)),
                "{which}"
            );
        }
        let reply = confirm(cast).await;
        assert_eq!(
            reply.expect(200)["email"],
            json!(address(&cast.member)),
            "{which}"
        );
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_that_crashed_starts_the_same_session() {
    let app = TestApp::start().await;
    app.clock_to(BEFORE).await;
    let crashes = crashes(
        &app,
        "sessions",
        &["dynamodb", "chime"],
        async |name| booked(&app, name).await,
        async |cast| step(&app, &cast.provider, cast, "start").await,
    )
    .await;
    let meetings = app.meetings().await;
    for Crash { cast, again, which } in &crashes {
        let id = id_of(&cast.booking);
        let own: Vec<_> = meetings
            .iter()
            .filter(|m| m["externalMeetingId"] == id)
            .collect();
        assert!(own.len() < 2, "{which}: {own:?}");
        // No source has reported the member in.
        assert_eq!(
            app.join(&cast.member, &cast.booking).await["state"],
            "waiting"
        );
        if let Some(reply) = again {
            let entrance = reply.expect(200);
            assert_eq!(entrance["generation"], 1, "{which}");
            assert_eq!(entrance["meeting"]["MeetingId"], own[0]["meetingId"]);
            assert_eq!(
                app.see(&cast.member, &cast.booking).await["status"],
                "ongoing"
            );
        }
    }
    check_end(&app).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admission_that_crashed_lets_nobody_in_without_the_host() {
    let app = TestApp::start().await;
    app.clock_to(BEFORE).await;
    let crashes = crashes(
        &app,
        "sessions",
        &["dynamodb", "chime"],
        async |name| started(&app, name).await,
        async |cast| step(&app, &cast.member, cast, "join").await,
    )
    .await;
    for Crash { cast, again, which } in &crashes {
        let Cast {
            provider,
            member,
            booking,
        } = cast;
        // The member was let in, so the crash lost only an answer. Then the host leaves, and the
        // gate closes on a member who is not in.
        if let Some(reply) = again {
            let answer = reply.expect(200);
            assert!(["admitted", "waiting"].contains(&answer["state"].as_str().unwrap()));
            app.report(provider, booking, "joined", 1).await;
            assert_eq!(
                app.join(member, booking).await["state"],
                "admitted",
                "{which}"
            );
        }
        app.report(provider, booking, "joined", 1).await;
        app.report(provider, booking, "left", 1).await;
        if again.is_some() {
            assert_eq!(
                attendees(&app, cast).await,
                [provider.id.as_str()],
                "{which}"
            );
        }
        assert_eq!(
            app.join(member, booking).await["state"],
            "waiting",
            "{which}"
        );
        // When the host returns, the member is let in again. Withdrawn credentials stay withdrawn.
        app.report(provider, booking, "joined", 1).await;
        assert_eq!(
            app.join(member, booking).await["state"],
            "admitted",
            "{which}"
        );
        app.report(provider, booking, "left", 1).await;
        assert_eq!(
            attendees(&app, cast).await,
            [provider.id.as_str()],
            "{which}"
        );
    }
    check_end(&app).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gate_closure_that_crashed_is_finished_by_the_scheduler() {
    let app = TestApp::start().await;
    app.clock_to(BEFORE).await;
    let crashes = crashes(
        &app,
        "sessions",
        &["dynamodb", "chime"],
        async |name| {
            let cast = started(&app, name).await;
            assert_eq!(
                app.join(&cast.member, &cast.booking).await["state"],
                "admitted"
            );
            cast
        },
        async |cast| {
            let body = json!({"state": "left", "generation": 1});
            app.session(&cast.provider, &cast.booking, "presence", body)
                .await
        },
    )
    .await;
    app.advance("PT2M").await;
    for Crash { cast, which, .. } in &crashes {
        // The host's lease has run out, even if their report was lost.
        assert_eq!(
            attendees(&app, cast).await,
            [cast.provider.id.as_str()],
            "{which}"
        );
        assert_eq!(
            app.join(&cast.member, &cast.booking).await["state"],
            "waiting"
        );
    }
    check_end(&app).await;
    app.stop().await;
}

/// An end is recorded before the meeting is deleted (S6).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_end_that_crashed_ends_for_all() {
    let app = TestApp::start().await;
    app.clock_to(BEFORE).await;
    let crashes = crashes(
        &app,
        "sessions",
        &["dynamodb", "chime"],
        async |name| {
            let cast = started(&app, name).await;
            assert_eq!(
                app.join(&cast.member, &cast.booking).await["state"],
                "admitted"
            );
            app.report(&cast.member, &cast.booking, "joined", 1).await;
            cast
        },
        async |cast| step(&app, &cast.provider, cast, "end").await,
    )
    .await;
    app.advance("PT2M").await;
    let meetings = app.meetings().await;
    for Crash { cast, again, which } in &crashes {
        let seen = app.see(&cast.member, &cast.booking).await;
        if let Some(reply) = again {
            assert_eq!(reply.expect(200)["status"], "completed", "{which}");
            assert_eq!(seen["status"], "completed", "{which}");
        }
        if seen["status"] == "completed" {
            let id = id_of(&cast.booking);
            assert!(
                meetings.iter().all(|m| m["externalMeetingId"] != id),
                "{which}"
            );
            assert_eq!(
                app.join(&cast.member, &cast.booking).await["state"],
                "ended"
            );
        }
    }
    check_end(&app).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_without_a_meeting_is_left_alone_once_it_is_over() {
    let app = TestApp::start().await;
    let cast = people(&app, "phone").await;
    let booking = app.book(&cast.provider, &cast.member, "phone", START).await;
    let cast = Cast { booking, ..cast };
    app.clock_to(BEFORE).await;
    for name in ["start", "end"] {
        step(&app, &cast.provider, &cast, name).await.expect(200);
    }
    check_end(&app).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_of_the_notifier_loses_no_mail_and_doubles_no_sms() {
    let app = TestApp::start().await;
    let number = std::cell::Cell::new(1000);
    let phone = |cast: &Cast| cast.booking["phone"].as_str().unwrap().to_owned();
    let crashes = crashes(
        &app,
        "notifier",
        &["dynamodb", "ses", "sns"],
        async |name| {
            let provider = app.add_provider(&format!("prv_{name}")).await;
            number.set(number.get() + 1);
            let (id, phone) = (format!("mem_{name}"), format!("+8491234{}", number.get()));
            let member = json!({
                "id": id, "name": "Nguyen Thi Mai", "email": format!("{id}@example.com"),
                "phone": phone, "timeZone": "Asia/Ho_Chi_Minh", "language": "en",
            });
            app.post(&concierge(), "/v1/admin/members", member)
                .await
                .expect(201);
            let booking = json!({"phone": phone});
            Cast {
                provider,
                member: Who::new(id, "member"),
                booking,
            }
        },
        async |cast| {
            let body = json!({
                "providerId": cast.provider.id, "memberId": cast.member.id,
                "sessionType": "phone", "startsAt": START, "durationMinutes": 50,
            });
            let key = format!("book-{}", cast.member.id);
            app.post_once(&concierge(), "/v1/admin/bookings", body, &key)
                .await
        },
    )
    .await;
    app.advance("PT10M").await;
    let ledger = Ledger::read(&app).await;
    for Crash { cast, which, .. } in &crashes {
        for who in [&cast.provider, &cast.member] {
            assert_eq!(mails(&app, who).await, 1, "{which}");
        }
        let booking = ledger.of_member(&cast.member.id).unwrap();
        let path = format!("/v1/admin/bookings/{}/deliveries", booking.id);
        let deliveries = app.get(&concierge(), &path).await.expect(200);
        let texts = app.messages("sms", &phone(cast)).await.len();
        for delivery in deliveries["items"].as_array().unwrap() {
            match (
                delivery["channel"].as_str().unwrap(),
                delivery["status"].as_str().unwrap(),
            ) {
                ("email", "sent") => {}
                ("sms", "sent") => assert_eq!(texts, 1, "{which}"),
                ("sms", "unknown") => assert!(texts < 2, "{which}"),
                (channel, status) => panic!("{which}: an {channel} is {status}"),
            }
        }
        if which.contains("sns") {
            let after = which.contains("after_effect");
            assert_eq!(texts, usize::from(after), "{which}");
        }
    }
    app.stop().await;
}
