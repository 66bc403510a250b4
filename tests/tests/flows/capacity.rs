//! Write units of each operation, and of a whole session, held to the budgets of ARCHITECTURE.md.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anteroom_tests::{TestApp, Who, concierge};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

const START: &str = "2030-01-07T02:00:00Z";

/// Runs something and holds the write units that a function consumes against a budget.
async fn costs<T>(
    app: &TestApp,
    function: &str,
    most: f64,
    operation: impl AsyncFnOnce() -> T,
) -> T {
    app.capacity_anew().await;
    let result = operation().await;
    let units = app.write_units().await;
    let of_function = |name: &&String| name.starts_with(&format!("{function} "));
    let names = units.keys().filter(of_function);
    let total: f64 = names.map(|name| units[name]).sum();
    assert!(total <= most, "{total} of {most} units: {units:#?}");
    result
}

/// Ordinary people: with names, addresses and numbers of an ordinary length.
async fn people(app: &TestApp) -> (Who, Who) {
    let provider = app.add_provider("prv_01JD3Z5T3Q8K8A3V6W5N2M1P0Q").await;
    let member = app.add_member("mem_01JD3Z5T3Q8K8A3V6W5N2M1P0R").await;
    (provider, member)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_each_operation() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    let booking = costs(&app, "concierge", 26.0, async || {
        app.book(&provider, &member, "video", START).await
    })
    .await;
    costs(&app, "bookings", 0.0, async || {
        app.see(&provider, &booking).await;
        for view in ["pending", "upcoming", "past"] {
            let list = format!("/v1/bookings?view={view}");
            app.get(&member, &list).await.expect(200);
        }
        let slots = format!(
            "/v1/providers/{}/slots?from=2030-01-08T00:00:00Z&to=2030-03-10T00:00:00Z&durationMinutes=50",
            provider.id
        );
        app.get(&member, &slots).await.expect(200);
    })
    .await;
    app.clock_to("2030-01-07T01:50:00Z").await;
    costs(&app, "sessions", 1.0, async || {
        app.join(&member, &booking).await
    })
    .await;
    costs(&app, "sessions", 12.0, async || {
        app.session(&provider, &booking, "start", json!({}))
            .await
            .expect(200)
    })
    .await;
    for state in ["joined", "alive"] {
        costs(&app, "sessions", 1.0, async || {
            app.report(&provider, &booking, state, 1).await
        })
        .await;
    }
    let admitted = costs(&app, "sessions", 12.0, async || {
        app.join(&member, &booking).await
    })
    .await;
    assert_eq!(admitted["state"], "admitted");
    for state in ["joined", "alive", "left"] {
        costs(&app, "sessions", 1.0, async || {
            app.report(&member, &booking, state, 1).await
        })
        .await;
    }
    costs(&app, "sessions", 12.0, async || {
        app.session(&provider, &booking, "end", json!({}))
            .await
            .expect(200)
    })
    .await;
    app.stop().await;
}

/// What becomes of a booking before its session.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_each_change() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    // Who proposes has had a session with the member. It can be started before its time.
    app.had_a_session(&provider, &member, "2030-01-07T00:05:00Z")
        .await;
    let days = ["08", "09", "10", "11"].map(|day| format!("2030-01-{day}T02:00:00Z"));
    let [accepted, declined, moved, later] = &days;
    for (answer, most, at) in [("accept", 23.0, accepted), ("decline", 28.0, declined)] {
        let proposal = costs(&app, "bookings", 24.0, async || {
            app.propose(&provider, &member, "video", at).await
        })
        .await;
        costs(&app, "bookings", most, async || {
            app.change(&member, &proposal, answer, json!({}))
                .await
                .expect(200)
        })
        .await;
    }
    let booking = app.book(&provider, &member, "video", moved).await;
    costs(&app, "bookings", 38.0, async || {
        let to = json!({"startsAt": later});
        app.change(&concierge(), &booking, "reschedule", to)
            .await
            .expect(200)
    })
    .await;
    costs(&app, "bookings", 30.0, async || {
        let why = json!({"reason": "Ill"});
        app.change(&concierge(), &booking, "cancel", why)
            .await
            .expect(200)
    })
    .await;
    app.stop().await;
}

