//! Accounts (A5): whom the concierge adds is invited, signs in, and is who the portal knows.

use anteroom_tests::{TestApp, Who, concierge, id_of, send};
use reqwest::Method;
use serde_json::{Value, json};

const GRACE: &str = "grace@example.com";
const OWN: &str = "my own password";

fn new_person(email: &str) -> Value {
    json!({"name": "Grace Tan", "email": email, "timeZone": "Asia/Singapore", "language": "vi"})
}

/// Adds a provider without an account; gives them as the answer shows them.
async fn add(app: &TestApp, email: &str) -> Value {
    let path = "/v1/admin/providers";
    let added = app.post(&concierge(), path, new_person(email)).await;
    let added = added.expect(201);
    assert_eq!(added["account"], "pending");
    added
}

fn path_of(person: &Value) -> String {
    format!("/v1/admin/providers/{}", id_of(person))
}

/// What the concierge sees of an account, when nothing is outstanding.
async fn account(app: &TestApp, path: &str) -> Value {
    app.settle().await;
    let person = app.get(&concierge(), path).await.expect(200);
    match person.get("accountProblem") {
        Some(problem) => problem.clone(),
        None => person["account"].clone(),
    }
}

/// (A5)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_added_provider_signs_in_by_the_invitation_from_their_mailbox() {
    let app = TestApp::start().await;
    let grace = add(&app, GRACE).await;
    assert_eq!(account(&app, &path_of(&grace)).await, "invited");
    let password = app.invitation(GRACE).await;
    assert!(app.sign_in(GRACE, "a guess", OWN).await.is_none());
    let session = app.sign_in("Grace@Example.com", &password, OWN).await;
    let session = session.unwrap();
    assert_eq!(session.who.id, id_of(&grace));
    let me = app.get(&session.who, "/v1/me").await.expect(200);
    assert_eq!(me["id"], grace["id"]);
    assert_eq!(me.get("account"), None, "only the concierge sees it");
    assert_eq!(account(&app, &path_of(&grace)).await, "active");
    let listed = app.get(&concierge(), "/v1/admin/providers").await;
    assert_eq!(listed.expect(200)["items"][0]["account"], "active");

    assert!(app.sign_in(GRACE, &password, OWN).await.is_none());
    assert!(app.sign_in(GRACE, OWN, "").await.is_some());
    assert!(app.renews(&session).await);
    // Who was there before has no account here, and neither has a member who comes by links.
    let with_id = app.add_provider("prv_before").await;
    let path = format!("/v1/admin/providers/{}", with_id.id);
    assert_eq!(account(&app, &path).await, "none");
    app.add_member("mem_mai").await;
    let path = "/v1/admin/members/mem_mai";
    assert_eq!(account(&app, path).await, "none");
    app.stop().await;
}

/// (A5, A3)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_is_invited_when_asked_and_again_until_they_have_signed_in() {
    let app = TestApp::start_set(&[("InviteLimit", "3")]).await;
    app.add_member("mem_mai").await;
    let (path, mail) = ("/v1/admin/members/mem_mai", "mem_mai@example.com");
    let invite = format!("{path}/invite");
    let care = concierge();
    let once = async || app.post_once(&care, &invite, json!({}), "once").await;
    let first = once().await;
    assert_eq!(first.expect(200)["account"], "pending");
    assert_eq!(account(&app, path).await, "invited");
    assert_eq!(once().await.text, first.text);
    let early = app.invitation(mail).await;
    assert_eq!(app.messages("email", mail).await.len(), 1);

    let again = app.post(&concierge(), &invite, json!({})).await.expect(200);
    assert_eq!(again["account"], "invited");
    let late = app.invitation(mail).await;
    assert!(app.sign_in(mail, &early, OWN).await.is_none());
    let mai = app.sign_in(mail, &late, OWN).await.unwrap().who;
    assert_eq!((mai.id.as_str(), mai.role), ("mem_mai", "member"));
    // The pool knows that they have chosen a password, even if they have not come since.
    app.post(&concierge(), &invite, json!({})).await.expect(200);
    assert_eq!(account(&app, path).await, "active");
    let refused = app.post(&concierge(), &invite, json!({})).await;
    refused.expect_problem(409, "wrong_state");

    app.add_member("mem_an").await;
    let invite = "/v1/admin/members/mem_an/invite";
    for _ in 0..3 {
        app.post(&concierge(), invite, json!({})).await.expect(200);
        app.settle().await;
    }
    let enough = app.post(&concierge(), invite, json!({})).await;
    enough.expect_problem(429, "rate_limited");
    let elsewhere = "/v1/admin/providers/mem_an/invite";
    let elsewhere = app.post(&concierge(), elsewhere, json!({})).await;
    elsewhere.expect_problem(404, "not_found");
    let history = app.get(&concierge(), &format!("{path}/history")).await;
    assert_eq!(history.expect(200)["items"][0]["what"], "invited");
    app.stop().await;
}

