//! Invalid input of every kind: the right 4xx as problem+json with a code, a pointer to the invalid
//! field, and nothing stored.

mod bodies;
mod booking;
mod headers;
mod paths;
mod person;
mod queries;
mod schedule;
mod steps;

use anteroom_tests::{Reply, TestApp, Who, id_of};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

const START: &str = "2030-01-09T02:00:00Z";

/// People and bookings for invalid requests.
struct World {
    app: TestApp,
    provider: Who,
    member: Who,
    /// A video session, days away.
    video: Value,
    /// A phone session, days away.
    phone: Value,
}

impl World {
    async fn new() -> Self {
        let app = TestApp::start().await;
        let provider = app.add_provider("prv_grace").await;
        let member = app.add_member("mem_mai").await;
        let video = app.book(&provider, &member, "video", START).await;
        let phone = app
            .book(&provider, &member, "phone", "2030-01-10T02:00:00Z")
            .await;
        Self {
            app,
            provider,
            member,
            video,
            phone,
        }
    }

    /// Sends invalid requests, and checks that no stored item changes.
    async fn refuses(self, cases: impl AsyncFnOnce(&Self) -> Vec<String>) {
        let before = self.app.table().await;
        let wrong = cases(&self).await;
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert_eq!(self.app.table().await, before, "something was stored");
        self.app.stop().await;
    }

    fn post(&self, who: &Who, path: &str) -> RequestBuilder {
        self.app.request(who, Method::POST, path)
    }

    fn step(&self, booking: &Value, step: &str) -> String {
        format!("/v1/bookings/{}/{step}", id_of(booking))
    }
}

/// What is expected: the status, the code, and the pointer of a field error if there is one.
type Expected = (u16, &'static str, &'static str);

const MALFORMED: Expected = (400, "malformed_request", "");
const TOO_LARGE: Expected = (413, "body_too_large", "");
const NOT_FOUND: Expected = (404, "not_found", "");

/// 422 with a field error.
const fn invalid(pointer: &'static str) -> Expected {
    (422, "validation_failed", pointer)
}

/// The answer, if it is not the expected one.
fn differs(at: impl std::fmt::Debug, reply: &Reply, expected: Expected) -> Option<String> {
    let (status, code, pointer) = expected;
    let body = reply.json();
    let pointers: Vec<_> = body["errors"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|error| error["pointer"].as_str())
        .collect();
    let pointed = if pointer.is_empty() {
        pointers.is_empty()
    } else {
        pointers.contains(&pointer)
    };
    let good = reply.status == status
        && body["code"] == code
        && body["status"] == status
        && body["type"].is_string()
        && body["title"].is_string()
        && body["detail"].is_string()
        && reply.header("content-type") == "application/problem+json"
        && reply.header("cache-control") == "no-store"
        && pointed;
    (!good).then(|| {
        format!(
            "{at:?}: expected {expected:?}, got {} {}",
            reply.status, reply.text
        )
    })
}

/// Texts with characters that are invalid in names and comments.
fn stray() -> Vec<String> {
    let characters = [
        '\0', '\u{1}', '\u{8}', '\u{1b}', '\u{7f}', '\u{80}', '\u{9f}', '\u{2028}', '\u{2029}',
        '\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{feff}', '\u{fffe}', '\u{ffff}',
    ];
    characters.iter().map(|c| format!("a{c}b")).collect()
}
