//! The functions' size, the time from a process's start to its asking for its first event, and
//! the time that a warm one takes for an event, on the local stack.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use anteroom_tests::{TestApp, id_of};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::numbers::quantile;

/// The function that does nothing.
const EMPTY: &str = "empty";
const FUNCTIONS: [&str; 7] = [
    "bookings",
    "sessions",
    "concierge",
    "notifier",
    "gate-checks",
    "scheduler",
    "meeting-events",
];
/// How many stacks are started, for as many cold starts of each function at least.
const STACKS: usize = 5;
/// When the first session starts: two hours after the clock of a test does, see `MONDAY`.
const FIRST: &str = "2030-01-07T02:00:00Z";
/// How many sessions are held on each.
const SESSIONS: i64 = 20;

/// What was seen of a function, in milliseconds.
#[derive(Default)]
struct Seen {
    init: Vec<f64>,
    warm: Vec<f64>,
}

/// Measures all functions whose binaries are in a folder, and an empty one beside them.
pub(crate) async fn measure(binaries: &Path) -> String {
    let mut seen: BTreeMap<String, Seen> = BTreeMap::new();
    for _ in 0..STACKS {
        let app = TestApp::start_with(binaries).await;
        hold_sessions(&app).await;
        note(&app, |function| function.to_owned(), &mut seen).await;
        app.stop().await;
    }
    start_empty(binaries, &mut seen).await;
    table(binaries, &seen)
}

/// The main job, again and again: booked, waited for, held, ended.
async fn hold_sessions(app: &TestApp) {
    let provider = app.add_provider("prv_bench").await;
    let member = app.add_member("mem_bench").await;
    let begin: Timestamp = FIRST.parse().expect("an instant");
    for number in 0..SESSIONS {
        let starts_at = begin + SignedDuration::from_hours(number);
        let booking = app
            .book(&provider, &member, "video", &starts_at.to_string())
            .await;
        app.get(&provider, "/v1/bookings?view=upcoming")
            .await
            .expect(200);
        app.see(&member, &booking).await;
        app.clock_to(&(starts_at - SignedDuration::from_mins(5)).to_string())
            .await;
        app.join(&member, &booking).await;
        let started = app
            .session(&provider, &booking, "start", json!({}))
            .await
            .expect(200);
        let generation = started["generation"].as_u64().unwrap_or(1);
        app.report(&provider, &booking, "joined", generation).await;
        app.join(&member, &booking).await;
        app.report(&member, &booking, "joined", generation).await;
        meeting_event(app, &started["meeting"]["MeetingId"]).await;
        app.session(&provider, &booking, "end", json!({}))
            .await
            .expect(200);
        app.get(&provider, &format!("/v1/bookings/{}", id_of(&booking)))
            .await
            .expect(200);
    }
    app.settle().await;
}

/// The meeting service says that everybody joined.
async fn meeting_event(app: &TestApp, meeting: &Value) {
    let id = meeting.as_str().expect("a meeting has an id");
    for meeting in app.meetings().await {
        for attendee in meeting["attendees"].as_array().into_iter().flatten() {
            let event =
                json!({"eventType": "AttendeeJoined", "attendeeId": attendee["attendeeId"]});
            app.local_post(&format!("meetings/{id}/events"), event)
                .await;
        }
    }
}

/// Starts the empty function in the place of each of ours.
async fn start_empty(binaries: &Path, seen: &mut BTreeMap<String, Seen>) {
    let folder = binaries.join("bench-empty");
    fs::create_dir_all(&folder).expect("a folder can be made beside the binaries");
    for function in FUNCTIONS {
        // A link that an earlier run left is as good.
        let _ = symlink(binaries.join(EMPTY), folder.join(function));
    }
    for _ in 0..STACKS {
        let app = TestApp::start_with(&folder).await;
        app.get(&anteroom_tests::concierge(), "/v1/admin/members")
            .await;
        app.settle().await;
        note(&app, |_| EMPTY.to_owned(), seen).await;
        app.stack.stop().await;
    }
}

/// Notes what the stack has kept of its functions. Of each function's events the first, which
/// is no warm one, is left out.
async fn note(app: &TestApp, name: fn(&str) -> String, seen: &mut BTreeMap<String, Seen>) {
    let report = app.local("functions").await;
    for function in report["items"].as_array().into_iter().flatten() {
        let times = |key: &str| -> Vec<f64> {
            let times = function[key].as_array().into_iter().flatten();
            times.filter_map(Value::as_f64).collect()
        };
        let of = function["function"].as_str().map(name).unwrap_or_default();
        let seen = seen.entry(of).or_default();
        seen.init.extend(times("initMs"));
        seen.warm.extend(times("invocationMs").into_iter().skip(1));
    }
}

fn table(binaries: &Path, seen: &BTreeMap<String, Seen>) -> String {
    let mut text =
        "| function | binary | init, median | cold starts | warm, median | warm, 95 % | events |\n\
        | --- | --- | --- | --- | --- | --- | --- |\n"
            .to_owned();
    for name in FUNCTIONS.into_iter().chain([EMPTY]) {
        let Some(seen) = seen.get(name) else { continue };
        let size = fs::metadata(binaries.join(name)).map_or(f64::NAN, |file| file.len() as f64);
        let _ = writeln!(
            text,
            "| {name} | {:.1} MB | {:.1} ms | {} | {:.1} ms | {:.1} ms | {} |",
            size / 1e6,
            quantile(&seen.init, 0.5),
            seen.init.len(),
            quantile(&seen.warm, 0.5),
            quantile(&seen.warm, 0.95),
            seen.warm.len(),
        );
    }
    text
}