/// (A5)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_of_another_account_is_shown_until_it_is_corrected() {
    let app = TestApp::start().await;
    let now = app.stack.clock().now();
    let email = ("email".to_owned(), GRACE.to_owned());
    let verified = ("email_verified".to_owned(), "true".to_owned());
    let invitation = anteroom_stack::issuer::pool::Invitation::Suppress;
    let pool = app.stack.pool();
    let other = pool.create("con_other", [email, verified].into(), invitation, now);
    other.unwrap();
    let grace = add(&app, GRACE).await;
    let path = path_of(&grace);
    assert_eq!(account(&app, &path).await, "address_taken");
    app.advance("PT10M").await;
    assert!(app.messages("email", GRACE).await.is_empty());

    let moved = json!({"email": "g.tan@example.com"});
    app.patch(&concierge(), &path, moved).await.expect(200);
    assert_eq!(account(&app, &path).await, "invited");
    let password = app.invitation("g.tan@example.com").await;
    let session = app.sign_in("g.tan@example.com", &password, OWN).await;
    assert_eq!(session.unwrap().who.id, id_of(&grace));
    // Of two requests to add the same person, one is refused.
    let again = new_person("G.Tan@example.com");
    let twice = app.post(&concierge(), "/v1/admin/providers", again).await;
    twice.expect_problem(409, "duplicate_contact");
    app.stop().await;
}

/// (A5)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_an_account_signs_in_with_their_changed_address() {
    let app = TestApp::start().await;
    let grace = add(&app, GRACE).await;
    app.settle().await;
    let password = app.invitation(GRACE).await;
    app.sign_in(GRACE, &password, OWN).await.unwrap();
    let moved = json!({"email": "g.tan@example.com"});
    let changed = app.patch(&concierge(), &path_of(&grace), moved).await;
    assert_eq!(changed.expect(200)["account"], "invited");
    app.settle().await;
    assert!(app.sign_in(GRACE, OWN, "").await.is_none());
    let session = app.sign_in("g.tan@example.com", OWN, "").await.unwrap();
    app.get(&session.who, "/v1/me").await.expect(200);

    // Back to an address that an account has, of which nobody of ours knows.
    let now = app.stack.clock().now();
    let email = ("email".to_owned(), GRACE.to_owned());
    let verified = ("email_verified".to_owned(), "true".to_owned());
    let invitation = anteroom_stack::issuer::pool::Invitation::Suppress;
    let pool = app.stack.pool();
    let other = pool.create("con_other", [email, verified].into(), invitation, now);
    other.unwrap();
    let back = json!({"email": GRACE});
    app.patch(&concierge(), &path_of(&grace), back)
        .await
        .expect(200);
    assert_eq!(account(&app, &path_of(&grace)).await, "address_taken");
    let session = app.sign_in("g.tan@example.com", OWN, "").await;
    assert!(session.is_some(), "the earlier address goes on working");
    app.stop().await;
}

