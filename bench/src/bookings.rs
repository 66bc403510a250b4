//! How many bookings a second the local stack makes, by how many it has already, and what it costs
//! when nobody asks for anything.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::local::LocalStack;
use crate::numbers::cell;

/// How many requests are under way at once.
const CONNECTIONS: usize = 16;

/// Providers, each with a member of their own, so that no two bookings want the same time.
const PAIRS: usize = 2_500;

/// Bookings of a pair on one day, two hours apart.
const A_DAY: usize = 11;

/// How many bookings a measurement makes.
const MEASURED: usize = 3_000;

/// How many bookings are stored before the second measurement.
const STORED: usize = 50_000;

/// The limits, as high as they go: a member has some 20 open bookings in the measurement.
const UNLIMITED: [&str; 7] = [
    "OpenMemberLimit=1000",
    "OpenPairLimit=1000",
    "ConciergeCausedLimit=100000",
    "MemberCausedLimit=10000",
    "ProviderCausedLimit=10000",
    "MemberReceivedLimit=10000",
    "ProviderReceivedLimit=10000",
];

/// How long the idle stack is watched.
const WATCHED: Duration = Duration::from_secs(60);

/// The pairs' members, by number, and the time from which bookings are made.
struct Pairs {
    stack: LocalStack,
    tokens: Vec<String>,
    from: Timestamp,
}

/// Measures a stack whose program lies in a folder. `stored` bookings are made before the second
/// measurement, 50,000 unless told.
pub(crate) async fn measure(binaries: &Path, stored: Option<usize>) -> String {
    let stored = stored.unwrap_or(STORED);
    let stack = LocalStack::start(binaries, &UNLIMITED).await;
    let pairs = Arc::new(Pairs::add(stack).await);
    let mut text =
        "| bookings stored | bookings a second | with their messages | processor time of \
         stack and functions a booking | memory |\n| --- | --- | --- | --- | --- |\n"
            .to_owned();
    // What is started for the first booking is no booking's cost.
    let warmed = CONNECTIONS * 10;
    book(&pairs, 0..warmed).await;
    pairs.stack.settle().await;
    text += &round(&pairs, warmed).await;
    book(&pairs, warmed + MEASURED..stored).await;
    pairs.stack.settle().await;
    text += &round(&pairs, stored.max(warmed + MEASURED)).await;
    let (stack, functions) = idle(&pairs.stack).await;
    text + &format!(
        "\nIdle for {} s: the stack took {stack:.2} % of a core, its functions {functions:.2} %.\n",
        WATCHED.as_secs()
    )
}

/// Measures once, as a line of the table.
async fn round(pairs: &Arc<Pairs>, stored: usize) -> String {
    let cpu_before = pairs.stack.processor_seconds();
    let begin = Instant::now();
    book(pairs, stored..stored + MEASURED).await;
    let answered = begin.elapsed();
    pairs.stack.settle().await;
    let settled = begin.elapsed();
    let cpu = pairs.stack.processor_seconds();
    let rate = |took: Duration| MEASURED as f64 / took.as_secs_f64();
    let a_booking = |after: f64, before: f64| (after - before) * 1e3 / MEASURED as f64;
    format!(
        "| {stored} | {:.0} | {:.0} | {:.2} + {:.2} ms | {} |\n",
        rate(answered),
        rate(settled),
        a_booking(cpu.0, cpu_before.0),
        a_booking(cpu.1, cpu_before.1),
        cell(pairs.stack.megabytes(), "MB"),
    )
}

/// Makes the bookings of these numbers.
async fn book(pairs: &Arc<Pairs>, numbers: std::ops::Range<usize>) {
    let next = Arc::new(AtomicUsize::new(numbers.start));
    let mut connections = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (pairs, next) = (Arc::clone(pairs), Arc::clone(&next));
        let end = numbers.end;
        connections.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= end {
                    return;
                }
                pairs.book(number).await;
            }
        });
    }
    while let Some(connection) = connections.join_next().await {
        connection.expect("every booking is made");
    }
}

/// The share of a core, in percent, that an idle stack and its functions take.
async fn idle(stack: &LocalStack) -> (f64, f64) {
    let before = stack.processor_seconds();
    tokio::time::sleep(WATCHED).await;
    let after = stack.processor_seconds();
    let share = |after: f64, before: f64| (after - before) * 100.0 / WATCHED.as_secs_f64();
    (share(after.0, before.0), share(after.1, before.1))
}

impl Pairs {
    /// Adds the people.
    async fn add(stack: LocalStack) -> Self {
        let concierge = stack.token("con_bench", "concierge").await;
        let weekly: Vec<Value> = [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ]
        .iter()
        .map(|day| json!({"day": day, "from": "00:00", "to": "24:00"}))
        .collect();
        let schedule = json!({"weekly": weekly});
        let mut tokens = Vec::new();
        for pair in 0..PAIRS {
            let (provider, member) = (format!("prv_{pair}"), format!("mem_{pair}"));
            let of = |id: &str| {
                json!({
                    "id": id, "name": "Nguyen Thi Mai", "email": format!("{id}@example.com"),
                    "phone": "+84912345678", "timeZone": "Asia/Singapore",
                })
            };
            for (method, path, body) in [
                (Method::POST, "providers".to_owned(), of(&provider)),
                (Method::POST, "members".to_owned(), of(&member)),
                (
                    Method::PUT,
                    format!("providers/{provider}/schedule"),
                    schedule.clone(),
                ),
            ] {
                let path = format!("/v1/admin/{path}");
                let (status, answer) = stack.call(method, &path, Some(&concierge), &body).await;
                assert!(status.is_success(), "{path}: {status} {answer}");
            }
            tokens.push(stack.token(&member, "member").await);
        }
        let (_, clock) = stack
            .call(Method::GET, "/_local/clock", None, &Value::Null)
            .await;
        let now: Timestamp = clock["now"]
            .as_str()
            .and_then(|now| now.parse().ok())
            .expect("the stack has a clock");
        // Sessions start on the hour, two days from now at the earliest.
        let from = now.as_second().div_euclid(3600) * 3600 + 48 * 3600;
        Self {
            stack,
            tokens,
            from: Timestamp::from_second(from).expect("a time to come"),
        }
    }

    /// Makes the booking of this number.
    async fn book(&self, number: usize) {
        let (pair, slot) = (number % PAIRS, number / PAIRS);
        let hours = (slot / A_DAY) * 24 + (slot % A_DAY) * 2;
        let hours = i64::try_from(hours).unwrap_or(i64::MAX);
        let body = json!({
            "providerId": format!("prv_{pair}"), "sessionType": "video", "durationMinutes": 50,
            "startsAt": (self.from + SignedDuration::from_hours(hours)).to_string(),
        });
        let token = Some(self.tokens[pair].as_str());
        let answer = self
            .stack
            .call(Method::POST, "/v1/bookings", token, &body)
            .await;
        assert_eq!(answer.0, StatusCode::CREATED, "{}", answer.1);
    }
}
