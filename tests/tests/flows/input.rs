//! Bad input of every kind: the right 4xx as problem+json with a code, a pointer for what is
//! wrong with a field, and nothing stored.

use std::io::{Read, Write};
use std::net::TcpStream;

use anteroom_tests::{Reply, TestApp, Who, concierge, id_of, send};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

const START: &str = "2030-01-09T02:00:00Z";

/// People and bookings for bad requests to be about.
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

    /// Runs bad requests and holds the table against what it was before.
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

/// What was answered, if it is not what was expected.
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_that_are_not_what_they_should_be() {
    let world = World::new().await;
    world
        .refuses(async |world| {
            let mut wrong = Vec::new();
            for (method, who, path) in bodied(world) {
                for (body, expected) in bodies() {
                    let request = world.app.request(&who, method.clone(), &path);
                    let request = request.header("Content-Type", "application/json");
                    let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
                    let reply = send(request.body(body)).await;
                    wrong.extend(differs((&method, &path, shown), &reply, expected));
                }
                // What not even the gateway takes.
                let huge = vec![b' '; 10 * 1024 * 1024 + 1];
                let reply = send(world.app.request(&who, method.clone(), &path).body(huge)).await;
                if reply.status != 413 {
                    wrong.push(format!("{path}: 10 MB and more answer {}", reply.status));
                }
            }
            wrong
        })
        .await;
}

/// Every route that takes a body, as asked by who may.
fn bodied(world: &World) -> Vec<(Method, Who, String)> {
    let World {
        provider,
        member,
        video,
        phone,
        ..
    } = world;
    let path = |path: &str| path.to_owned();
    vec![
        (Method::PATCH, member.clone(), path("/v1/me")),
        (Method::PUT, provider.clone(), path("/v1/me/schedule")),
        (Method::POST, member.clone(), path("/v1/bookings")),
        (Method::POST, provider.clone(), world.step(video, "cancel")),
        (
            Method::POST,
            provider.clone(),
            world.step(video, "session/start"),
        ),
        (
            Method::POST,
            provider.clone(),
            world.step(video, "session/presence"),
        ),
        (
            Method::POST,
            member.clone(),
            world.step(video, "session/join"),
        ),
        (
            Method::POST,
            provider.clone(),
            world.step(video, "session/end"),
        ),
        (
            Method::POST,
            provider.clone(),
            world.step(phone, "session/intro"),
        ),
        (
            Method::POST,
            provider.clone(),
            world.step(phone, "session/attempts"),
        ),
        (Method::POST, concierge(), path("/v1/admin/providers")),
        (Method::POST, concierge(), path("/v1/admin/members")),
        (
            Method::PATCH,
            concierge(),
            path("/v1/admin/members/mem_mai"),
        ),
        (
            Method::PUT,
            concierge(),
            path("/v1/admin/providers/prv_grace/schedule"),
        ),
        (Method::POST, concierge(), path("/v1/admin/bookings")),
    ]
}