/// The pool is away, or the function dies before or after each of its calls; the scheduler has it done.
/// (A5)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_is_made_once_whatever_call_is_lost() {
    let app = TestApp::start().await;
    let (mut crashes, mut twice) = (0, Vec::new());
    for (service, fault) in [
        ("cognito-idp", "kill"),
        ("cognito-idp", "kill_after_effect"),
        ("cognito-idp", "error"),
        ("cognito-idp", "throttle"),
        ("dynamodb", "kill"),
        ("dynamodb", "kill_after_effect"),
    ] {
        for skip in 0.. {
            // What is tried again within the call is to fail, too.
            let count = if matches!(fault, "error" | "throttle") {
                2
            } else {
                1
            };
            app.fault(json!({
                "service": service, "function": "notifier", "fault": fault, "count": count,
                "skip": skip,
            }))
            .await;
            let email = format!("{service}-{fault}-{skip}@example.com");
            let person = add(&app, &email).await;
            app.settle().await;
            let left = app.local("faults").await["items"].as_array().unwrap().len();
            send(app.bare(Method::DELETE, "/_local/faults")).await;
            if left > 0 {
                assert!(skip > 0, "{service} is called");
                break;
            }
            crashes += 1;
            for _ in 0..2 {
                app.advance("PT3M").await;
            }
            let which = format!("{fault} at call {skip} to {service}");
            assert_eq!(account(&app, &path_of(&person)).await, "invited", "{which}");
            let password = app.invitation(&email).await;
            let sent = app.invitations(&email).await;
            let asked = app.type_password(&email, &password, OWN).await;
            assert!(asked.code_session().is_some(), "{which}: without a code");
            let session = app.sign_in(&email, OWN, "").await;
            assert_eq!(session.expect(&which).who.id, id_of(&person), "{which}");
            // Only an invitation of which nobody could note that it went out goes out twice.
            if sent == 2 {
                twice.push(which);
            } else {
                assert_eq!(sent, 1, "{which}");
            }
        }
    }
    println!("{crashes} crashes, invited twice: {twice:?}");
    assert_eq!(twice.len(), 2, "{twice:?}");
    app.stop().await;
}

/// The concierge's function dies before or after each of its calls: the request is sent again, and there is one person
/// with one account, or none. (A5)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn adding_a_provider_makes_both_person_and_account_or_neither() {
    let app = TestApp::start().await;
    for fault in ["kill", "kill_after_effect"] {
        for skip in 0.. {
            app.fault(json!({
                "service": "dynamodb", "function": "concierge", "fault": fault, "count": 1,
                "skip": skip,
            }))
            .await;
            let email = format!("{fault}-{skip}@example.com");
            let ask = async || {
                let path = "/v1/admin/providers";
                let key = format!("{fault}-{skip}");
                app.post_once(&concierge(), path, new_person(&email), &key)
                    .await
            };
            let first = ask().await;
            app.settle().await;
            let left = app.local("faults").await["items"].as_array().unwrap().len();
            send(app.bare(Method::DELETE, "/_local/faults")).await;
            if left > 0 {
                first.expect(201);
                break;
            }
            let person = ask().await.expect(201);
            assert_eq!(account(&app, &path_of(&person)).await, "invited");
            assert_eq!(app.messages("email", &email).await.len(), 1);
        }
    }
    let all = app.get(&concierge(), "/v1/admin/providers?limit=100").await;
    let names = all.expect(200)["items"].as_array().unwrap().len();
    assert_eq!(names, app.stack.pool().len());
    app.stop().await;
}

/// An id token is no key to the API, nor is the `sub` of somebody who has a name. (A1)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_name_in_the_token_says_whose_it_is() {
    let app = TestApp::start().await;
    app.add_provider("prv_grace").await;
    let now = app.stack.clock().now();
    let issuer = app.stack.issuer();
    let token = issuer.access_token("prv_grace", "prv_other", "provider", now);
    let me = app.bare(Method::GET, "/v1/me").bearer_auth(token);
    send(me).await.expect_problem(404, "not_found");
    let token = issuer.access_token("a-drawn-sub", "prv_grace", "provider", now);
    let me = app.bare(Method::GET, "/v1/me").bearer_auth(token);
    assert_eq!(send(me).await.expect(200)["id"], "prv_grace");
    let grace = Who::new("prv_grace", "provider");
    app.get(&grace, "/v1/me").await.expect(200);
    app.stop().await;
}

