//! Proposals: a provider proposes a follow-up. The member accepts or declines it, or the scheduler
//! lets it expire (B4).

use anteroom_tests::{TestApp, Who, concierge, id_of, send};
use reqwest::Method;
use serde_json::{Value, json};

/// The start of their first session, to which the clock is set.
const FIRST: &str = "2030-01-07T02:00:00Z";
const NOW: &str = "2030-01-07T01:50:00Z";
/// The start of the proposal, and until when it can be accepted.
const NEXT: &str = "2030-01-10T02:00:00Z";
const ACCEPT_BY: &str = "2030-01-09T02:00:00Z";

async fn who_have_met(app: &TestApp) -> (Who, Who) {
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    app.clock_to(NOW).await;
    app.had_a_session(&provider, &member, FIRST).await;
    (provider, member)
}

/// The ids in a person's list.
async fn list(app: &TestApp, who: &Who, view: &str) -> Vec<Value> {
    let page = app.get(who, &format!("/v1/bookings?view={view}")).await;
    let page = page.expect(200);
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| item["id"].clone()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proposal_holds_its_time_until_it_is_accepted() {
    let app = TestApp::start().await;
    let (provider, member) = who_have_met(&app).await;
    let proposal = app.propose(&provider, &member, "video", NEXT).await;
    assert_eq!(proposal["status"], "pending");
    assert_eq!(proposal["acceptBy"], ACCEPT_BY);
    assert_eq!(
        proposal["createdBy"],
        json!({"id": "prv_grace", "role": "provider"})
    );
    for who in [&provider, &member] {
        assert_eq!(list(&app, who, "pending").await, [proposal["id"].clone()]);
        assert!(list(&app, who, "upcoming").await.is_empty());
    }
    let expected = ["proposal email member sent", "proposal email provider sent"];
    assert_eq!(app.deliveries(&proposal).await, expected);

    // The slot is taken, on both sides.
    let other = app.add_member("mem_other").await;
    let taken = json!({
        "providerId": provider.id, "memberId": other.id, "sessionType": "video",
        "startsAt": "2030-01-10T02:30:00Z", "durationMinutes": 15,
    });
    app.post(&concierge(), "/v1/admin/bookings", taken)
        .await
        .expect_problem(409, "slot_taken");

    // What each may do.
    let seen = app.see(&member, &proposal).await;
    let accept = json!({"allowed": true, "until": ACCEPT_BY});
    assert_eq!(seen["actions"]["accept"], accept);
    assert_eq!(seen["actions"]["decline"], json!({"allowed": true}));
    let seen = app.see(&provider, &proposal).await;
    assert!(seen["actions"]["accept"].is_null());
    app.change(&provider, &proposal, "accept", json!({}))
        .await
        .expect_problem(403, "forbidden");

    // A person who saw an older version can't accept the current one unseen.
    let path = format!("/v1/bookings/{}/accept", id_of(&proposal));
    let request = app.request(&member, Method::POST, &path).json(&json!({}));
    send(request.header("If-Match", "\"7\""))
        .await
        .expect_problem(412, "version_mismatch");
    let request = app.request(&member, Method::POST, &path).json(&json!({}));
    let accepted = send(request.header("If-Match", "\"1\"")).await;
    assert_eq!(accepted.header("etag"), "\"2\"");
    let accepted = accepted.expect(200);
    assert_eq!(accepted["status"], "confirmed");
    assert!(accepted["acceptBy"].is_null());
    for who in [&provider, &member] {
        assert!(list(&app, who, "pending").await.is_empty());
        assert_eq!(list(&app, who, "upcoming").await, [proposal["id"].clone()]);
    }
    app.change(&member, &proposal, "accept", json!({}))
        .await
        .expect_problem(409, "wrong_state");
    let expected = [
        "confirmation email member sent",
        "confirmation email provider sent",
        "proposal email member sent",
        "proposal email provider sent",
    ];
    assert_eq!(app.deliveries(&proposal).await, expected);
    let path = format!("/v1/admin/bookings/{}/history", id_of(&proposal));
    let history = app.get(&concierge(), &path).await.expect(200);
    let lines = history["items"].as_array().unwrap().iter();
    let told: Vec<_> = lines
        .map(|line| format!("{} {} {}", line["what"], line["status"], line["by"]["id"]))
        .collect();
    assert_eq!(
        told,
        [
            r#""proposed" "pending" "prv_grace""#,
            r#""accepted" "confirmed" "mem_mai""#
        ]
    );
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_answers_a_proposal_and_still_opens_what_was_accepted() {
    let app = TestApp::start().await;
    let (provider, member) = who_have_met(&app).await;
    let proposal = app.propose(&provider, &member, "video", NEXT).await;
    let link = app.link(&member).await.unwrap();
    let visit = async |path: &str| {
        let request = app.bare(Method::POST, &format!("/v1/visit{path}"));
        send(request.bearer_auth(&link).json(&json!({}))).await
    };
    // Reading it changes nothing.
    let seen = app.bare(Method::GET, "/v1/visit").bearer_auth(&link);
    assert_eq!(send(seen).await.expect(200)["status"], "pending");
    visit("/join").await.expect_problem(409, "wrong_state");
    assert_eq!(visit("/accept").await.expect(200)["status"], "confirmed");
    let seen = app.bare(Method::GET, "/v1/visit").bearer_auth(&link);
    assert_eq!(send(seen).await.expect(200)["status"], "confirmed");
    app.clock_to("2030-01-10T01:50:00Z").await;
    assert_eq!(visit("/join").await.expect(200)["state"], "waiting");
    assert_eq!(app.see(&member, &proposal).await["status"], "confirmed");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn declining_frees_the_slot() {
    let app = TestApp::start().await;
    let (provider, member) = who_have_met(&app).await;
    let proposal = app.propose(&provider, &member, "phone", NEXT).await;
    app.settle().await;
    let declined = app
        .change(&member, &proposal, "decline", json!({}))
        .await
        .expect(200);
    assert_eq!(declined["status"], "cancelled");
    let cancellation = &declined["cancellation"];
    assert_eq!(
        cancellation["by"],
        json!({"id": "mem_mai", "role": "member"})
    );
    assert_eq!(cancellation["late"], false);
    let expected = [
        "declined email member sent",
        "declined email provider sent",
        "proposal email member sent",
        "proposal email provider sent",
    ];
    assert_eq!(app.deliveries(&proposal).await, expected);
    assert_eq!(list(&app, &provider, "past").await[0], proposal["id"]);
    // The same slot can be proposed again, and cancelled by its proposer.
    let again = app.propose(&provider, &member, "video", NEXT).await;
    let cancelled = app
        .change(&provider, &again, "cancel", json!({"reason": "A mistake"}))
        .await
        .expect(200);
    assert_eq!(cancelled["status"], "cancelled");
    app.book(&provider, &member, "video", NEXT).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unanswered_proposal_expires_and_frees_the_slot() {
    let app = TestApp::start().await;
    let (provider, member) = who_have_met(&app).await;
    let proposal = app.propose(&provider, &member, "phone", NEXT).await;
    app.settle().await;
    app.clock_to("2030-01-09T01:59:00Z").await;
    assert_eq!(app.see(&member, &proposal).await["status"], "pending");
    app.clock_to(ACCEPT_BY).await;
    let expired = app.see(&member, &proposal).await;
    assert_eq!(expired["status"], "expired");
    assert_eq!(list(&app, &member, "past").await[0], proposal["id"]);
    app.change(&member, &proposal, "accept", json!({}))
        .await
        .expect_problem(409, "wrong_state");
    let expected = [
        "expired email member sent",
        "expired email provider sent",
        "proposal email member sent",
        "proposal email provider sent",
    ];
    assert_eq!(app.deliveries(&proposal).await, expected);
    app.book(&provider, &member, "video", NEXT).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tick_that_is_days_late_expires_it_and_reports_it_once() {
    let app = TestApp::start().await;
    let (provider, member) = who_have_met(&app).await;
    let proposal = app.propose(&provider, &member, "video", NEXT).await;
    app.settle().await;
    app.clock_to("2030-01-11T02:00:00Z").await;
    app.advance("PT3M").await;
    assert_eq!(app.see(&member, &proposal).await["status"], "expired");
    let deliveries = app.deliveries(&proposal).await;
    let told = deliveries.iter().filter(|told| told.starts_with("expired"));
    assert_eq!(told.count(), 2, "{deliveries:?}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proposal_follows_a_session_and_leaves_time_to_answer() {
    let app = TestApp::start().await;
    let (provider, stranger) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_new").await,
    );
    let body = |starts_at: &str| {
        json!({
            "memberId": "mem_new", "sessionType": "video",
            "startsAt": starts_at, "durationMinutes": 50,
        })
    };
    let none = app.get(&provider, "/v1/me/members").await.expect(200);
    assert_eq!(none, json!({"items": [], "nextCursor": null}));
    app.post(&provider, "/v1/bookings", body(NEXT))
        .await
        .expect_problem(409, "no_previous_session");
    app.clock_to(NOW).await;
    app.had_a_session(&provider, &stranger, FIRST).await;
    let met = app.get(&provider, "/v1/me/members").await.expect(200);
    assert_eq!(
        met["items"],
        json!([{"id": "mem_new", "name": "Nguyen Thi Mai"}])
    );
    // Some seconds have passed since the clock was set, so less than a day is left.
    app.post(&provider, "/v1/bookings", body("2030-01-08T01:50:00Z"))
        .await
        .expect_problem(409, "notice_too_short");
    app.post(&provider, "/v1/bookings", body("2030-01-08T02:00:00Z"))
        .await
        .expect(201);
    app.stop().await;
}
