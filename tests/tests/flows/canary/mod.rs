//! Names, addresses and free text stay where they belong (A4, M3). Canaries are planted in every
//! flow, including failing ones. Then logs, errors, the meeting service and messages are searched
//! for them.

mod aviary;

use anteroom_tests::{TestApp, concierge, id_of, send};
use reqwest::Method;
use serde_json::{Value, json};

use aviary::{
    Aviary, COMMENT, MEMBER_MAIL, MEMBER_NAME, MEMBER_PHONE, PROVIDER_MAIL, REASON, SECRETS, knows,
};

/// Ten in the morning in Singapore, two hours after the clock's start.
const START: &str = "2030-01-07T02:00:00Z";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn successful_flows_leak_nothing() {
    let mut aviary = Aviary::new().await;
    let (provider, member) = (aviary.provider.clone(), aviary.member.clone());
    let video = aviary.book("video", START).await.expect(201);
    let phone = aviary
        .book("phone", "2030-01-07T03:00:00Z")
        .await
        .expect(201);
    let off = aviary
        .book("phone", "2030-01-08T03:00:00Z")
        .await
        .expect(201);
    assert_eq!(video["comment"], COMMENT);
    // Messages that are unsent when a booking is cancelled are dropped (M4).
    aviary.app.settle().await;
    let reason = json!({"reason": REASON});
    aviary
        .step(&member, &off, "cancel", reason)
        .await
        .expect(200);
    let intro = json!({"via": "service"});
    aviary
        .step(&provider, &phone, "session/intro", intro)
        .await
        .expect(200);

    // A video session with a late provider and events of the meeting service.
    aviary.app.clock_to("2030-01-07T02:01:00Z").await;
    let join = "session/join";
    aviary
        .step(&member, &video, join, json!({}))
        .await
        .expect(200);
    // The provider is told that the member waits, while that is so.
    aviary.app.settle().await;
    let start = "session/start";
    let started = aviary
        .step(&provider, &video, start, json!({}))
        .await
        .expect(200);
    for who in [&provider, &member] {
        let joined = json!({"state": "joined", "generation": 1});
        aviary
            .step(who, &video, "session/presence", joined)
            .await
            .expect(200);
        aviary
            .step(&member, &video, join, json!({}))
            .await
            .expect(200);
    }
    let meetings = aviary.app.meetings().await;
    assert_eq!(meetings[0]["attendees"].as_array().unwrap().len(), 2);
    assert!(
        !knows(&json!(meetings).to_string(), &SECRETS),
        "{meetings:?}"
    );
    let meeting = started["meeting"]["MeetingId"].as_str().unwrap();
    for attendee in meetings[0]["attendees"].as_array().unwrap() {
        let event = json!({"eventType": "AttendeeDropped", "attendeeId": attendee["attendeeId"]});
        aviary
            .app
            .local_post(&format!("meetings/{meeting}/events"), event)
            .await;
    }
    aviary
        .step(&provider, &video, "session/end", json!({}))
        .await
        .expect(200);

    // A phone session.
    aviary.app.clock_to("2030-01-07T03:00:00Z").await;
    aviary
        .step(&provider, &phone, start, json!({}))
        .await
        .expect(200);
    let reached = json!({"outcome": "reached"});
    aviary
        .step(&provider, &phone, "session/attempts", reached)
        .await
        .expect(200);
    aviary.app.clock_to("2030-01-07T06:00:00Z").await;

    messages_say_no_more_than_they_must(&aviary.app).await;
    aviary.stays_silent().await;
}

