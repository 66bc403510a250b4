//! Concierges add each other, and end each other's access (A5).

use anteroom_tests::{Reply, TestApp, Who, concierge, id_of};
use serde_json::{Value, json};

const LINH: &str = "linh@example.com";
const OWN: &str = "my own password";
const START: &str = "2030-01-09T02:00:00Z";

fn new_person(email: &str) -> Value {
    json!({"name": "Linh Pham", "email": email, "timeZone": "Asia/Ho_Chi_Minh", "language": "vi"})
}

fn path_of(id: &str) -> String {
    format!("/v1/admin/concierges/{id}")
}

async fn change(app: &TestApp, by: &Who, of: &Who, what: &str) -> Reply {
    let path = format!("{}/{what}", path_of(&of.id));
    app.post(by, &path, json!({})).await
}

/// Adds a concierge, who signs in for the first time.
async fn colleague(app: &TestApp) -> Who {
    let path = "/v1/admin/concierges";
    let added = app.post(&concierge(), path, new_person(LINH)).await;
    let linh = added.expect(201);
    assert_eq!(linh["account"], "pending");
    app.settle().await;
    let password = app.invitation(LINH).await;
    let session = app.sign_in(LINH, &password, OWN).await.unwrap();
    assert_eq!(session.who, Who::new(id_of(&linh), "concierge"));
    session.who
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_added_concierge_signs_in_and_does_what_concierges_do() {
    let app = TestApp::start().await;
    let linh = colleague(&app).await;
    let me = app.get(&linh, "/v1/me").await.expect(200);
    assert_eq!(
        (&me["id"], &me["name"]),
        (&json!(linh.id), &json!("Linh Pham"))
    );
    let seen = app.get(&concierge(), &path_of(&linh.id)).await.expect(200);
    assert_eq!(seen["account"], "active");
    let found = app
        .get(&linh, "/v1/admin/concierges?q=pham")
        .await
        .expect(200);
    assert_eq!(found["items"], json!([seen]));
    let none = app
        .get(&linh, "/v1/admin/concierges?q=tan")
        .await
        .expect(200);
    assert_eq!(none["items"], json!([]));
    // They are neither a provider nor a member, and no provider is a concierge.
    for side in ["providers", "members"] {
        let path = format!("/v1/admin/{side}/{}", linh.id);
        app.get(&linh, &path).await.expect_problem(404, "not_found");
    }
    let provider = app.add_provider("prv_grace").await;
    let other = app.get(&linh, &path_of(&provider.id)).await;
    other.expect_problem(404, "not_found");
    for what in ["invite", "deactivate", "activate"] {
        let other = change(&app, &linh, &provider, what).await;
        other.expect_problem(404, "not_found");
    }
    let mai = app.add_member("mem_mai").await;
    let new = json!({
        "providerId": provider.id, "memberId": mai.id, "sessionType": "video",
        "startsAt": START, "durationMinutes": 50,
    });
    let booked = app.post(&linh, "/v1/admin/bookings", new).await.expect(201);
    assert_eq!(
        booked["createdBy"],
        json!({"id": linh.id, "role": "concierge"})
    );
    // The language is theirs to change.
    let vi = app.patch(&linh, "/v1/me", json!({"language": "en"})).await;
    assert_eq!(vi.expect(200)["language"], "en");
    let history = format!("{}/history", path_of(&linh.id));
    let history = app.get(&concierge(), &history).await.expect(200);
    let lines = history["items"].as_array().unwrap().iter();
    let whats: Vec<_> = lines.map(|line| line["what"].as_str().unwrap()).collect();
    assert_eq!(whats, ["changed", "added"]);
    app.stop().await;
}

/// The account is there already; the record makes a profile of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_concierge_gives_themselves_a_profile() {
    let app = TestApp::start().await;
    let me = app.get(&concierge(), "/v1/me").await.expect(200);
    let mut own = new_person("first@example.com");
    own["id"] = me["id"].clone();
    let added = app.post(&concierge(), "/v1/admin/concierges", own).await;
    assert_eq!(added.expect(201)["account"], "none");
    let me = app.get(&concierge(), "/v1/me").await.expect(200);
    assert_eq!(me["email"], "first@example.com");
    assert_eq!(app.stack.pool().len(), 0, "nobody is invited");
    // Another address of their own waits to be confirmed, also by this route.
    let other = json!({"email": "other@example.com"});
    let path = path_of(&concierge().id);
    let changed = app.patch(&concierge(), &path, other).await.expect(200);
    assert_eq!(changed["email"], "first@example.com");
    assert_eq!(changed["pendingContact"]["email"], "other@example.com");
    let code = app.code("email", "other@example.com").await;
    let confirmed = app.give_code(&concierge(), "email", &code).await;
    assert_eq!(confirmed.expect(200)["email"], "other@example.com");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deactivated_concierge_changes_nothing_any_more() {
    let app = TestApp::start().await;
    let linh = colleague(&app).await;
    let (provider, mai) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let booking = app.book(&provider, &mai, "video", START).await;
    app.settle().await;
    let ended = change(&app, &concierge(), &linh, "deactivate").await;
    assert_eq!(ended.expect(200)["account"], "disabled");
    let again = change(&app, &concierge(), &linh, "deactivate").await;
    assert_eq!(again.expect(200)["account"], "disabled");
    app.settle().await;
    assert!(app.sign_in(LINH, OWN, "").await.is_none());

    // The token is good for another quarter of an hour.
    let before = app.table().await;
    let me = app.get(&linh, "/v1/me").await;
    me.expect_problem(403, "account_disabled");
    let deliveries = format!("/v1/admin/bookings/{}/deliveries", id_of(&booking));
    let sent = app.get(&linh, &deliveries).await.expect(200);
    let sent = format!(
        "/v1/admin/deliveries/{}",
        sent["items"][0]["id"].as_str().unwrap()
    );
    for (path, body) in [
        (
            "/v1/admin/members".to_owned(),
            new_person("new@example.com"),
        ),
        (
            "/v1/admin/concierges".to_owned(),
            new_person("new@example.com"),
        ),
        (format!("{}/activate", path_of(&linh.id)), json!({})),
        (
            "/v1/admin/providers/prv_grace/deactivate".to_owned(),
            json!({}),
        ),
        ("/v1/admin/members/mem_mai/invite".to_owned(), json!({})),
        ("/v1/admin/members/mem_mai/send-links".to_owned(), json!({})),
        (format!("{sent}/resend"), json!({})),
        (format!("{sent}/dismiss"), json!({"reason": "Told"})),
    ] {
        let refused = app.post(&linh, &path, body).await;
        refused.expect_problem(403, "account_disabled");
    }
    let patch = json!({"name": "Somebody"});
    let refused = app.patch(&linh, "/v1/admin/members/mem_mai", patch).await;
    refused.expect_problem(403, "account_disabled");
    let schedule = json!({"timeZone": "Asia/Singapore", "weekly": [], "overrides": []});
    let refused = app.put(&linh, "/v1/admin/providers/prv_grace/schedule", schedule);
    refused.await.expect_problem(403, "account_disabled");
    let new = json!({
        "providerId": provider.id, "memberId": mai.id, "sessionType": "video",
        "startsAt": "2030-01-10T02:00:00Z", "durationMinutes": 50,
    });
    let refused = app.post(&linh, "/v1/admin/bookings", new).await;
    refused.expect_problem(409, "account_disabled");
    for (what, body) in [
        ("cancel", json!({"reason": "Out of spite"})),
        ("reschedule", json!({"startsAt": "2030-01-10T02:00:00Z"})),
    ] {
        let refused = app.change(&linh, &booking, what, body).await;
        refused.expect_problem(409, "account_disabled");
    }
    assert_eq!(app.table().await, before, "something was written");
    app.clock_to("2030-01-09T02:51:00Z").await;
    let why = json!({"reason": "They did not come."});
    let refused = app.change(&linh, &booking, "no-show", why.clone()).await;
    refused.expect_problem(409, "account_disabled");
    app.change(&concierge(), &booking, "no-show", why)
        .await
        .expect(200);

    let back = change(&app, &concierge(), &linh, "activate").await;
    assert_eq!(back.expect(200)["account"], "invited");
    app.settle().await;
    let session = app.sign_in(LINH, OWN, "").await.unwrap();
    app.get(&session.who, "/v1/me").await.expect(200);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_ends_their_own_access_and_two_at_once_leave_one() {
    let app = TestApp::start().await;
    let (anna, binh) = (
        app.add_concierge("con_anna").await,
        app.add_concierge("con_binh").await,
    );
    for what in ["deactivate", "activate"] {
        let own = change(&app, &anna, &anna, what).await;
        own.expect_problem(409, "wrong_state");
    }
    for _ in 0..8 {
        let (one, two) = tokio::join!(
            change(&app, &anna, &binh, "deactivate"),
            change(&app, &binh, &anna, "deactivate"),
        );
        let (done, refused, out) = match one.status.as_u16() {
            200 => (one, two, &binh),
            _ => (two, one, &anna),
        };
        assert_eq!(done.expect(200)["id"], out.id.as_str());
        refused.expect_problem(403, "account_disabled");
        let back = change(&app, &concierge(), out, "activate").await;
        assert_eq!(back.expect(200)["account"], "none");
    }
    app.stop().await;
}
