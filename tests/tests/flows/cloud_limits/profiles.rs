//! The profiles.

use super::*;

/// A session from its booking to its end.
async fn session(app: &TestApp, provider: &Who, member: &Who) -> Value {
    let booking = app.book(provider, member, "video", START).await;
    app.settle().await;
    app.clock_to("2030-01-09T01:58:00Z").await;
    assert_eq!(app.join(member, &booking).await["state"], "waiting");
    let start = app.session(provider, &booking, "start", json!({})).await;
    start.expect(200);
    app.report(provider, &booking, "joined", 1).await;
    assert_eq!(app.join(member, &booking).await["state"], "admitted");
    app.report(member, &booking, "joined", 1).await;
    app.clock_to("2030-01-09T02:50:00Z").await;
    let end = app.session(provider, &booking, "end", json!({})).await;
    end.expect(200);
    booking
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_limited_unless_it_is_ordered() {
    let app = TestApp::start().await;
    let none = json!({"profile": "none", "refused": []});
    assert_eq!(app.local("limits").await, none);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_granted_carries_an_ordinary_session() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    limit(&app, json!({"profile": "granted"})).await;
    let booking = session(&app, &provider, &member).await;
    assert_eq!(app.local("limits").await["refused"], json!([]));
    let told = app.deliveries(&booking).await;
    assert!(
        !told.is_empty() && told.iter().all(|told| told.ends_with("sent")),
        "{told:?}"
    );
    app.stop().await;
}

/// A new account holds a session, too; only its mail waits for the sandbox to be left.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_account_holds_a_session_without_mail() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    limit(&app, json!({"profile": "new-account"})).await;
    session(&app, &provider, &member).await;
    let report = app.local("limits").await;
    let refused = report["refused"].as_array().unwrap().iter();
    let limits: Vec<_> = refused
        .map(|each| each["limit"].as_str().unwrap())
        .collect();
    assert_eq!(limits, ["sesSandbox"]);
    assert_eq!(app.messages("email", "mem_1@example.com").await.len(), 0);
    app.stop().await;
}