/// M3: messages have no comment and no reason. The member's number is only in the provider's mail
/// about a phone session, the provider's only in the SMS to the member about one.
async fn messages_say_no_more_than_they_must(app: &TestApp) {
    app.settle().await;
    let sent = app.local("messages").await["items"].clone();
    let (mut mails, mut texts) = (0, 0);
    for message in sent.as_array().unwrap() {
        let mut said = message.clone();
        // The recipient's address is not part of the message's text.
        said.as_object_mut().unwrap().remove("to");
        let said = said.to_string();
        let (to, about_phone) = (message["to"].as_str().unwrap(), said.contains("Phone"));
        assert!(!knows(&said, &[COMMENT, REASON]), "{message}");
        if message["channel"] == "email" {
            mails += 1;
            // A calendar part names its organizer and attendee, to each person only themselves.
            let other = if to == PROVIDER_MAIL {
                "hoang.yen"
            } else {
                "zwart.piet"
            };
            assert!(!knows(&said, &[other, "91827364"]), "{message}");
            let number = to == PROVIDER_MAIL && about_phone;
            assert!(number || !knows(&said, &["987651234"]), "{message}");
            let calendar = message["calendar"].as_str().unwrap_or_default();
            assert!(!knows(calendar, &["987651234"]), "{message}");
        } else {
            texts += 1;
            assert!(!knows(&said, &["987651234", "canary-mail"]), "{message}");
            assert!(
                to == MEMBER_PHONE || !knows(&said, &["91827364"]),
                "{message}"
            );
        }
    }
    // Three bookings, a cancellation and a reminder to both; two phone bookings, a reminder, an
    // introduction, a wait; a code to each address and number.
    assert_eq!((mails, texts), (12, 7), "{sent:#}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_do_not_quote_the_request() {
    let mut aviary = Aviary::new().await;
    let (provider, member, concierge) =
        (aviary.provider.clone(), aviary.member.clone(), concierge());
    let booking = aviary.book("video", START).await.expect(201);
    let id = id_of(&booking).to_owned();
    let fields = [
        "name",
        "email",
        "phone",
        "timeZone",
        "language",
        "id",
        "providerId",
        "memberId",
        "sessionType",
        "startsAt",
        "durationMinutes",
        "comment",
        "reason",
        "state",
        "via",
        "outcome",
        "weekly",
        "overrides",
        "reminders",
    ];
    let delivery = "/v1/admin/deliveries/dlv_01JD3Z5T3Q8K8A3V6W5N2M1P0R";
    let paths = [
        (&concierge, Method::POST, "/v1/admin/members".to_owned()),
        (&concierge, Method::POST, format!("{delivery}/dismiss")),
        (&concierge, Method::POST, "/v1/admin/providers".to_owned()),
        (&concierge, Method::POST, "/v1/admin/concierges".to_owned()),
        (&concierge, Method::POST, "/v1/admin/bookings".to_owned()),
        (&member, Method::POST, "/v1/bookings".to_owned()),
        (&member, Method::PATCH, "/v1/me".to_owned()),
        (&provider, Method::PUT, "/v1/me/schedule".to_owned()),
        (&provider, Method::POST, format!("/v1/bookings/{id}/cancel")),
        (
            &provider,
            Method::POST,
            format!("/v1/bookings/{id}/session/intro"),
        ),
        (
            &provider,
            Method::POST,
            format!("/v1/bookings/{id}/session/attempts"),
        ),
        (
            &provider,
            Method::POST,
            format!("/v1/bookings/{id}/session/presence"),
        ),
        (
            &provider,
            Method::POST,
            format!("/v1/bookings/{id}/session/start"),
        ),
        (
            &member,
            Method::POST,
            format!("/v1/bookings/{id}/session/join"),
        ),
    ];
    for (who, method, path) in &paths {
        for field in fields {
            // A control character is invalid in every text field.
            for value in [
                json!(format!("{COMMENT}\u{1}")),
                json!([COMMENT]),
                json!({COMMENT: 1}),
            ] {
                let reply = aviary
                    .ask(who, method.clone(), path, json!({field: value}))
                    .await;
                assert!(
                    reply.status.is_client_error(),
                    "{path} {field} {}",
                    reply.text
                );
            }
        }
        let unknown = json!({COMMENT: MEMBER_PHONE, MEMBER_NAME: MEMBER_MAIL});
        aviary
            .ask(who, method.clone(), path, unknown)
            .await
            .expect(400);
        let request = aviary.app.request(who, method.clone(), path);
        let reply = send(request.body(format!("{{\"{COMMENT}\": {MEMBER_PHONE} {REASON}"))).await;
        aviary.keep(reply).expect(400);
    }
    for (who, path) in [
        (&member, format!("/v1/bookings?view={COMMENT}")),
        (&member, format!("/v1/bookings?view=past&cursor={COMMENT}")),
        (&member, format!("/v1/bookings?view=past&limit={COMMENT}")),
        (&member, format!("/v1/bookings/{COMMENT}")),
        (&member, format!("/v1/{COMMENT}")),
        (
            &member,
            format!(
                "/v1/providers/{COMMENT}/slots?from={COMMENT}&to={COMMENT}&durationMinutes={COMMENT}"
            ),
        ),
        (&concierge, format!("/v1/admin/members/{MEMBER_NAME}")),
        (&concierge, format!("/v1/admin/deliveries?status={COMMENT}")),
        (
            &concierge,
            format!("/v1/admin/bookings?memberId={MEMBER_MAIL}&from={COMMENT}"),
        ),
    ] {
        let reply = aviary.ask(who, Method::GET, &path, Value::Null).await;
        assert!(reply.status.is_client_error(), "{path}");
    }
    for header in ["Idempotency-Key", "If-Match", "Authorization"] {
        let request = aviary
            .app
            .bare(Method::POST, &format!("/v1/bookings/{id}/cancel"));
        let request = match header {
            "Authorization" => request.header(header, format!("Bearer {COMMENT}")),
            _ => request.header(header, format!("{COMMENT} {COMMENT}")),
        };
        let reply = send(request.json(&json!({"reason": REASON}))).await;
        assert!(aviary.keep(reply).status.is_client_error(), "{header}");
    }
    // A search for a person is no refusal, but must leave no trace in a log either.
    let path = format!("/v1/admin/members?q={MEMBER_NAME}");
    let found = aviary
        .ask(&concierge, Method::GET, &path, Value::Null)
        .await;
    assert_eq!(found.expect(200)["items"].as_array().unwrap().len(), 2);

    // Refusals because of state and time.
    let body = json!({
        "providerId": "prv_1", "sessionType": "video", "comment": COMMENT,
        "startsAt": "2030-01-07T02:10:00Z", "durationMinutes": 50,
    });
    aviary.post(&member, "/v1/bookings", body).await.expect(409);
    aviary.book("phone", START).await.expect(409);
    aviary
        .step(&provider, &booking, "session/start", json!({}))
        .await
        .expect(409);
    aviary
        .step(&provider, &booking, "session/end", json!({}))
        .await
        .expect(409);
    let reason = json!({"reason": REASON});
    aviary
        .step(&provider, &booking, "cancel", reason.clone())
        .await
        .expect(200);
    aviary
        .step(&provider, &booking, "cancel", reason)
        .await
        .expect(409);
    assert!(aviary.errors.len() > 500, "{}", aviary.errors.len());
    aviary.stays_silent().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failing_services_leak_nothing() {
    let mut aviary = Aviary::new().await;
    let (provider, member) = (aviary.provider.clone(), aviary.member.clone());
    let fault = |service: &str, function: &str, fault: &str, count: u32| json!({"service": service, "function": function, "fault": fault, "count": count});
    let video = aviary.book("video", START).await.expect(201);
    aviary.app.clock_to("2030-01-07T01:50:00Z").await;

    // DynamoDB fails in every way, for longer than any retries.
    for kind in ["error", "throttle", "conflict"] {
        for function in ["bookings", "concierge", "sessions"] {
            aviary
                .app
                .fault(fault("dynamodb", function, kind, 200))
                .await;
        }
        let starts_at = "2030-01-09T02:00:00Z";
        let booked = aviary.book("video", starts_at).await;
        assert!(booked.status.is_server_error(), "{kind} {}", booked.text);
        let reason = json!({"reason": REASON});
        let cancelled = aviary.step(&member, &video, "cancel", reason).await;
        assert!(
            cancelled.status.is_server_error(),
            "{kind} {}",
            cancelled.text
        );
        let change = json!({"name": MEMBER_NAME, "phone": MEMBER_PHONE});
        let changed = aviary.ask(&member, Method::PATCH, "/v1/me", change).await;
        assert!(changed.status.is_server_error(), "{kind} {}", changed.text);
        let joined = aviary
            .step(&member, &video, "session/join", json!({}))
            .await;
        assert!(joined.status.is_server_error(), "{kind} {}", joined.text);
        forget_faults(&aviary.app).await;
    }
    // A process that crashes or hangs during an operation.
    for kind in ["kill", "kill_after_effect", "timeout"] {
        aviary
            .app
            .fault(fault("dynamodb", "concierge", kind, 1))
            .await;
        aviary.book("video", START).await;
        forget_faults(&aviary.app).await;
    }
    // The meeting service fails.
    for kind in ["error", "throttle"] {
        aviary.app.fault(fault("chime", "sessions", kind, 50)).await;
        let started = aviary
            .step(&provider, &video, "session/start", json!({}))
            .await;
        assert!(started.status.is_server_error(), "{kind} {}", started.text);
        forget_faults(&aviary.app).await;
    }

    // The messages of further bookings fail in every way.
    for (hour, service, kind) in [
        (4, "ses", "error"),
        (5, "ses", "throttle"),
        (6, "ses", "timeout_after_effect"),
        (7, "sns", "error"),
        (8, "sns", "throttle"),
        (9, "sns", "timeout"),
    ] {
        aviary.app.fault(fault(service, "notifier", kind, 2)).await;
        let starts_at = format!("2030-01-10T{hour:02}:00:00Z");
        aviary.book("phone", &starts_at).await.expect(201);
        aviary.app.settle().await;
        forget_faults(&aviary.app).await;
    }
    // The notifier's own calls fail, and it crashes until its records are in the dead-letter queue.
    aviary
        .app
        .fault(fault("dynamodb", "notifier", "error", 30))
        .await;
    aviary
        .app
        .fault(fault("dynamodb", "notifier", "kill", 500))
        .await;
    aviary
        .book("phone", "2030-01-11T04:00:00Z")
        .await
        .expect(201);
    aviary.app.settle().await;
    forget_faults(&aviary.app).await;
    let dead = aviary.app.local("dead-letters").await;
    assert!(!dead["items"].as_array().unwrap().is_empty(), "{dead}");
    assert!(aviary.errors.len() >= 10);
    aviary.stays_silent().await;
}

async fn forget_faults(app: &TestApp) {
    send(app.bare(Method::DELETE, "/_local/faults")).await;
}