/// Bodies that no route takes.
fn bodies() -> Vec<(Vec<u8>, Expected)> {
    let texts = [
        "no JSON",
        "{",
        r#"{"reason": "#,
        r#"{"reason": "x",}"#,
        r#"{"reason": "x"} more"#,
        "null",
        "true",
        "17",
        r#""text""#,
        "[]",
        r#"["x"]"#,
        r#"[null, null]"#,
        "[{}]",
        r#"{"somethingUnknown": 1}"#,
        r#"{"": null}"#,
        r#"{"__proto__": {}}"#,
        // Half of a pair of surrogates is no character.
        r#"{"reason": "\ud800"}"#,
        r#"{"name": "\udc00\ud800"}"#,
    ];
    let mut bodies: Vec<_> = texts
        .iter()
        .map(|text| (text.as_bytes().to_vec(), MALFORMED))
        .collect();
    bodies.push((b"{\"reason\": \"\xff\xfe\"}".to_vec(), MALFORMED));
    bodies.push((b"\xef\xbb\xbf{}".to_vec(), MALFORMED));
    let deep = "[".repeat(30_000);
    bodies.push((deep.into_bytes(), MALFORMED));
    let large = format!(r#"{{"reason": "{}"}}"#, "x".repeat(64 * 1024));
    bodies.push((large.into_bytes(), TOO_LARGE));
    bodies
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fields_of_a_booking() {
    let world = World::new().await;
    world
        .refuses(async |world| {
            let mut wrong = Vec::new();
            for (field, value, expected) in booking_fields() {
                let mut body = json!({
                    "providerId": "prv_grace", "memberId": "mem_mai", "sessionType": "video",
                    "startsAt": "2030-01-11T02:00:00Z", "durationMinutes": 50,
                });
                body[field] = value;
                for (who, path) in [
                    (concierge(), "/v1/admin/bookings"),
                    (world.member.clone(), "/v1/bookings"),
                ] {
                    let reply = world.app.post(&who, path, body.clone()).await;
                    wrong.extend(differs((path, field, &body[field]), &reply, expected));
                }
            }
            // A member books for nobody else.
            let body = json!({"providerId": "prv_grace", "memberId": "mem_lan"});
            let reply = world.app.post(&world.member, "/v1/bookings", body).await;
            wrong.extend(differs("another's id", &reply, invalid("/memberId")));
            wrong
        })
        .await;
}

fn booking_fields() -> Vec<(&'static str, Value, Expected)> {
    let not_on_grid = |pointer| (422, "not_on_grid", pointer);
    let mut fields = vec![
        ("providerId", Value::Null, invalid("/providerId")),
        ("providerId", json!(""), invalid("/providerId")),
        ("providerId", json!("../prv"), invalid("/providerId")),
        ("providerId", json!("a#b"), invalid("/providerId")),
        ("providerId", json!("prv_nobody"), invalid("/providerId")),
        ("providerId", json!("mem_mai"), invalid("/providerId")),
        ("providerId", json!("x".repeat(65)), invalid("/providerId")),
        ("memberId", json!("mem_nobody"), invalid("/memberId")),
        ("memberId", json!("prv_grace"), invalid("/memberId")),
        ("providerId", json!(7), MALFORMED),
        ("sessionType", Value::Null, invalid("/sessionType")),
        ("sessionType", json!("Video"), invalid("/sessionType")),
        ("sessionType", json!("letter"), invalid("/sessionType")),
        ("sessionType", json!({}), MALFORMED),
        ("startsAt", json!(1_893_456_000), MALFORMED),
        ("durationMinutes", Value::Null, invalid("/durationMinutes")),
        ("durationMinutes", json!("50"), MALFORMED),
        ("durationMinutes", json!(50.5), MALFORMED),
        ("durationMinutes", json!(1e300), MALFORMED),
        ("comment", json!(["x"]), MALFORMED),
        ("comment", json!(""), invalid("/comment")),
        ("comment", json!("x".repeat(2_001)), invalid("/comment")),
    ];
    for minutes in [0, -5, 1_000_000_000, i64::MIN] {
        fields.push((
            "durationMinutes",
            json!(minutes),
            invalid("/durationMinutes"),
        ));
    }
    for minutes in [1, 10, 14, 17, 185, 1440] {
        fields.push((
            "durationMinutes",
            json!(minutes),
            not_on_grid("/durationMinutes"),
        ));
    }
    for text in [
        "",
        "soon",
        "2030-01-11",
        "2030-01-11T02:00:00",
        "2030-01-11T02:00",
        "2030-02-30T02:00:00Z",
        "2030-13-01T02:00:00Z",
        "2030-01-11T24:00:00Z",
        "2030-01-11T02:60:00Z",
        "2030-01-11T02:00:00+99:00",
        "2030-01-11T02:00:00[Asia/Singapore]",
        "20300111T020000",
        "9999999-01-11T02:00:00Z",
        "２０３０-01-11T02:00:00Z",
    ] {
        fields.push(("startsAt", json!(text), invalid("/startsAt")));
    }
    for text in [
        "2030-01-11T02:01:00Z",
        "2030-01-11T02:00:01Z",
        "2030-01-11T02:00:00.001Z",
        "2030-01-11T02:00:00.000000001Z",
        "2030-01-11T09:03:00+07:00",
    ] {
        fields.push(("startsAt", json!(text), not_on_grid("/startsAt")));
    }
    for (text, code) in [
        ("-009999-01-03T00:00:00Z", "notice_too_short"),
        ("1970-01-01T00:00:00Z", "notice_too_short"),
        ("2029-12-31T00:00:00Z", "notice_too_short"),
        ("2030-03-09T00:00:00Z", "beyond_horizon"),
        ("9999-12-30T22:00:00Z", "beyond_horizon"),
    ] {
        fields.push(("startsAt", json!(text), (409, code, "")));
    }
    for text in stray() {
        fields.push(("comment", json!(text), invalid("/comment")));
    }
    fields
}

/// Texts with characters that no name and no comment has.
fn stray() -> Vec<String> {
    let characters = [
        '\0', '\u{1}', '\u{8}', '\u{1b}', '\u{7f}', '\u{80}', '\u{9f}', '\u{2028}', '\u{2029}',
        '\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{feff}', '\u{fffe}', '\u{ffff}',
    ];
    characters.iter().map(|c| format!("a{c}b")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fields_of_a_person() {
    let world = World::new().await;
    world
        .refuses(async |world| {
            let mut wrong = Vec::new();
            for (field, value, expected) in person_fields() {
                let mut body = json!({
                    "id": "mem_new", "name": "Nguyen Thi Lan", "email": "lan@example.com",
                    "timeZone": "Asia/Ho_Chi_Minh",
                });
                body[field] = value.clone();
                for path in ["/v1/admin/members", "/v1/admin/providers"] {
                    let reply = world.app.post(&concierge(), path, body.clone()).await;
                    wrong.extend(differs((path, field, &value), &reply, expected));
                }
                if field == "id" || value.is_null() {
                    continue;
                }
                for (who, path) in [
                    (world.member.clone(), "/v1/me"),
                    (concierge(), "/v1/admin/members/mem_mai"),
                    (concierge(), "/v1/admin/providers/prv_grace"),
                ] {
                    let reply = world.app.patch(&who, path, json!({field: value})).await;
                    wrong.extend(differs((path, field, &value), &reply, expected));
                }
            }
            for field in ["id", "role", "version"] {
                let reply = world
                    .app
                    .patch(&world.member, "/v1/me", json!({field: "concierge"}))
                    .await;
                wrong.extend(differs(field, &reply, MALFORMED));
            }
            wrong
        })
        .await;
}

fn person_fields() -> Vec<(&'static str, Value, Expected)> {
    let mut fields = vec![
        ("name", Value::Null, invalid("/name")),
        ("name", json!(5), MALFORMED),
        ("name", json!(""), invalid("/name")),
        ("name", json!(" \u{a0}\u{3000} "), invalid("/name")),
        ("name", json!("x".repeat(101)), invalid("/name")),
        ("name", json!("two\nlines"), invalid("/name")),
        ("email", Value::Null, invalid("/email")),
        ("timeZone", Value::Null, invalid("/timeZone")),
        ("reminders", json!([]), MALFORMED),
        ("reminders", json!([true, true, true]), MALFORMED),
        ("reminders", json!({"PT36H": "yes"}), MALFORMED),
        ("reminders", json!({"PT2H": true}), MALFORMED),
    ];
    for text in stray() {
        fields.push(("name", json!(text), invalid("/name")));
    }
    for text in ["", "a", "a b", "a#b", "a/b", "ä1", "../x", "a\0b"] {
        fields.push(("id", json!(text), invalid("/id")));
    }
    fields.push(("id", json!("x".repeat(65)), invalid("/id")));
    for text in [
        "",
        "lan",
        "lan@",
        "@example.com",
        "lan@localhost",
        "lan@example..com",
        "lan@exämple.com",
        "la n@example.com",
        "<lan@example.com>",
        "lan@example.com\r\nBcc: x@example.com",
        "lan@example.com,x@example.com",
    ] {
        fields.push(("email", json!(text), invalid("/email")));
    }
    for text in [
        "",
        "+",
        "112",
        "0912345678",
        "84912345678",
        "+84 912 345 678",
        "+849123456789012345",
        "+0123456789",
        "+84912345678;ext=1",
        "+８４９１２３４５６７８",
        "tel:+84912345678",
    ] {
        fields.push(("phone", json!(text), invalid("/phone")));
    }
    for text in [
        "",
        "Mars/Olympus",
        "Etc/Unknown",
        "+07:00",
        "GMT+7",
        "Asia/Ho Chi Minh",
        "../etc/passwd",
        "Local",
        "localtime",
    ] {
        fields.push(("timeZone", json!(text), invalid("/timeZone")));
    }
    for text in ["", "EN", "en-US", "xx", "english", "en\0"] {
        fields.push(("language", json!(text), invalid("/language")));
    }
    fields
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fields_of_a_schedule() {
    let world = World::new().await;
    world
        .refuses(async |world| {
            let mut wrong = Vec::new();
            for (body, expected) in schedules() {
                for (who, path) in [
                    (world.provider.clone(), "/v1/me/schedule"),
                    (concierge(), "/v1/admin/providers/prv_grace/schedule"),
                ] {
                    let reply = world.app.put(&who, path, body.clone()).await;
                    let mut shown = body.to_string();
                    shown.truncate(200);
                    wrong.extend(differs((path, shown), &reply, expected));
                }
            }
            wrong
        })
        .await;
}

fn schedules() -> Vec<(Value, Expected)> {
    let weekly =
        |from: &str, to: &str| json!({"weekly": [{"day": "monday", "from": from, "to": to}]});
    let on = |date: &str| json!({"weekly": [], "overrides": [{"date": date, "windows": []}]});
    let mut schedules = vec![
        (json!({}), invalid("/weekly")),
        (json!({"weekly": null}), invalid("/weekly")),
        (json!({"weekly": {}}), MALFORMED),
        (json!({"weekly": [null]}), MALFORMED),
        (json!({"weekly": [["monday", "09:00", "10:00"]]}), MALFORMED),
        (json!({"weekly": [{"day": 1}]}), MALFORMED),
        (json!({"weekly": [{}]}), invalid("/weekly/0/day")),
        (
            json!({"weekly": [{"day": "funday", "from": "09:00", "to": "10:00"}]}),
            invalid("/weekly/0/day"),
        ),
        (
            json!({"weekly": [{"day": "Monday", "from": "09:00", "to": "10:00"}]}),
            invalid("/weekly/0/day"),
        ),
        (
            json!({"weekly": [{"day": "monday", "from": "09:00"}]}),
            invalid("/weekly/0/to"),
        ),
        (
            json!({"weekly": [
                {"day": "monday", "from": "09:00", "to": "10:00"},
                {"day": "monday", "from": "09:55", "to": "11:00"},
            ]}),
            invalid("/weekly/1"),
        ),
        (
            json!({"weekly": [], "overrides": [{"date": "2030-02-01", "windows": [
                {"from": "09:00", "to": "10:00"}, {"from": "08:00", "to": "12:00"},
            ]}]}),
            invalid("/overrides/0/windows/1"),
        ),
        (
            json!({"weekly": [], "overrides": [
                {"date": "2030-02-01", "windows": [["09:00", "10:00"]]},
            ]}),
            MALFORMED,
        ),
        (
            json!({"weekly": [], "overrides": [["2030-02-01", []]]}),
            MALFORMED,
        ),
        (
            json!({"weekly": [], "overrides": [
                {"date": "2030-02-01", "windows": [{"from": "12:00", "to": "09:00"}]},
            ]}),
            invalid("/overrides/0/windows/0"),
        ),
        (
            json!({"weekly": [], "overrides": [{"date": "2030-02-01"}, {"date": "2030-02-01"}]}),
            invalid("/overrides/1/date"),
        ),
        (
            json!({"weekly": [], "overrides": [{"windows": []}]}),
            invalid("/overrides/0/date"),
        ),
        (
            json!({"weekly": [], "timeZone": "Mars/Olympus"}),
            invalid("/timeZone"),
        ),
        (json!({"weekly": [], "bufferMinutes": "10"}), MALFORMED),
        (
            json!({"weekly": vec![json!({"day": "monday", "from": "09:00", "to": "10:00"}); 101]}),
            invalid("/weekly"),
        ),
    ];
    for minutes in [-10, 7, 125, 65_536, 1_000_000_000] {
        let body = json!({"weekly": [], "bufferMinutes": minutes});
        schedules.push((body, invalid("/bufferMinutes")));
    }
    for (from, to) in [
        ("12:00", "09:00"),
        ("09:00", "09:00"),
        ("24:00", "24:00"),
        ("09:03", "10:00"),
        ("09:00", "10:01"),
    ] {
        schedules.push((weekly(from, to), invalid("/weekly/0")));
    }
    for time in [
        "",
        "9:00",
        "24:01",
        "25:00",
        "12:60",
        "-1:00",
        "12:00:00",
        "noon",
        "１２:00",
    ] {
        schedules.push((weekly(time, "24:00"), invalid("/weekly/0/from")));
        schedules.push((weekly("00:00", time), invalid("/weekly/0/to")));
    }
    for date in [
        "",
        "2030-02-30",
        "2030-13-01",
        "2030-2-1",
        "01.02.2030",
        "2030-02-01T00:00:00Z",
        "tomorrow",
    ] {
        schedules.push((on(date), invalid("/overrides/0/date")));
    }
    schedules
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fields_of_steps() {
    let world = World::new().await;
    world
        .refuses(async |world| {
            let mut wrong = Vec::new();
            let mut cases = vec![
                (&world.video, "cancel", json!({}), invalid("/reason")),
                (
                    &world.video,
                    "cancel",
                    json!({"reason": null}),
                    invalid("/reason"),
                ),
                (&world.video, "cancel", json!({"reason": 1}), MALFORMED),
                (
                    &world.video,
                    "cancel",
                    json!({"reason": " "}),
                    invalid("/reason"),
                ),
                (
                    &world.video,
                    "cancel",
                    json!({"reason": "x".repeat(501)}),
                    invalid("/reason"),
                ),
                (&world.video, "session/presence", json!({}), MALFORMED),
                (
                    &world.video,
                    "session/presence",
                    json!({"state": "joined"}),
                    MALFORMED,
                ),
                (&world.phone, "session/intro", json!({}), MALFORMED),
                (&world.phone, "session/attempts", json!({}), MALFORMED),
            ];
            for text in stray() {
                cases.push((
                    &world.video,
                    "cancel",
                    json!({"reason": text}),
                    invalid("/reason"),
                ));
            }
            for generation in [json!(-1), json!(1.5), json!("1"), json!(4_294_967_296_u64)] {
                let body = json!({"state": "joined", "generation": generation});
                cases.push((&world.video, "session/presence", body, MALFORMED));
            }
            for word in [
                json!("JOINED"),
                json!("gone"),
                json!(null),
                json!({"joined": 1}),
            ] {
                let body = json!({"state": word, "generation": 1});
                cases.push((&world.video, "session/presence", body, MALFORMED));
                cases.push((
                    &world.phone,
                    "session/intro",
                    json!({"via": word}),
                    MALFORMED,
                ));
                let body = json!({"outcome": word});
                cases.push((&world.phone, "session/attempts", body, MALFORMED));
            }
            for (booking, step, body, expected) in cases {
                let path = world.step(booking, step);
                let reply = world.app.post(&world.provider, &path, body.clone()).await;
                wrong.extend(differs((step, body), &reply, expected));
            }
            wrong
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ids_in_paths() {
    let world = World::new().await;
    world
        .refuses(async |world| {
            let now = world.app.stack.clock().now();
            let mut wrong = Vec::new();
            let long = "x".repeat(65);
            let ids = [
                "..", ".", "%2e%2e", "%2e%2e%2f", "%00", "a%00b", "%C3%A4", "%F0%9F%99%82", "%ff",
                "%zz", "a%20b", "a%23b", "BKG%23x", "x", &long, "bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0R",
            ];
            let member_steps = ["", "/cancel", "/calendar.ics", "/session/join"];
            let provider_steps = [
                "/session/start",
                "/session/presence",
                "/session/end",
                "/session/intro",
                "/session/attempts",
            ];
            let concierge_steps = ["/history", "/deliveries", "/attendance"];
            for id in ids {
                let of_members = member_steps.map(|step| (&world.member, format!("/v1/bookings/{id}{step}")));
                let of_providers =
                    provider_steps.map(|step| (&world.provider, format!("/v1/bookings/{id}{step}")));
                let concierge = concierge();
                let of_concierge =
                    concierge_steps.map(|step| (&concierge, format!("/v1/admin/bookings/{id}{step}")));
                let people = [
                    (&concierge, format!("/v1/admin/members/{id}")),
                    (&concierge, format!("/v1/admin/providers/{id}")),
                    (&concierge, format!("/v1/admin/providers/{id}/schedule")),
                    (
                        &concierge,
                        format!(
                            "/v1/providers/{id}/slots?from={START}&to=2030-01-10T00:00:00Z&durationMinutes=50"
                        ),
                    ),
                ];
                let all = of_members.into_iter().chain(of_providers).chain(of_concierge);
                for (who, path) in all.chain(people) {
                    let (method, body) = match path.rsplit('/').next() {
                        Some("cancel") => ("POST", r#"{"reason":"x"}"#),
                        Some("presence") => ("POST", r#"{"state":"joined","generation":1}"#),
                        Some("intro") => ("POST", r#"{"via":"service"}"#),
                        Some("attempts") => ("POST", r#"{"outcome":"reached"}"#),
                        Some("join" | "start" | "end") => ("POST", "{}"),
                        _ => ("GET", ""),
                    };
                    let token = world.app.stack.issuer().mint(&who.id, who.role, now);
                    let reply = raw(world.app.stack.url(), method, &path, &token, body).await;
                    wrong.extend(differs((method, path), &reply, NOT_FOUND));
                }
            }
            wrong
        })
        .await;
}

/// Sends a path as it is, which clients would tidy up.
async fn raw(origin: &str, method: &str, path: &str, token: &str, body: &str) -> Reply {
    let host = origin.strip_prefix("http://").unwrap().to_owned();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let answer = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(host).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    });
    Reply::parse(&answer.await.unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn queries_and_cursors() {
    let world = World::new().await;
    world
        .refuses(async |world| {
            let mut wrong = Vec::new();
            let list = "/v1/bookings?view=upcoming";
            let page = world
                .app
                .get(&world.provider, &format!("{list}&limit=1"))
                .await;
            let cursor = page.expect(200)["nextCursor"].as_str().unwrap().to_owned();
            let second = world
                .app
                .get(&world.provider, &format!("{list}&cursor={cursor}"))
                .await;
            assert_eq!(second.expect(200)["items"].as_array().unwrap().len(), 1);

            let swapped: String = cursor.split('.').rev().collect::<Vec<_>>().join(".");
            let link = world.app.link(&world.member).await.unwrap();
            let tampered = tampered(&cursor);
            for bad in [
                "",
                "x",
                "a.b.c",
                "%00",
                "%F0%9F%99%82",
                &swapped,
                &link,
                &tampered,
            ] {
                for (who, list) in lists(world) {
                    let reply = world.app.get(&who, &format!("{list}cursor={bad}")).await;
                    wrong.extend(differs((list, bad), &reply, MALFORMED));
                }
            }
            // A cursor of another list, or of somebody else's.
            for (who, list) in lists(world) {
                if who == world.provider && list.starts_with("/v1/bookings?view=upcoming") {
                    continue;
                }
                let reply = world.app.get(&who, &format!("{list}cursor={cursor}")).await;
                wrong.extend(differs((list, "another's"), &reply, MALFORMED));
            }
            for limit in ["", "0", "-1", "101", "1.5", "ten", "99999999999", "%00"] {
                for (who, list) in lists(world) {
                    let reply = world.app.get(&who, &format!("{list}limit={limit}")).await;
                    wrong.extend(differs((list, limit), &reply, invalid("?limit")));
                }
            }
            for view in ["", "?view=", "?view=all", "?view=Upcoming", "?view=past%00"] {
                let reply = world
                    .app
                    .get(&world.member, &format!("/v1/bookings{view}"))
                    .await;
                wrong.extend(differs(view, &reply, invalid("?view")));
            }
            let twice = world
                .app
                .get(&world.member, "/v1/bookings?view=past&view=upcoming")
                .await;
            wrong.extend(differs("a view twice", &twice, MALFORMED));
            for (query, pointer) in searches() {
                let reply = world
                    .app
                    .get(&concierge(), &format!("/v1/admin/{query}"))
                    .await;
                wrong.extend(differs(query, &reply, invalid(pointer)));
            }
            for (query, pointer) in slots() {
                let path = format!("/v1/providers/prv_grace/slots{query}");
                let reply = world.app.get(&world.member, &path).await;
                wrong.extend(differs(query, &reply, invalid(pointer)));
            }
            wrong
        })
        .await;
}

/// Another position under the same signature.
fn tampered(cursor: &str) -> String {
    let (rest, signature) = cursor.rsplit_once('.').unwrap();
    let mut rest = rest.to_owned().into_bytes();
    let last = rest.len() - 6;
    rest[last] = if rest[last] == b'A' { b'B' } else { b'A' };
    format!("{}.{signature}", String::from_utf8(rest).unwrap())
}

/// Every list, as asked by who may, ready for a further parameter.
fn lists(world: &World) -> Vec<(Who, &'static str)> {
    vec![
        (world.provider.clone(), "/v1/bookings?view=upcoming&"),
        (world.provider.clone(), "/v1/bookings?view=past&"),
        (world.member.clone(), "/v1/bookings?view=upcoming&"),
        (concierge(), "/v1/admin/providers?"),
        (concierge(), "/v1/admin/members?"),
        (concierge(), "/v1/admin/bookings?"),
        (concierge(), "/v1/admin/bookings?providerId=prv_grace&"),
        (concierge(), "/v1/admin/deliveries?status=sent&"),
    ]
}

fn searches() -> Vec<(&'static str, &'static str)> {
    vec![
        ("deliveries", "?status"),
        ("deliveries?status=", "?status"),
        ("deliveries?status=lost", "?status"),
        ("bookings?status=gone", "?status"),
        ("bookings?from=yesterday", "?from"),
        ("bookings?to=2030-02-30T00:00:00Z", "?to"),
        ("bookings?from=2030-01-01T00:00:00", "?from"),
        ("bookings?providerId=a%23b", "?providerId"),
        ("bookings?memberId=..", "?memberId"),
    ]
}

fn slots() -> Vec<(&'static str, &'static str)> {
    vec![
        ("", "?from"),
        ("?from=2030-01-08T00:00:00Z&durationMinutes=50", "?to"),
        (
            "?from=2030-01-08T00:00:00&to=2030-01-09T00:00:00Z&durationMinutes=50",
            "?from",
        ),
        (
            "?from=2030-01-08T00:00:00Z&to=2030-01-07T00:00:00Z&durationMinutes=50",
            "?to",
        ),
        (
            "?from=2030-01-08T00:00:00Z&to=2030-03-12T00:00:00Z&durationMinutes=50",
            "?to",
        ),
        (
            "?from=2030-01-08T00:00:00Z&to=2030-01-09T00:00:00Z",
            "?durationMinutes",
        ),
        (
            "?from=2030-01-08T00:00:00Z&to=2030-01-09T00:00:00Z&durationMinutes=-5",
            "?durationMinutes",
        ),
        (
            "?from=2030-01-08T00:00:00Z&to=2030-01-09T00:00:00Z&durationMinutes=17",
            "?durationMinutes",
        ),
        (
            "?from=2030-01-08T00:00:00Z&to=2030-01-09T00:00:00Z&durationMinutes=1000000000",
            "?durationMinutes",
        ),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn headers() {
    let world = World::new().await;
    world
        .refuses(async |world| {
            let mut wrong = Vec::new();
            let cancel = world.step(&world.video, "cancel");
            let body = json!({"reason": "A cold"});
            let long = "k".repeat(65);
            let keys: [&[u8]; 7] = [
                b"",
                b" ",
                b"a b",
                long.as_bytes(),
                "schlüssel".as_bytes(),
                b"\xff\xfe",
                b"a\tb",
            ];
            for key in keys {
                let request = world.post(&world.provider, &cancel).json(&body);
                let reply = send(request.header("Idempotency-Key", key)).await;
                let shown = String::from_utf8_lossy(key);
                wrong.extend(differs(("Idempotency-Key", shown), &reply, MALFORMED));
            }
            let mismatch = (412, "version_mismatch", "");
            let tags = [
                ("1", MALFORMED),
                ("\"1", MALFORMED),
                ("W/\"1\"", MALFORMED),
                ("", MALFORMED),
                ("\"\"", mismatch),
                ("\"x\"", mismatch),
                ("\"-1\"", mismatch),
                ("\"01\"", mismatch),
                ("\"+1\"", mismatch),
                ("\"18446744073709551616\"", mismatch),
            ];
            for (tag, expected) in tags {
                let request = world.post(&world.provider, &cancel).json(&body);
                let reply = send(request.header("If-Match", tag)).await;
                wrong.extend(differs(("If-Match", tag), &reply, expected));
            }
            wrong
        })
        .await;
}
