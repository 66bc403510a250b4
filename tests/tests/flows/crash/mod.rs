//! The process is killed before and after each AWS call of an operation. Then the client retries,
//! or only the clocks can repair the state. Nothing stays half done.

mod booking;
mod notifier;
mod session;

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

/// When everything is over, the meeting service is empty, and the clocks have nothing left to do.
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
