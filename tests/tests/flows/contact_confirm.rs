//! A person changes their own address or number, and confirms it by the code that is sent there (A7).

use anteroom_tests::{Reply, TestApp, Who, concierge, send};
use reqwest::Method;
use serde_json::{Value, json};

const OLD: &str = "mem_mai@example.com";
const NEW: &str = "mai.nguyen@example.com";
const NUMBER: &str = "+84900000001";

async fn give(app: &TestApp, who: &Who, patch: Value) -> Value {
    app.patch(who, "/v1/me", patch).await.expect(200)
}

async fn profile(app: &TestApp, who: &Who) -> Value {
    app.get(who, "/v1/me").await.expect(200)
}

/// A code that is not this one.
fn other(code: &str) -> &'static str {
    if code == "123456" { "654321" } else { "123456" }
}

async fn history(app: &TestApp) -> Reply {
    let path = "/v1/admin/members/mem_mai/history";
    app.get(&concierge(), path).await
}

/// (A7)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_address_counts_once_its_code_is_given() {
    let app = TestApp::start().await;
    let grace = app.add_provider("prv_grace").await;
    let mai = app.add_member("mem_mai").await;
    app.book(&grace, &mai, "video", "2030-01-09T02:00:00Z")
        .await;
    let link = app.link(&mai).await.unwrap();
    let visit = async || send(app.bare(Method::GET, "/v1/visit").bearer_auth(&link)).await;

    let changed = give(&app, &mai, json!({"email": NEW, "name": "Mai"})).await;
    assert_eq!(
        (&changed["email"], &changed["name"]),
        (&json!(OLD), &json!("Mai"))
    );
    let pending = &changed["pendingContact"];
    assert_eq!(pending["email"], NEW);
    assert_eq!(pending["codes"]["email"]["triesLeft"], 5);
    assert!(pending["phone"].is_null());
    // Until then all goes to the old address, and what goes to the new one names nobody.
    app.book(&grace, &mai, "video", "2030-01-10T02:00:00Z")
        .await;
    let sent = app.messages("email", NEW).await;
    let [told] = &sent[..] else {
        panic!("{sent:#?}");
    };
    assert!(!told.to_string().contains("Mai"), "{told}");
    visit().await.expect(200);
    let lines = history(&app).await;
    assert_eq!(lines.expect(200)["items"][0]["fields"], json!(["name"]));

    let code = app.code("email", NEW).await;
    let confirmed = app.give_code(&mai, "email", &code).await;
    let shown = confirmed.expect(200);
    assert_eq!(shown["email"], NEW);
    assert!(shown["pendingContact"].is_null());
    assert_eq!(shown, profile(&app, &mai).await);
    visit().await.expect_problem(401, "link_void");
    let lines = history(&app).await;
    let newest = &lines.expect(200)["items"][0];
    assert_eq!(newest["fields"], json!(["email"]));
    assert_eq!(newest["by"]["id"], "mem_mai");
    assert!(!lines.text.contains(&code) && !lines.text.contains('@'));
    // The address is theirs, and the old one is free.
    let an = |email: &str| json!({"name": "An", "email": email, "timeZone": "Asia/Singapore"});
    let members = "/v1/admin/members";
    let refused = app.post(&concierge(), members, an(NEW)).await;
    assert_eq!(
        refused.expect_problem(409, "duplicate_contact")["heldBy"]["id"],
        "mem_mai"
    );
    app.post(&concierge(), members, an(OLD)).await.expect(201);
    app.give_code(&mai, "email", &code)
        .await
        .expect_problem(409, "nothing_pending");
    // The delivery shows no code.
    let sent = app
        .get(&concierge(), "/v1/admin/deliveries?status=sent")
        .await;
    assert!(sent.text.contains("contact_code") && !sent.text.contains(&code));
    app.stop().await;
}

/// A code that is not waited for in the night comes at once (A7, M7).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_number_is_confirmed_by_a_text_at_any_hour() {
    let app = TestApp::start().await;
    let mai = app.add_member("mem_mai").await;
    // Three in the morning in Vietnam.
    app.clock_to("2030-01-07T20:00:00Z").await;
    let changed = give(&app, &mai, json!({"phone": NUMBER, "language": "vi"})).await;
    assert_eq!(changed["phone"], "+84912345678");
    let text = app.messages("sms", NUMBER).await[0]["text"].clone();
    assert!(text.as_str().unwrap().contains("mã xác nhận"), "{text}");
    let code = app.code("sms", NUMBER).await;
    // The code of one channel confirms nothing of the other.
    app.give_code(&mai, "email", &code)
        .await
        .expect_problem(409, "nothing_pending");
    let shown = app.give_code(&mai, "sms", &code).await.expect(200);
    assert_eq!(shown["phone"], NUMBER);
    // A number that is removed needs no code.
    let removed = give(&app, &mai, json!({"phone": null})).await;
    assert!(removed["phone"].is_null() && removed["pendingContact"].is_null());
    app.stop().await;
}