/// A provider whose access ends: at once, everywhere, and until it is given back. (A5)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deactivated_provider_is_out_at_once_and_booked_no_more() {
    let app = TestApp::start().await;
    let grace = add(&app, GRACE).await;
    let path = path_of(&grace);
    app.settle().await;
    let password = app.invitation(GRACE).await;
    let session = app.sign_in(GRACE, &password, OWN).await.unwrap();
    let who = session.who.clone();
    app.get(&who, "/v1/me").await.expect(200);
    let open = json!({"timeZone": "Asia/Singapore", "weekly": [
        {"day": "monday", "from": "00:00", "to": "24:00"}, {"day": "tuesday", "from": "00:00", "to": "24:00"},
        {"day": "wednesday", "from": "00:00", "to": "24:00"}, {"day": "thursday", "from": "00:00", "to": "24:00"},
    ], "overrides": []});
    let schedule = format!("{path}/schedule");
    app.put(&concierge(), &schedule, open).await.expect(200);
    let mai = app.add_member("mem_mai").await;
    let held = app.had_a_session(&who, &mai, "2030-01-07T00:15:00Z").await;
    let proposal = app
        .propose(&who, &mai, "video", "2030-01-09T05:00:00Z")
        .await;
    let booked = app.book(&who, &mai, "video", "2030-01-07T01:15:00Z").await;
    app.clock_to("2030-01-07T01:00:00Z").await;

    let end = async |key: &str| {
        let path = format!("{path}/deactivate");
        app.post_once(&concierge(), &path, json!({}), key).await
    };
    let ended = end("end").await.expect(200);
    assert_eq!(ended["id"], who.id.as_str());
    assert_eq!(ended["account"], "disabled");
    assert_eq!(ended["bookings"][0]["id"], booked["id"]);
    assert_eq!(end("end").await.expect(200), ended);
    assert_eq!(end("again").await.expect(200)["account"], "disabled");

    // The token is good for another quarter of an hour.
    app.get(&who, "/v1/me")
        .await
        .expect_problem(403, "account_disabled");
    let own = app.patch(&who, "/v1/me", json!({"language": "en"})).await;
    own.expect_problem(403, "account_disabled");
    let start = app.session(&who, &booked, "start", json!({})).await;
    start.expect_problem(403, "account_disabled");
    let propose = app.post(&who, "/v1/bookings", json!({
        "memberId": mai.id, "sessionType": "video", "startsAt": "2030-01-09T07:00:00Z", "durationMinutes": 50,
    }));
    propose.await.expect_problem(409, "account_disabled");
    let new = json!({
        "providerId": who.id, "memberId": mai.id, "sessionType": "video",
        "startsAt": "2030-01-09T03:00:00Z", "durationMinutes": 50,
    });
    let book = app
        .post(&concierge(), "/v1/admin/bookings", new.clone())
        .await;
    book.expect_problem(409, "account_disabled");
    let accept = app.change(&mai, &proposal, "accept", json!({})).await;
    accept.expect_problem(409, "account_disabled");
    let moved = json!({"startsAt": "2030-01-09T09:00:00Z"});
    let moved = app.change(&concierge(), &booked, "reschedule", moved).await;
    moved.expect_problem(409, "account_disabled");
    let slots = format!(
        "/v1/providers/{}/slots?from=2030-01-09T00:00:00Z&to=2030-01-10T00:00:00Z&durationMinutes=50",
        who.id
    );
    assert_eq!(app.get(&mai, &slots).await.expect(200)["items"], json!([]));
    app.settle().await;
    assert!(!app.renews(&session).await);
    assert!(app.sign_in(GRACE, OWN, "").await.is_none());
    let invite = app
        .post(&concierge(), &format!("{path}/invite"), json!({}))
        .await;
    invite.expect_problem(409, "account_disabled");

    // What is booked can be taken back, and seen.
    let why = json!({"reason": "They have left."});
    app.change(&concierge(), &booked, "cancel", why)
        .await
        .expect(200);
    app.change(&mai, &proposal, "decline", json!({}))
        .await
        .expect(200);
    assert_eq!(app.see(&mai, &held).await["status"], "completed");

    let back = app
        .post(&concierge(), &format!("{path}/activate"), json!({}))
        .await;
    assert_eq!(back.expect(200)["account"], "active");
    app.settle().await;
    let again = app.sign_in(GRACE, OWN, "").await.unwrap();
    app.get(&again.who, "/v1/me").await.expect(200);
    app.post(&concierge(), "/v1/admin/bookings", new)
        .await
        .expect(201);
    let history = app
        .get(&concierge(), &format!("{path}/history"))
        .await
        .expect(200);
    let whats: Vec<_> = history["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| &line["what"])
        .collect();
    assert_eq!(whats[..2], [&json!("activated"), &json!("deactivated")]);
    app.stop().await;
}

