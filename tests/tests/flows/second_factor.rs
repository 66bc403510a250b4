//! A second factor (A8): staff type a code that comes by email, members do not.

use anteroom_tests::{TestApp, Who, concierge, id_of, send};
use reqwest::Method;
use serde_json::{Value, json};

const GRACE: &str = "grace@example.com";
const OWN: &str = "my own password";

/// Adds somebody of staff, who is invited; gives the path of their record.
async fn invited(app: &TestApp, people: &str, email: &str) -> String {
    let new = json!({"name": "Grace Tan", "email": email, "timeZone": "Asia/Singapore", "language": "en"});
    let added = app
        .post(&concierge(), &format!("/v1/admin/{people}"), new)
        .await;
    app.settle().await;
    format!("/v1/admin/{people}/{}", id_of(&added.expect(201)))
}

/// The same, who has signed in and chosen a password.
async fn signed_in(app: &TestApp, people: &str, email: &str) -> (String, Who) {
    let path = invited(app, people, email).await;
    let password = app.invitation(email).await;
    let who = app.sign_in(email, &password, OWN).await.unwrap().who;
    app.get(&who, "/v1/me").await.expect(200);
    (path, who)
}

async fn invite(app: &TestApp, by: &Who, path: &str) -> Value {
    let asked = app.post(by, &format!("{path}/invite"), json!({})).await;
    let asked = asked.expect(200);
    app.settle().await;
    asked
}

/// The session in which a code is asked for.
async fn asked_for_code(app: &TestApp, email: &str, password: &str) -> String {
    let answered = app.type_password(email, password, OWN).await;
    assert_eq!(answered.to, None, "they are in without a code");
    answered.code_session().unwrap()
}

/// (A8)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_type_a_code_at_each_sign_in_and_members_none() {
    let app = TestApp::start().await;
    for people in ["providers", "concierges"] {
        let email = format!("{people}@example.com");
        invited(&app, people, &email).await;
        let password = app.invitation(&email).await;
        for password in [password.as_str(), OWN] {
            let session = asked_for_code(&app, &email, password).await;
            let code = app.sign_in_code(&email).await;
            let wrong = format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000);
            let refused = app.type_code(&session, &wrong).await;
            assert!(refused.page.contains("Invalid code"), "{}", refused.page);
            assert_eq!(refused.code_session(), Some(session.clone()));
            let right = app.type_code(&session, &code).await;
            assert!(app.signed_in(right).await.is_some());
            let again = app.type_code(&session, &code).await;
            assert_eq!(again.to, None, "a code is good once");
        }
        // It works for three minutes, and for three tries.
        let session = asked_for_code(&app, &email, OWN).await;
        let code = app.sign_in_code(&email).await;
        app.advance("PT3M").await;
        let late = app.type_code(&session, &code).await;
        assert!(late.page.contains("session is expired"), "{}", late.page);
        let session = asked_for_code(&app, &email, OWN).await;
        for _ in 0..3 {
            app.type_code(&session, "guess").await;
        }
        let code = app.sign_in_code(&email).await;
        assert_eq!(app.type_code(&session, &code).await.to, None);
    }

    app.add_member("mem_mai").await;
    let mail = "mem_mai@example.com";
    invite(&app, &concierge(), "/v1/admin/members/mem_mai").await;
    let password = app.invitation(mail).await;
    for password in [password.as_str(), OWN] {
        let answered = app.type_password(mail, password, OWN).await;
        assert!(app.signed_in(answered).await.is_some());
    }
    app.stop().await;
}

/// A pool that can't ask for codes yet, since it does not send through SES, lets nobody of staff in. (A8)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_codes_nobody_of_staff_is_invited_and_members_are() {
    let app = TestApp::start_set(&[("PoolMailFrom", "")]).await;
    let path = invited(&app, "providers", GRACE).await;
    app.advance("PT10M").await;
    assert_eq!(app.invitations(GRACE).await, 0);
    let grace = app.get(&concierge(), &path).await.expect(200);
    assert_eq!(grace["account"], "pending");
    app.add_member("mem_mai").await;
    invite(&app, &concierge(), "/v1/admin/members/mem_mai").await;
    assert_eq!(app.invitations("mem_mai@example.com").await, 1);
    app.stop().await;
}