/// (A7)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_wrong_codes_make_the_right_one_void() {
    let app = TestApp::start().await;
    let mai = app.add_member("mem_mai").await;
    give(&app, &mai, json!({"email": NEW})).await;
    let code = app.code("email", NEW).await;
    for malformed in ["12345", "1234567", "12345a", ""] {
        app.give_code(&mai, "email", malformed)
            .await
            .expect_problem(422, "validation_failed");
    }
    // A request that is sent again is one try.
    let wrong = json!({"channel": "email", "code": other(&code)});
    let path = "/v1/me/contact/confirm";
    let once = app.post_once(&mai, path, wrong.clone(), "once").await;
    once.expect_problem(422, "code_wrong");
    let again = app.post_once(&mai, path, wrong, "once").await;
    assert_eq!(again.text, once.text);
    for left in [3, 2, 1] {
        let refused = app.give_code(&mai, "email", other(&code)).await;
        let refused = refused.expect_problem(422, "code_wrong");
        assert_eq!(refused["errors"][0]["pointer"], "/code");
        let pending = profile(&app, &mai).await["pendingContact"].clone();
        assert_eq!(pending["codes"]["email"]["triesLeft"], left);
    }
    for code in [other(&code), &code] {
        let refused = app.give_code(&mai, "email", code).await;
        refused.expect_problem(409, "code_void");
    }
    assert_eq!(profile(&app, &mai).await["email"], OLD);
    // Another code has tries of its own.
    let shown = app.change_own(&mai, json!({"email": NEW})).await;
    assert_eq!(shown["email"], NEW);
    app.stop().await;
}

/// Of many who guess at once, no more than five have a try (A7).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guesses_at_once_are_counted_each() {
    let app = TestApp::start().await;
    let mai = app.add_member("mem_mai").await;
    give(&app, &mai, json!({"email": NEW})).await;
    let code = app.code("email", NEW).await;
    let guess = async || app.give_code(&mai, "email", other(&code)).await;
    let guesses = tokio::join!(
        guess(),
        guess(),
        guess(),
        guess(),
        guess(),
        guess(),
        guess()
    );
    let (a, b, c, d, e, f, g) = guesses;
    let tried = [a, b, c, d, e, f, g];
    let wrong = tried.iter().filter(|reply| reply.status == 422).count();
    let pending = profile(&app, &mai).await["pendingContact"].clone();
    let left = pending["codes"]["email"]["triesLeft"].as_u64().unwrap();
    let others = tried.iter().filter(|reply| reply.status != 422);
    for reply in others {
        assert!(
            [409, 503].contains(&reply.status.as_u16()),
            "{}",
            reply.text
        );
    }
    // The fifth is answered as the end of the tries.
    assert_eq!(u64::try_from(wrong).unwrap(), (5 - left).min(4));
    app.stop().await;
}

/// (A7)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_expires_is_replaced_and_is_taken_back() {
    let app = TestApp::start().await;
    let mai = app.add_member("mem_mai").await;
    give(&app, &mai, json!({"email": NEW})).await;
    let first = app.code("email", NEW).await;
    // The same address again sends another code, and the first is void.
    give(&app, &mai, json!({"email": NEW})).await;
    let second = app.code("email", NEW).await;
    if first != second {
        let refused = app.give_code(&mai, "email", &first).await;
        refused.expect_problem(422, "code_wrong");
    }
    app.advance("PT11M").await;
    let late = app.give_code(&mai, "email", &second).await;
    late.expect_problem(409, "code_expired");
    // It is still there, so that another code can be asked for.
    let pending = profile(&app, &mai).await["pendingContact"].clone();
    assert_eq!(pending["email"], NEW);

    give(&app, &mai, json!({"email": "third@example.com"})).await;
    let third = app.code("email", "third@example.com").await;
    give(&app, &mai, json!({"email": OLD})).await;
    let shown = profile(&app, &mai).await;
    assert!(shown["pendingContact"].is_null());
    let refused = app.give_code(&mai, "email", &third).await;
    refused.expect_problem(409, "nothing_pending");
    app.stop().await;
}

/// A code that was replaced before it was sent is not sent (A7, M4).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_newest_code_is_sent() {
    let app = TestApp::start().await;
    let mai = app.add_member("mem_mai").await;
    let fault = json!({"service": "ses", "function": "notifier", "fault": "throttle", "count": 1});
    app.fault(fault).await;
    give(&app, &mai, json!({"email": "wrong@example.com"})).await;
    app.settle().await;
    give(&app, &mai, json!({"email": NEW})).await;
    app.advance("PT5M").await;
    assert_eq!(app.messages("email", "wrong@example.com").await.len(), 0);
    let code = app.code("email", NEW).await;
    app.give_code(&mai, "email", &code).await.expect(200);
    app.stop().await;
}