/// The session of somebody whose access ends is over for both, and every concierge sees it for a day. (A5)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_session_ends_with_the_access_of_either() {
    let app = TestApp::start().await;
    app.clock_to("2030-01-07T01:50:00Z").await;
    for role in ["provider", "member"] {
        let provider = app.add_provider(&format!("prv_{role}")).await;
        let member = app.add_member(&format!("mem_{role}")).await;
        let booked = app
            .book(&provider, &member, "video", "2030-01-07T02:00:00Z")
            .await;
        let later = app
            .book(&provider, &member, "video", "2030-01-08T02:00:00Z")
            .await;
        app.session(&provider, &booked, "start", json!({}))
            .await
            .expect(200);
        app.report(&provider, &booked, "joined", 1).await;
        assert_eq!(app.join(&member, &booked).await["state"], "admitted");
        assert_eq!(app.meetings().await.len(), 1);

        let who = if role == "provider" {
            &provider
        } else {
            &member
        };
        let end = format!("/v1/admin/{role}s/{}/deactivate", who.id);
        let ended = app.post(&concierge(), &end, json!({})).await.expect(200);
        assert_eq!(ended["bookings"].as_array().unwrap().len(), 1);
        assert_eq!(ended["bookings"][0]["id"], later["id"]);
        assert_eq!(app.meetings().await.len(), 0, "both are out");
        assert_eq!(app.join(&member, &booked).await["state"], "ended");
        let path = format!("/v1/admin/bookings/{}/history", id_of(&booked));
        let history = app.get(&concierge(), &path).await.expect(200);
        let last = history["items"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            (&last["what"], &last["by"]["id"]),
            (&json!("ended"), &json!("con_test"))
        );
        app.advance("PT1M").await;
        let needing = cut_off(&app).await;
        assert_eq!(
            needing.last(),
            Some(&(booked["id"].clone(), last["at"].clone()))
        );
        // Ended anew, it is in the list once.
        app.post(&concierge(), &end, json!({})).await.expect(200);
        assert_eq!(cut_off(&app).await, needing);
    }
    assert_eq!(cut_off(&app).await.len(), 2);
    app.clock_to("2030-01-08T01:59:00Z").await;
    assert_eq!(cut_off(&app).await, []);
    app.stop().await;
}

/// The bookings whose session was cut off, and when, as the concierge's list has them.
async fn cut_off(app: &TestApp) -> Vec<(Value, Value)> {
    let page = app.get(&concierge(), "/v1/admin/attention").await;
    let items = page.expect(200)["items"].as_array().unwrap().clone();
    let cut_off = items.iter().filter(|item| item["why"] == "access_ended");
    let of = |item: &Value| (item["booking"]["id"].clone(), item["since"].clone());
    cut_off.map(of).collect()
}

/// A member whose access ends comes in neither by a token nor by a link. (A5, A2)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deactivated_member_comes_to_no_session() {
    let app = TestApp::start().await;
    app.clock_to("2030-01-07T01:50:00Z").await;
    let (grace, mai) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let booked = app
        .book(&grace, &mai, "video", "2030-01-07T02:00:00Z")
        .await;
    let link = app.link(&mai).await.unwrap();
    let visit = async |path: &str| {
        let visit = app.bare(Method::GET, path).bearer_auth(&link);
        send(visit).await
    };
    visit("/v1/visit").await.expect(200);
    let path = "/v1/admin/members/mem_mai";
    let end = format!("{path}/deactivate");
    app.post(&concierge(), &end, json!({})).await.expect(200);
    visit("/v1/visit").await.expect_problem(401, "link_void");
    app.session(&grace, &booked, "start", json!({}))
        .await
        .expect(200);
    app.report(&grace, &booked, "joined", 1).await;
    let join = app.session(&mai, &booked, "join", json!({})).await;
    join.expect_problem(403, "account_disabled");
    let meetings = app.meetings().await;
    assert_eq!(
        meetings[0]["attendees"].as_array().unwrap().len(),
        1,
        "the provider's"
    );
    let back = app
        .post(&concierge(), &format!("{path}/activate"), json!({}))
        .await;
    assert_eq!(back.expect(200)["account"], "none");
    assert_eq!(app.join(&mai, &booked).await["state"], "admitted");
    visit("/v1/visit").await.expect_problem(401, "link_void");
    app.stop().await;
}

/// A concierge whom nobody has added is who their token says. (A5)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_concierge_without_a_profile_is_told_who_they_are() {
    let app = TestApp::start().await;
    let me = app.get(&concierge(), "/v1/me").await;
    assert_eq!(me.header("etag"), "");
    let expected = json!({"id": concierge().id, "role": "concierge"});
    assert_eq!(me.expect(200), expected);
    let change = json!({"language": "vi"});
    let change = app.patch(&concierge(), "/v1/me", change).await;
    change.expect_problem(404, "not_found");
    for role in ["provider", "member"] {
        let nobody = Who::new("nobody", role);
        let me = app.get(&nobody, "/v1/me").await;
        me.expect_problem(404, "not_found");
    }
    app.stop().await;
}
