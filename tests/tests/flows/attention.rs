//! M5: messages that did not go out are in the list of what needs the concierge's attention.

use anteroom_tests::{TestApp, concierge};
use serde_json::{Value, json};

/// What needs the concierge, as reason and instant.
async fn attention(app: &TestApp) -> Vec<(String, String)> {
    let page = app.get(&concierge(), "/v1/admin/attention").await;
    let items = page.expect(200)["items"].as_array().unwrap().clone();
    let text = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
    let told = items.iter();
    told.map(|item| (text(item, "why"), text(item, "since")))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_that_are_stuck_failed_or_unknown_need_the_concierge() {
    let app = TestApp::start().await;
    let provider = app.add_provider("prv_grace").await;
    let member = app.add_member("mem_mai").await;
    let fault = |service, fault, count| json!({"service": service, "fault": fault, "count": count});
    // Both emails are tried again and again, and the text has an unknown fate.
    app.fault(fault("ses", "error", 16)).await;
    app.fault(fault("sns", "timeout_after_effect", 1)).await;
    app.book(&provider, &member, "phone", "2030-01-20T02:00:00Z")
        .await;
    app.advance("PT9M").await;
    let why = |needs: &[(String, String)]| -> Vec<String> {
        needs.iter().map(|(why, _)| why.clone()).collect()
    };
    assert_eq!(why(&attention(&app).await), ["message_unknown"]);
    app.advance("PT2M").await;
    let needs = attention(&app).await;
    assert_eq!(
        why(&needs),
        ["message_unknown", "message_stuck"],
        "once each"
    );
    assert!(
        needs
            .iter()
            .all(|(_, since)| since.starts_with("2030-01-07T00:0"))
    );
    // After the last attempt they have failed. A day later the lists of messages still have them.
    app.advance("PT5H").await;
    let mut needs = why(&attention(&app).await);
    needs.sort();
    assert_eq!(needs, ["message_failed", "message_unknown"]);
    app.clock_to("2030-01-08T06:00:00Z").await;
    assert_eq!(attention(&app).await, []);
    app.stop().await;
}
