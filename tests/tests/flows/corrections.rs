//! What a person changes of themselves, or the concierge corrects, between a booking and its
//! session: from then on they are reached as they are.

use anteroom_tests::{TestApp, Who, concierge};
use serde_json::{Value, json};

/// Four days ahead of the clock.
const START: &str = "2030-01-11T02:00:00Z";

async fn people(app: &TestApp) -> (Who, Who) {
    (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    )
}

async fn correct(app: &TestApp, member: &Who, patch: Value) {
    let path = format!("/v1/admin/members/{}", member.id);
    app.patch(&concierge(), &path, patch).await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminders_go_to_the_corrected_address_by_the_corrected_clock() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    app.book(&provider, &mai, "video", START).await;
    app.settle().await;
    let new = json!({"email": "mai@example.com", "timeZone": "Europe/Berlin", "language": "vi"});
    correct(&app, &mai, new).await;
    app.clock_to("2030-01-11T01:00:00Z").await;
    let old = app.messages("email", "mem_mai@example.com").await;
    assert_eq!(old.len(), 1, "only the confirmation went there");
    let new = app.messages("email", "mai@example.com").await;
    assert_eq!(new.len(), 1);
    let text = new[0]["text"].as_str().unwrap();
    assert!(text.contains("03:00") && text.contains("Berlin"), "{text}");
    assert!(text.contains("Xin chào") || text.contains("Chào"), "{text}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn texts_go_to_the_corrected_number() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    app.book(&provider, &mai, "phone", START).await;
    app.settle().await;
    correct(&app, &mai, json!({"phone": "+84900000001"})).await;
    app.clock_to("2030-01-11T01:00:00Z").await;
    assert_eq!(app.messages("sms", "+84912345678").await.len(), 1);
    assert_eq!(app.messages("sms", "+84900000001").await.len(), 1);
    app.stop().await;
}