/// A client that asks again when it is told to.
struct Client<'a> {
    who: &'a Who,
    next: Timestamp,
    state: &'static str,
}

/// One video session of 50 minutes from booking to past, with its reminders: the member waits for
/// five minutes, both stay to the end, and the meeting service confirms both.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_whole_session() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    app.capacity_anew().await;
    let start: Timestamp = "2030-01-10T02:00:00Z".parse().unwrap();
    let booking = app
        .book(&provider, &member, "video", &start.to_string())
        .await;
    // The first mails are out before the clock moves on: one that is under way then is tried anew.
    app.settle().await;
    let mut requests = 1;
    // The reminders' ticks, and the last minutes before the provider starts.
    for hours in [36, 24, 1] {
        let at = start - SignedDuration::from_hours(hours);
        app.clock_to(&at.to_string()).await;
    }
    let mut now = start - SignedDuration::from_secs(310);
    app.clock_to(&now.to_string()).await;

    // The member waits until the provider, who starts just in time, is in.
    let on_time = start - SignedDuration::from_secs(10);
    let mut waiting = true;
    while waiting {
        if now >= on_time {
            app.session(&provider, &booking, "start", json!({}))
                .await
                .expect(200);
            app.report(&provider, &booking, "joined", 1).await;
            app.service_event(&booking, &provider, "AttendeeJoined")
                .await;
            requests += 2;
        }
        let told = app.join(&member, &booking).await;
        requests += 1;
        waiting = told["state"] == "waiting";
        if waiting {
            now = move_on(&app, now, told["retryAfterMs"].as_i64().unwrap()).await;
        }
    }
    app.report(&member, &booking, "joined", 1).await;
    app.service_event(&booking, &member, "AttendeeJoined").await;
    requests += 1;

    // Both report when they are told to, until the end.
    let end = start + SignedDuration::from_mins(50);
    let mut clients = [&provider, &member].map(|who| Client {
        who,
        next: now,
        state: "alive",
    });
    while now < end {
        for client in clients.iter_mut().filter(|client| client.next <= now) {
            let told = app.report(client.who, &booking, client.state, 1).await;
            requests += 1;
            let pause = told["nextReportMs"].as_i64().unwrap();
            client.next = now + SignedDuration::from_millis(pause);
        }
        let next = clients
            .iter()
            .map(|client| client.next)
            .min()
            .unwrap()
            .min(end);
        let pause = i64::try_from(next.duration_since(now).as_millis()).unwrap();
        now = move_on(&app, now, pause.max(1)).await;
    }
    app.session(&provider, &booking, "end", json!({}))
        .await
        .expect(200);
    requests += 1;
    app.clock_to(&(end + SignedDuration::from_mins(20)).to_string())
        .await;
    let past = app.get(&member, "/v1/bookings?view=past").await.expect(200);
    assert_eq!(past["items"][0]["status"], "completed");
    let sent = app.deliveries(&booking).await;
    assert_eq!(sent.len(), 8, "{sent:#?}");

    let units = app.write_units().await;
    let total: f64 = units.values().sum();
    assert!(requests <= 600, "{requests} requests");
    assert!(total <= 700.0, "{total} units: {units:#?}");
    insta::assert_snapshot!(bill(&units, total, requests));
    app.stop().await;
}

/// The bill, as a reviewer reads it.
fn bill(units: &BTreeMap<String, f64>, total: f64, requests: u32) -> String {
    let mut bill = String::new();
    for (what, units) in units {
        writeln!(bill, "{units:>6} {what}").unwrap();
    }
    writeln!(bill, "{total:>6} in all, by {requests} requests").unwrap();
    bill
}

/// Moves the clock on, with a tick at each whole minute that passes.
async fn move_on(app: &TestApp, now: Timestamp, ms: i64) -> Timestamp {
    let by = SignedDuration::from_millis(ms);
    app.advance(&by.to_string()).await;
    now + by
}
