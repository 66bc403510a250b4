//! The rates, quotas and sandboxes of SES and SNS.

use super::*;

/// Each of the people has had so many messages.
async fn had(app: &TestApp, channel: &str, addresses: &[&str], count: usize) {
    for address in addresses {
        let messages = app.messages(channel, address).await;
        assert_eq!(messages.len(), count, "{address}: {messages:#?}");
    }
}

fn with_status<'a>(deliveries: &'a [String], status: &str) -> Vec<&'a String> {
    let all = deliveries.iter();
    all.filter(|told| told.ends_with(status)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_beyond_the_rate_goes_out_later_and_once() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    limit(&app, json!({"sesPerSecond": 0.01})).await;
    let booking = app.book(&provider, &member, "video", START).await;
    let told = app.deliveries(&booking).await;
    assert_eq!(with_status(&told, "sent").len(), 1, "{told:?}");
    assert_eq!(with_status(&told, "queued").len(), 1, "{told:?}");
    assert!(refused(&app, "sesPerSecond").await >= 1);
    app.advance("PT30M").await;
    let told = app.deliveries(&booking).await;
    assert_eq!(with_status(&told, "sent").len(), 2, "{told:?}");
    had(
        &app,
        "email",
        &["prv_1@example.com", "mem_1@example.com"],
        1,
    )
    .await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_beyond_the_days_quota_goes_out_when_there_is_one_again() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    limit(&app, json!({"sesDailyQuota": 1})).await;
    let booking = app.book(&provider, &member, "video", START).await;
    app.advance("PT40M").await;
    let told = app.deliveries(&booking).await;
    assert_eq!(with_status(&told, "queued").len(), 1, "{told:?}");
    limit(&app, json!({"sesDailyQuota": 100})).await;
    app.advance("PT15M").await;
    let told = app.deliveries(&booking).await;
    assert_eq!(with_status(&told, "sent").len(), 2, "{told:?}");
    had(
        &app,
        "email",
        &["prv_1@example.com", "mem_1@example.com"],
        1,
    )
    .await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_sandbox_keeps_goes_out_once_the_account_is_out_of_it() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    limit(
        &app,
        json!({"sesSandbox": true, "sesVerified": ["prv_1@example.com"]}),
    )
    .await;
    let booking = app.book(&provider, &member, "video", START).await;
    had(&app, "email", &["prv_1@example.com"], 1).await;
    app.advance("PT40M").await;
    had(&app, "email", &["mem_1@example.com"], 0).await;
    let told = app.deliveries(&booking).await;
    assert_eq!(with_status(&told, "queued").len(), 1, "{told:?}");
    assert!(refused(&app, "sesSandbox").await >= 3);
    no_limits(&app).await;
    app.advance("PT15M").await;
    had(
        &app,
        "email",
        &["prv_1@example.com", "mem_1@example.com"],
        1,
    )
    .await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_beyond_the_rate_goes_out_later_and_once() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    limit(&app, json!({"snsPerSecond": 0.01})).await;
    let first = app.book(&provider, &member, "phone", START).await;
    app.settle().await;
    let second = app
        .book(&provider, &member, "phone", "2030-01-10T02:00:00Z")
        .await;
    let texts = async |booking: &Value, status| {
        let told = app.deliveries(booking).await;
        let all = told.iter().filter(|told| told.contains(" sms "));
        all.filter(|told| told.ends_with(status)).count()
    };
    assert_eq!(texts(&first, "sent").await, 1);
    assert_eq!(texts(&second, "queued").await, 1);
    app.advance("PT15M").await;
    assert_eq!(texts(&second, "sent").await, 1);
    had(&app, "sms", &["+84912345678"], 2).await;
    app.stop().await;
}

/// SNS takes the text, and its status log says that there is no money. The concierge is told (M8).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_without_money_is_undelivered() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    for (order, why) in [
        (json!({"snsMonthlySpend": 0.05}), "snsMonthlySpend"),
        (json!({"snsSandbox": true}), "snsSandbox"),
    ] {
        limit(&app, order).await;
        let start = if why == "snsSandbox" {
            "2030-01-10T02:00:00Z"
        } else {
            START
        };
        let booking = app.book(&provider, &member, "phone", start).await;
        let told = app.deliveries(&booking).await;
        let undelivered = with_status(&told, "undelivered");
        assert_eq!(undelivered.len(), 1, "{why}: {told:?}");
        assert_eq!(refused(&app, why).await, 1);
    }
    had(&app, "sms", &["+84912345678"], 0).await;
    app.stop().await;
}