/// What the concierge changes counts at once, and takes back what its person had given (A7).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_by_the_concierge_overtakes_one_of_the_same_channel() {
    let app = TestApp::start().await;
    let mai = app.add_member("mem_mai").await;
    give(&app, &mai, json!({"email": NEW, "phone": NUMBER})).await;
    let (email, sms) = (app.code("email", NEW).await, app.code("sms", NUMBER).await);
    let path = "/v1/admin/members/mem_mai";
    let corrected = json!({"email": "third@example.com"});
    let shown = app.patch(&concierge(), path, corrected).await.expect(200);
    assert_eq!(shown["email"], "third@example.com");
    assert!(shown["pendingContact"]["email"].is_null());
    app.give_code(&mai, "email", &email)
        .await
        .expect_problem(409, "nothing_pending");
    let shown = app.give_code(&mai, "sms", &sms).await.expect(200);
    assert_eq!(shown["phone"], NUMBER);
    assert_eq!(shown["email"], "third@example.com");
    app.stop().await;
}

/// Who is told that somebody has an address reads its mail (A7, D4).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_want_one_address_the_first_to_confirm_gets_it() {
    let app = TestApp::start().await;
    let (mai, lan) = (
        app.add_member("mem_mai").await,
        app.add_member("mem_lan").await,
    );
    for who in [&mai, &lan] {
        give(&app, who, json!({"email": NEW})).await;
        app.settle().await;
    }
    // Each has a code of their own, and only the newest mail has that of the second.
    let mails = app.messages("email", NEW).await;
    assert_eq!(mails.len(), 2);
    let codes = mails.iter().map(|mail| {
        let text = mail["text"].as_str().unwrap();
        let (_, rest) = text.split_once("Code: ").unwrap();
        rest[..6].to_owned()
    });
    let codes: Vec<_> = codes.collect();
    let (of_lan, of_mai) = (&codes[0], &codes[1]);
    let (one, other) = tokio::join!(
        app.give_code(&mai, "email", of_mai),
        app.give_code(&lan, "email", of_lan),
    );
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{} {}", one.text, other.text);
    let refused = if one.status == 409 { one } else { other };
    let refused = refused.expect_problem(409, "duplicate_contact");
    assert!(refused["heldBy"].is_null());
    app.stop().await;
}

/// (A7)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_that_is_given_twice_at_once_counts_once() {
    let app = TestApp::start().await;
    let mai = app.add_member("mem_mai").await;
    give(&app, &mai, json!({"email": NEW})).await;
    let code = app.code("email", NEW).await;
    let body = json!({"channel": "email", "code": code});
    let path = "/v1/me/contact/confirm";
    let send = async || app.post_once(&mai, path, body.clone(), "once").await;
    let (one, other) = tokio::join!(send(), send());
    assert_eq!(one.expect(200)["email"], NEW);
    assert_eq!(one.text, other.text);
    assert_eq!(send().await.text, one.text);
    let lines = history(&app).await.expect(200);
    assert_eq!(lines["items"].as_array().unwrap().len(), 2);
    app.stop().await;
}

/// (A7, A3)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn codes_are_limited_per_day() {
    let app = TestApp::start().await;
    let mai = app.add_member("mem_mai").await;
    for round in 0..9 {
        give(
            &app,
            &mai,
            json!({"email": format!("mai{round}@example.com")}),
        )
        .await;
    }
    // Two codes at once are two.
    let both = json!({"email": NEW, "phone": NUMBER});
    let refused = app.patch(&mai, "/v1/me", both).await;
    let refused = refused.expect_problem(429, "rate_limited");
    assert_eq!(refused["opensAt"], "2030-01-08T00:00:00Z");
    let shown = profile(&app, &mai).await;
    assert_eq!(shown["pendingContact"]["email"], "mai8@example.com");
    assert_eq!(app.messages("sms", NUMBER).await.len(), 0);

    give(&app, &mai, json!({"email": NEW})).await;
    let more = json!({"phone": NUMBER});
    let refused = app.patch(&mai, "/v1/me", more.clone()).await;
    refused.expect_problem(429, "rate_limited");
    // What needs no code is not limited, and what was sent can be confirmed.
    give(&app, &mai, json!({"name": "Mai"})).await;
    let code = app.code("email", NEW).await;
    app.give_code(&mai, "email", &code).await.expect(200);
    app.clock_to("2030-01-08T00:00:01Z").await;
    give(&app, &mai, more).await;
    app.stop().await;
}
