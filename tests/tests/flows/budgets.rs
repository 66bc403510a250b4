//! The number of service calls of each operation equals the budget in ARCHITECTURE.md. The
//! functions are warm; the first calls of a cold one are not counted.

use std::collections::BTreeMap;

use anteroom_stack::cloud::sns::LogLine;
use anteroom_tests::{TestApp, Who, concierge, id_of};
use serde_json::{Value, json};

const START: &str = "2030-01-07T02:00:00Z";

/// Runs an operation and compares a function's calls with the budget.
async fn costs<T>(
    app: &TestApp,
    function: &str,
    budget: &[(&str, u64)],
    operation: impl AsyncFnOnce() -> T,
) -> T {
    app.count_anew().await;
    let result = operation().await;
    let budget: BTreeMap<_, _> = budget
        .iter()
        .map(|(call, count)| ((*call).to_owned(), *count))
        .collect();
    assert_eq!(app.calls_of(function).await, budget, "{function}");
    result
}

async fn people(app: &TestApp) -> (Who, Who) {
    (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bookings() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    let two = [
        ("dynamodb BatchGetItem", 1),
        ("dynamodb TransactWriteItems", 1),
    ];
    let new = |starts_at: &str| {
        json!({
            "providerId": provider.id, "memberId": member.id, "sessionType": "video",
            "startsAt": starts_at, "durationMinutes": 50,
        })
    };

    // Booking: 2, for any caller, with or without a key, and also when a slot conflict refuses it.
    let booking = costs(&app, "concierge", &two, async || {
        app.book(&provider, &member, "video", START).await
    })
    .await;
    let own = costs(&app, "bookings", &two, async || {
        app.post(&member, "/v1/bookings", new("2030-01-09T02:00:00Z"))
            .await
            .expect(201)
    })
    .await;
    costs(&app, "bookings", &two, async || {
        let body = new("2030-01-10T02:00:00Z");
        app.post_once(&member, "/v1/bookings", body, "key")
            .await
            .expect(201)
    })
    .await;
    costs(&app, "bookings", &two, async || {
        app.post(&member, "/v1/bookings", new("2030-01-09T02:30:00Z"))
            .await
            .expect_problem(409, "slot_taken")
    })
    .await;

    // Reading: 1; slots: one get, one query.
    for view in ["pending", "upcoming", "past"] {
        let list = format!("/v1/bookings?view={view}");
        costs(&app, "bookings", &[("dynamodb Query", 1)], async || {
            app.get(&member, &list).await.expect(200)
        })
        .await;
    }
    costs(
        &app,
        "bookings",
        &[("dynamodb BatchGetItem", 1)],
        async || app.see(&provider, &booking).await,
    )
    .await;
    let slots = [("dynamodb BatchGetItem", 1), ("dynamodb Query", 1)];
    costs(&app, "bookings", &slots, async || {
        let path = format!(
            "/v1/providers/{}/slots?from=2030-01-08T00:00:00Z&to=2030-03-10T00:00:00Z&durationMinutes=50",
            provider.id
        );
        app.get(&member, &path).await.expect(200)
    })
    .await;

    // Moving: 3, since the provider is known only from the booking.
    let three = [
        ("dynamodb BatchGetItem", 2),
        ("dynamodb TransactWriteItems", 1),
    ];
    for (who, day) in [(&member, "11"), (&provider, "12"), (&concierge(), "13")] {
        let path = format!("/v1/bookings/{}/reschedule", id_of(&own));
        let body = json!({"startsAt": format!("2030-01-{day}T02:00:00Z"), "memberNotified": true});
        costs(&app, "bookings", &three, async || {
            app.post(who, &path, body).await.expect(200)
        })
        .await;
    }

    // Cancelling: 2.
    let cancel = |booking: &Value| format!("/v1/bookings/{}/cancel", id_of(booking));
    costs(&app, "bookings", &two, async || {
        app.post(&member, &cancel(&booking), json!({"reason": "A cold"}))
            .await
            .expect(200)
    })
    .await;
    costs(&app, "bookings", &two, async || {
        app.post_once(&member, &cancel(&own), json!({"reason": "A cold"}), "other")
            .await
            .expect(200)
    })
    .await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn proposals() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    app.clock_to("2030-01-07T01:50:00Z").await;
    app.had_a_session(&provider, &member, START).await;
    let propose = [
        ("dynamodb BatchGetItem", 1),
        ("dynamodb TransactWriteItems", 1),
    ];
    for (day, what) in [("09", "accept"), ("10", "decline")] {
        let starts_at = format!("2030-01-{day}T02:00:00Z");
        let proposal = costs(&app, "bookings", &propose, async || {
            app.propose(&provider, &member, "video", &starts_at).await
        })
        .await;
        costs(&app, "bookings", &propose, async || {
            app.change(&member, &proposal, what, json!({}))
                .await
                .expect(200)
        })
        .await;
    }
    costs(&app, "bookings", &[("dynamodb Query", 1)], async || {
        app.get(&provider, "/v1/me/members").await.expect(200)
    })
    .await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    let booking = app.book(&provider, &member, "video", START).await;
    let link = app.link(&member).await.unwrap();
    app.clock_to("2030-01-07T01:50:00Z").await;
    let one = [("dynamodb UpdateItem", 1)];

    // A poll: 1, by sign-in or by link; reading the link's booking: 1.
    costs(&app, "sessions", &one, async || {
        app.join(&member, &booking).await
    })
    .await;
    costs(&app, "sessions", &one, async || {
        let request = app.bare(reqwest::Method::POST, "/v1/visit/join");
        let waits = anteroom_tests::send(request.bearer_auth(&link)).await;
        assert_eq!(waits.expect(200)["state"], "waiting");
    })
    .await;
    costs(
        &app,
        "sessions",
        &[("dynamodb BatchGetItem", 1)],
        async || {
            let request = app.bare(reqwest::Method::GET, "/v1/visit");
            anteroom_tests::send(request.bearer_auth(&link))
                .await
                .expect(200)
        },
    )
    .await;

    // Starting: 3; entering again: 2.
    let starts = [
        ("chime CreateMeetingWithAttendees", 1),
        ("dynamodb BatchGetItem", 1),
        ("dynamodb TransactWriteItems", 1),
    ];
    let start = async || {
        app.session(&provider, &booking, "start", json!({}))
            .await
            .expect(200)
    };
    costs(&app, "sessions", &starts, start).await;
    let enters = [("chime CreateAttendee", 1), ("dynamodb BatchGetItem", 1)];
    costs(&app, "sessions", &enters, start).await;

    // A presence report: 1, by either side, of any kind.
    for state in ["joined", "alive", "alive"] {
        costs(&app, "sessions", &one, async || {
            app.report(&provider, &booking, state, 1).await
        })
        .await;
    }

    // Admission: 3.
    let admits = [
        ("chime CreateAttendee", 1),
        ("dynamodb TransactWriteItems", 1),
        ("dynamodb UpdateItem", 1),
    ];
    let admitted = costs(&app, "sessions", &admits, async || {
        app.join(&member, &booking).await
    })
    .await;
    assert_eq!(admitted["state"], "admitted");
    // By a link too: the write that admits the member checks the link.
    costs(&app, "sessions", &admits, async || {
        let request = app.bare(reqwest::Method::POST, "/v1/visit/join");
        let admitted = anteroom_tests::send(request.bearer_auth(&link)).await;
        assert_eq!(admitted.expect(200)["state"], "admitted");
    })
    .await;
    for state in ["joined", "alive", "left"] {
        costs(&app, "sessions", &one, async || {
            app.report(&member, &booking, state, 1).await
        })
        .await;
    }

    // Ending: 3, since it writes the booking and its session, and a transaction returns no items.
    let ends = [
        ("chime DeleteMeeting", 1),
        ("dynamodb BatchGetItem", 1),
        ("dynamodb TransactWriteItems", 1),
    ];
    costs(&app, "sessions", &ends, async || {
        app.session(&provider, &booking, "end", json!({}))
            .await
            .expect(200)
    })
    .await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ticks() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    for hour in ["02", "03", "04"] {
        let starts_at = format!("2030-01-07T{hour}:00:00Z");
        app.book(&provider, &member, "video", &starts_at).await;
    }
    app.settle().await;

    // A tick with nothing due: 1 for each partition, 20 in all.
    for (function, queries) in [("scheduler", 16), ("gate-checks", 4)] {
        let nothing = [("dynamodb Query", queries)];
        costs(&app, function, &nothing, async || {
            app.advance("PT1M").await;
        })
        .await;
    }
    // A tick with one due booking, for which it sends a reminder: 2 more.
    let reminds = [
        ("dynamodb BatchGetItem", 1),
        ("dynamodb Query", 16),
        ("dynamodb TransactWriteItems", 1),
    ];
    costs(&app, "scheduler", &reminds, async || {
        app.clock_to("2030-01-07T01:00:00Z").await;
    })
    .await;
    // A tick with three due bookings, which it closes: 1 more each, and 1 that reads all of them.
    let closes = [
        ("dynamodb BatchGetItem", 1),
        ("dynamodb Query", 16),
        ("dynamodb TransactWriteItems", 3),
    ];
    costs(&app, "scheduler", &closes, async || {
        app.clock_to("2030-01-07T06:00:00Z").await;
    })
    .await;
    let past = app.get(&member, "/v1/bookings?view=past").await.expect(200);
    assert_eq!(past["items"].as_array().unwrap().len(), 3);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    app.settle().await;
    // Two emails, and for a phone session an SMS: 3 each, namely claim, send and mark.
    let emails = [
        ("dynamodb TransactWriteItems", 2),
        ("dynamodb UpdateItem", 2),
        ("ses SendEmail", 2),
    ];
    costs(&app, "notifier", &emails, async || {
        app.book(&provider, &member, "video", START).await
    })
    .await;
    // The mark of a text is a transaction, which also writes which message its id is.
    let with_sms = [
        ("dynamodb TransactWriteItems", 4),
        ("dynamodb UpdateItem", 2),
        ("ses SendEmail", 2),
        ("sns Publish", 1),
    ];
    let phone = costs(&app, "notifier", &with_sms, async || {
        app.book(&provider, &member, "phone", "2030-01-07T04:00:00Z")
            .await
    })
    .await;
    // A receipt takes 3: keep it, read the text, change it.
    let id = &app.messages("sms", "+84912345678").await[0]["messageId"];
    let line = json!({"notification": {"messageId": id}, "status": "SUCCESS"});
    let receipt = [("dynamodb GetItem", 1), ("dynamodb UpdateItem", 2)];
    costs(&app, "notifier", &receipt, async || {
        app.stack.triggers().log(&LogLine {
            group: "sns/us-east-1/000000000000/DirectPublishToPhoneNumber".to_owned(),
            at: app.stack.clock().now(),
            message: line.to_string(),
        });
    })
    .await;
    // Cancelling a near phone session also sends an SMS to both.
    let with_two_sms = [
        ("dynamodb TransactWriteItems", 6),
        ("dynamodb UpdateItem", 2),
        ("ses SendEmail", 2),
        ("sns Publish", 2),
    ];
    let cancel = format!("/v1/bookings/{}/cancel", id_of(&phone));
    costs(&app, "notifier", &with_two_sms, async || {
        app.post(&concierge(), &cancel, json!({"reason": "A cold"}))
            .await
            .expect(200)
    })
    .await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn searches() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    app.book(&provider, &member, "video", START).await;
    // A search of everybody: 1 for each shard of the calendar, however long the time is.
    let search = "/v1/admin/bookings?from=2030-01-01T00:00:00Z&to=2030-04-01T00:00:00Z";
    let found = costs(&app, "concierge", &[("dynamodb Query", 4)], async || {
        app.get(&concierge(), search).await.expect(200)
    })
    .await;
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    app.stop().await;
}
