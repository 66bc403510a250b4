//! Idempotency keys and versions: a request sent twice takes effect once and gets the same answer,
//! and nobody overwrites a version that they have not seen.

use anteroom_tests::{Reply, TestApp, Who, concierge, id_of, send};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;

const FUTURE: &str = "2030-01-09T02:00:00Z";
/// Another body that is equivalent to `{}`. A key is bound to the exact bytes.
const SPACED: &str = "{ }";
/// Its waiting room is open when a test begins.
const SOON: &str = "2030-01-07T00:15:00Z";

async fn people(app: &TestApp) -> (Who, Who) {
    (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    )
}

fn new(starts_at: &str) -> Value {
    json!({
        "providerId": "prv_grace", "memberId": "mem_mai", "sessionType": "video",
        "startsAt": starts_at, "durationMinutes": 50,
    })
}

fn step(booking: &Value, step: &str) -> String {
    format!("/v1/bookings/{}/{step}", id_of(booking))
}

/// Sends a request three times under one key. The answers are the same byte for byte, only the
/// first changes anything, and the key is refused for another body. Gives the answer.
async fn once(
    app: &TestApp,
    who: &Who,
    path: &str,
    body: Value,
    other: &str,
    status: u16,
) -> Value {
    let key = format!("{path}-{status}").replace('/', ".");
    let key = &key[key.len().saturating_sub(64)..];
    let first = app.post_once(who, path, body.clone(), key).await;
    first.expect(status);
    let after = app.table().await;
    for _ in 0..2 {
        let again = app.post_once(who, path, body.clone(), key).await;
        assert_eq!(again.status, first.status, "{path}");
        assert_eq!(again.text, first.text, "{path}");
        for name in ["etag", "location", "content-type", "cache-control"] {
            assert_eq!(again.header(name), first.header(name), "{path} {name}");
        }
    }
    let reused = app.request(who, Method::POST, path);
    let reused = reused.header("Idempotency-Key", key).body(other.to_owned());
    send(reused)
        .await
        .expect_problem(422, "idempotency_key_reused");
    assert_eq!(app.table().await, after, "{path}");
    first.json()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_request_takes_effect_once() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    let reason = || json!({"reason": "A cold"});
    let other_reason = r#"{"reason": "Another"}"#;

    // People.
    for (path, email) in [
        ("/v1/admin/members", "lan@example.com"),
        ("/v1/admin/providers", "dr.lan@example.com"),
    ] {
        let person = json!({
            "name": "Nguyen Thi Lan", "email": email, "timeZone": "Asia/Ho_Chi_Minh",
        });
        let other = person.to_string().replace("Lan", "Hoa");
        once(&app, &concierge(), path, person, &other, 201).await;
    }

    // Bookings, also one that a slot conflict refuses.
    let admin = "/v1/admin/bookings";
    let future = once(
        &app,
        &concierge(),
        admin,
        new(FUTURE),
        &new("2030-01-20T02:00:00Z").to_string(),
        201,
    )
    .await;
    once(
        &app,
        &concierge(),
        admin,
        new("2030-01-09T02:30:00Z"),
        &new("2030-01-20T02:00:00Z").to_string(),
        409,
    )
    .await;
    once(
        &app,
        &member,
        "/v1/bookings",
        new("2030-01-11T02:00:00Z"),
        &new("2030-01-20T02:00:00Z").to_string(),
        201,
    )
    .await;

    // Cancelling, and cancelling again.
    let cancel = step(&future, "cancel");
    once(&app, &provider, &cancel, reason(), other_reason, 200).await;
    once(&app, &member, &cancel, reason(), other_reason, 409).await;

    // A session, from a start that is too early to its end.
    let later = app
        .book(&provider, &member, "video", "2030-01-10T02:00:00Z")
        .await;
    let start = step(&later, "session/start");
    once(&app, &provider, &start, json!({}), SPACED, 409).await;
    let soon = app.book(&provider, &member, "video", SOON).await;
    let end = step(&soon, "session/end");
    once(&app, &provider, &end, json!({}), SPACED, 409).await;
    let start = step(&soon, "session/start");
    once(&app, &provider, &start, json!({}), SPACED, 200).await;
    // A malformed body is refused before the key is read.
    app.post_once(&provider, &start, json!({"unlike": true}), "another")
        .await
        .expect_problem(400, "malformed_request");
    once(&app, &provider, &end, json!({}), SPACED, 200).await;

    // A phone session's steps.
    let phone = app
        .book(&provider, &member, "phone", "2030-01-07T01:25:00Z")
        .await;
    let intro = step(&phone, "session/intro");
    once(
        &app,
        &provider,
        &intro,
        json!({"via": "service"}),
        r#"{"via":"handset"}"#,
        200,
    )
    .await;
    assert_eq!(
        app.messages("sms", "+84912345678").await.len(),
        2,
        "the booking's and one introduction"
    );
    app.clock_to("2030-01-07T01:00:00Z").await;
    let start = step(&phone, "session/start");
    once(&app, &provider, &start, json!({}), SPACED, 200).await;
    let attempts = step(&phone, "session/attempts");
    let steps = once(
        &app,
        &provider,
        &attempts,
        json!({"outcome": "no_answer"}),
        r#"{"outcome":"reached"}"#,
        200,
    )
    .await;
    assert_eq!(steps["attempts"].as_array().unwrap().len(), 1);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_holder_of_a_link_cancels_once() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    app.book(&provider, &member, "video", FUTURE).await;
    let link = app.link(&member).await.unwrap();
    let cancel = async |reason: &str| {
        let request = app.bare(Method::POST, "/v1/visit/cancel");
        let request = request
            .bearer_auth(&link)
            .header("Idempotency-Key", "cancel");
        send(request.json(&json!({"reason": reason}))).await
    };
    let first = cancel("A cold").await;
    assert_eq!(first.expect(200)["status"], "cancelled");
    // The link is void from now on, but the same request still gets its answer.
    assert_eq!(cancel("A cold").await.text, first.text);
    cancel("Another")
        .await
        .expect_problem(422, "idempotency_key_reused");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_belongs_to_its_caller_and_expires_after_a_day() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    let one = app.book(&provider, &member, "video", FUTURE).await;
    let two = app
        .book(&provider, &member, "video", "2030-01-10T02:00:00Z")
        .await;
    let reason = json!({"reason": "A cold"});
    for (who, booking) in [(&provider, &one), (&member, &two)] {
        let done = app
            .post_once(who, &step(booking, "cancel"), reason.clone(), "same")
            .await;
        assert_eq!(
            done.expect(200)["cancellation"]["by"]["id"],
            who.id.as_str()
        );
    }

    let person = |name: &str| {
        json!({
            "name": name, "email": format!("{name}@example.com"), "timeZone": "Asia/Ho_Chi_Minh",
        })
    };
    let add = async |name: &str| {
        app.post_once(&concierge(), "/v1/admin/members", person(name), "day")
            .await
    };
    let first = add("Lan").await.expect(201);
    app.clock_to("2030-01-07T23:59:00Z").await;
    assert_eq!(add("Lan").await.expect(201), first);
    add("Hoa")
        .await
        .expect_problem(422, "idempotency_key_reused");
    app.clock_to("2030-01-08T00:02:00Z").await;
    assert_eq!(add("Hoa").await.expect(201)["name"], "Hoa");
    assert_eq!(add("Hoa").await.expect(201)["name"], "Hoa");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_request_twenty_times_at_once_takes_effect_once() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    let booked = at_once(&app, &concierge(), "/v1/admin/bookings", new(FUTURE)).await;
    let booking = alike(&booked, 201);
    let list = app
        .get(&provider, "/v1/bookings?view=upcoming")
        .await
        .expect(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_eq!(app.messages("email", "mem_mai@example.com").await.len(), 1);

    let reason = json!({"reason": "A cold"});
    let cancelled = at_once(&app, &member, &step(&booking, "cancel"), reason).await;
    assert_eq!(alike(&cancelled, 200)["version"], 2);
    assert_eq!(app.messages("email", "mem_mai@example.com").await.len(), 2);

    let soon = app.book(&provider, &member, "video", SOON).await;
    let started = at_once(&app, &provider, &step(&soon, "session/start"), json!({})).await;
    assert_eq!(alike(&started, 200)["generation"], 1);
    assert_eq!(app.meetings().await.len(), 1);
    let ended = at_once(&app, &provider, &step(&soon, "session/end"), json!({})).await;
    assert_eq!(alike(&ended, 200)["version"], 3);

    let phone = app
        .book(&provider, &member, "phone", "2030-01-12T02:00:00Z")
        .await;
    let intro = step(&phone, "session/intro");
    let sent = at_once(&app, &provider, &intro, json!({"via": "service"})).await;
    let sent = alike(&sent, 200);
    assert_eq!(sent["introductions"].as_array().unwrap().len(), 1);
    app.stop().await;
}

/// The same request under one key, twenty times at once.
async fn at_once(app: &TestApp, who: &Who, path: &str, body: Value) -> Vec<Reply> {
    let mut requests = JoinSet::new();
    for _ in 0..20 {
        let request = app.request(who, Method::POST, path);
        let key = path.rsplit('/').next().unwrap();
        let request = request.header("Idempotency-Key", key);
        requests.spawn(send(request.json(&body)));
    }
    requests.join_all().await
}

/// The body of answers that must be equal.
#[track_caller]
fn alike(replies: &[Reply], status: u16) -> Value {
    for reply in replies {
        reply.expect(status);
        assert_eq!(reply.text, replies[0].text);
    }
    replies[0].json()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_applies_only_to_the_version_that_was_seen() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    let future = app.book(&provider, &member, "video", FUTURE).await;
    let soon = app.book(&provider, &member, "video", SOON).await;
    let schedule = app.get(&provider, "/v1/me/schedule").await.expect(200);
    let reason = || json!({"reason": "A cold"});
    let of_provider = "/v1/admin/providers/prv_grace";
    let post = Method::POST;
    let cases = [
        (&member, post.clone(), step(&future, "cancel"), reason(), 1),
        (
            &provider,
            post.clone(),
            step(&soon, "session/start"),
            json!({}),
            1,
        ),
        (&provider, post, step(&soon, "session/end"), json!({}), 2),
        (
            &member,
            Method::PATCH,
            "/v1/me".into(),
            json!({"name": "Mai"}),
            1,
        ),
        (
            &provider,
            Method::PUT,
            "/v1/me/schedule".into(),
            schedule.clone(),
            1,
        ),
        (
            &concierge(),
            Method::PUT,
            format!("{of_provider}/schedule"),
            schedule,
            2,
        ),
        (
            &concierge(),
            Method::PATCH,
            of_provider.into(),
            json!({"name": "Grace"}),
            1,
        ),
    ];
    for (who, method, path, body, version) in cases {
        let change = async |tag: String| {
            let request = app.request(who, method.clone(), &path);
            send(request.header("If-Match", tag).json(&body)).await
        };
        let before = app.table().await;
        for wrong in [version - 1, version + 1] {
            change(format!("\"{wrong}\""))
                .await
                .expect_problem(412, "version_mismatch");
        }
        assert_eq!(app.table().await, before, "{path}");
        let changed = change(format!("\"{version}\"")).await;
        changed.expect(200);
        if path.ends_with("/start") {
            // Its answer may have been lost: a session that has begun is entered again.
            change(format!("\"{version}\"")).await.expect(200);
        }
        // The request's version is no longer the current one.
        if !path.ends_with("/start") && !path.ends_with("/end") {
            let expected = format!("\"{}\"", version + 1);
            assert_eq!(changed.header("etag"), expected, "{path}");
            change(format!("\"{version}\""))
                .await
                .expect_problem(412, "version_mismatch");
        }
    }
    // Any version is accepted here; ending again changes nothing.
    for tag in ["*", "\"1\"", "\"3\""] {
        let path = step(&soon, "session/end");
        let request = app.request(&provider, Method::POST, &path);
        send(request.header("If-Match", tag).json(&json!({})))
            .await
            .expect(200);
    }
    app.stop().await;
}

/// (A3)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stored_refusal_by_a_limit_says_again_from_when_it_works() {
    let app = TestApp::start().await;
    let (_, member) = people(&app).await;
    app.count_messages(&[&member], 1_000_000).await;
    let ask = || app.post_once(&member, "/v1/bookings", new(FUTURE), "used-up");
    let first = ask().await;
    app.count_messages(&[&member], 0).await;
    let again = ask().await;
    for reply in [&first, &again] {
        let problem = reply.expect_problem(429, "rate_limited");
        assert_eq!(problem["opensAt"], "2030-01-08T00:00:00Z");
        let retry = reply.header("retry-after");
        assert_eq!(retry, "Tue, 08 Jan 2030 00:00:00 GMT");
    }
    assert_eq!(first.text, again.text);
    app.stop().await;
}