/// Nobody of staff can choose another password by a code. (A8, A6)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_forgot_their_password_is_invited_anew_by_a_concierge() {
    let app = TestApp::start().await;
    let (path, who) = signed_in(&app, "providers", GRACE).await;
    let session = app.sign_in(GRACE, OWN, "").await.unwrap();
    let anew = invite(&app, &concierge(), &path).await;
    assert_eq!(anew["account"], "invited");
    assert_eq!(app.invitations(GRACE).await, 2);
    assert!(!app.renews(&session).await, "they are signed out");
    let old = app.type_password(GRACE, OWN, "").await;
    assert!(old.page.contains("Incorrect"), "{}", old.page);
    let password = app.invitation(GRACE).await;
    let back = app.sign_in(GRACE, &password, OWN).await.unwrap();
    assert_eq!(back.who, who);
    app.get(&back.who, "/v1/me").await.expect(200);
    let shown = app.get(&concierge(), &path).await.expect(200);
    assert_eq!(shown["account"], "active");

    // The mailbox is lost: whoever changes the address does not invite there, but another concierge does.
    let moved = json!({"email": "g.tan@example.com"});
    app.patch(&concierge(), &path, moved).await.expect(200);
    app.settle().await;
    let alone = app
        .post(&concierge(), &format!("{path}/invite"), json!({}))
        .await;
    alone.expect_problem(409, "contact_just_changed");
    let other = app.add_concierge("con_other").await;
    invite(&app, &other, &path).await;
    let password = app.invitation("g.tan@example.com").await;
    let session = asked_for_code(&app, "g.tan@example.com", &password).await;
    let code = app.sign_in_code("g.tan@example.com").await;
    let back = app.type_code(&session, &code).await;
    assert_eq!(app.signed_in(back).await.unwrap().who, who);
    app.stop().await;
}

/// Inviting anew first and changing the address afterwards gets nobody into somebody else's account. (A6, A8)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_before_a_change_of_address_takes_no_account_over() {
    let app = TestApp::start().await;
    let (path, _) = signed_in(&app, "providers", GRACE).await;
    invite(&app, &concierge(), &path).await;
    let theirs = "mallory@example.com";
    app.patch(&concierge(), &path, json!({"email": theirs}))
        .await
        .expect(200);
    app.settle().await;
    let again = format!("{path}/invite");
    let again = app.post(&concierge(), &again, json!({})).await;
    again.expect_problem(409, "contact_just_changed");
    assert_eq!(app.invitations(theirs).await, 0);
    app.stop().await;
}

/// The function dies before or after each of its calls. (A8)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_invited_anew_is_in_by_the_invitation_alone_whatever_call_is_lost() {
    let app = TestApp::start_set(&[("InviteLimit", "100")]).await;
    let (path, who) = signed_in(&app, "providers", GRACE).await;
    let mut own = OWN.to_owned();
    for (service, fault) in [
        ("cognito-idp", "kill"),
        ("cognito-idp", "kill_after_effect"),
        ("dynamodb", "kill"),
        ("dynamodb", "kill_after_effect"),
    ] {
        for skip in 0.. {
            app.fault(json!({
                "service": service, "function": "notifier", "fault": fault, "count": 1, "skip": skip,
            }))
            .await;
            invite(&app, &concierge(), &path).await;
            let left = app.local("faults").await["items"].as_array().unwrap().len();
            send(app.bare(Method::DELETE, "/_local/faults")).await;
            app.advance("PT3M").await;
            let which = format!("{fault} at call {skip} to {service}");
            let old = app.type_password(GRACE, &own, "").await;
            assert!(old.page.contains("Incorrect"), "{which}");
            let password = app.invitation(GRACE).await;
            own = format!("{which}, my own password");
            let session = app.sign_in(GRACE, &password, &own).await;
            assert_eq!(session.expect(&which).who, who);
            app.get(&who, "/v1/me").await.expect(200);
            if left > 0 {
                break;
            }
        }
    }
    app.stop().await;
}

/// (A8)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_of_before_gets_its_factor_with_whatever_is_done_about_it() {
    let app = TestApp::start().await;
    let (path, _) = signed_in(&app, "providers", GRACE).await;
    let name = path.rsplit('/').next().unwrap();
    let pool = app.stack.pool().clone();
    pool.set_needs_code(name, false).unwrap();
    let moved = json!({"email": "g.tan@example.com"});
    app.patch(&concierge(), &path, moved).await.expect(200);
    app.settle().await;
    assert!(pool.get(name).unwrap().needs_code);

    // Nobody is let in again before.
    pool.set_needs_code(name, false).unwrap();
    for what in ["deactivate", "activate"] {
        if what == "activate" {
            let refused = json!({
                "service": "cognito-idp", "operation": "AdminSetUserMFAPreference", "fault": "error",
                "count": 2,
            });
            app.fault(refused).await;
        }
        let change = app
            .post(&concierge(), &format!("{path}/{what}"), json!({}))
            .await;
        change.expect(200);
        app.settle().await;
        assert!(!pool.get(name).unwrap().enabled, "{what}");
    }
    app.advance("PT3M").await;
    let user = pool.get(name).unwrap();
    assert!(user.enabled && user.needs_code);
    app.stop().await;
}
