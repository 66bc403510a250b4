//! M8: under which sender texts go out, and what becomes of them.

use anteroom_stack::cloud::sns::LogLine;
use anteroom_tests::{TestApp, Who, concierge, id_of};
use serde_json::{Value, json};

const START: &str = "2030-01-09T02:00:00Z";
/// The member's number.
const MEMBER: &str = "+84912345678";

async fn people(app: &TestApp) -> (Who, Who) {
    (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    )
}

/// Texts to the member have this fate from now on.
async fn fate(app: &TestApp, fate: &str) {
    let order = json!({"to": MEMBER, "fate": fate});
    app.local_post("text-fates", order).await;
}

/// The texts to the member about a booking, when nothing is outstanding.
async fn texts(app: &TestApp, booking: &Value) -> Vec<Value> {
    app.settle().await;
    let path = format!("/v1/admin/bookings/{}/deliveries", id_of(booking));
    let page = app.get(&concierge(), &path).await.expect(200);
    let mut all = page["items"].as_array().unwrap().clone();
    all.retain(|delivery| delivery["to"] == "member" && delivery["channel"] == "sms");
    all
}

async fn attention(app: &TestApp) -> Vec<Value> {
    let page = app.get(&concierge(), "/v1/admin/attention").await;
    page.expect(200)["items"].as_array().unwrap().clone()
}

async fn listed(app: &TestApp, status: &str) -> usize {
    let path = format!("/v1/admin/deliveries?status={status}");
    let page = app.get(&concierge(), &path).await.expect(200);
    page["items"].as_array().unwrap().len()
}

/// What SNS logs of a text.
fn line(id: &Value, status: &str, response: &str) -> String {
    let line = json!({
        "notification": {"messageId": id, "timestamp": "2030-01-07 00:00:00.000"},
        "delivery": {"destination": MEMBER, "providerResponse": response},
        "status": status,
    });
    line.to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_goes_out_under_the_sender_of_its_country_and_arrives() {
    let app = TestApp::start_set(&[("SmsSenders", "VN=CalmHarbour")]).await;
    let (provider, mai) = people(&app).await;
    fate(&app, "delivered").await;
    let booking = app.book(&provider, &mai, "phone", START).await;
    let text = &texts(&app, &booking).await[0];
    assert_eq!(text["status"], "delivered");
    assert_eq!(text.get("failure"), None);
    let sent = &app.messages("sms", MEMBER).await[0];
    assert_eq!(sent["from"], "CalmHarbour");
    let words = sent["text"].as_str().unwrap();
    assert!(words.contains("Anteroom"), "{words}");
    // What has arrived was sent, and can be sent again.
    assert_eq!(listed(&app, "sent").await, 3);
    let path = format!(
        "/v1/admin/deliveries/{}/resend",
        text["id"].as_str().unwrap()
    );
    app.post(&concierge(), &path, json!({})).await.expect(202);
    // Singapore is not listed. It is one o'clock in the afternoon there, and the session is near.
    let change = json!({"reason": "A cold"});
    app.clock_to("2030-01-08T05:00:00Z").await;
    app.post(
        &concierge(),
        &format!("/v1/bookings/{}/cancel", id_of(&booking)),
        change,
    )
    .await
    .expect(200);
    app.settle().await;
    let to_provider = app.messages("sms", "+6561234567").await;
    assert_eq!(to_provider[0]["from"], Value::Null);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_that_does_not_arrive_before_a_phone_session_calls_the_concierge() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    fate(&app, "unreachable").await;
    let booking = app.book(&provider, &mai, "phone", START).await;
    let lost = &texts(&app, &booking).await[0];
    assert_eq!(lost["status"], "undelivered");
    assert_eq!(lost["failure"], "phone_unreachable");
    assert!(app.messages("sms", MEMBER).await.is_empty());
    let needs = attention(&app).await;
    assert_eq!(needs.len(), 1);
    assert_eq!(needs[0]["why"], "text_undelivered");
    assert_eq!(needs[0]["booking"]["id"], booking["id"]);
    assert_eq!(listed(&app, "undelivered").await, 1);
    assert_eq!(listed(&app, "sent").await, 2, "the emails");

    // More than a day later it still does; sent again, it needs nobody any more.
    app.clock_to("2030-01-08T01:30:00Z").await;
    assert_eq!(attention(&app).await[0]["why"], "text_undelivered");
    fate(&app, "delivered").await;
    let path = format!(
        "/v1/admin/deliveries/{}/resend",
        lost["id"].as_str().unwrap()
    );
    app.post(&concierge(), &path, json!({})).await.expect(202);
    let both = texts(&app, &booking).await;
    let statuses: Vec<_> = both.iter().map(|text| &text["status"]).collect();
    assert_eq!(statuses[0], "undelivered");
    assert_eq!(statuses[statuses.len() - 1], "delivered");
    assert!(attention(&app).await.is_empty());
    assert_eq!(listed(&app, "undelivered").await, 0);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_called_to_a_session_that_is_off_or_over() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    fate(&app, "no_quota").await;
    let off = app.book(&provider, &mai, "phone", START).await;
    let over = app
        .book(&provider, &mai, "phone", "2030-01-08T02:00:00Z")
        .await;
    assert_eq!(texts(&app, &over).await[0]["failure"], "no_quota");
    assert_eq!(attention(&app).await.len(), 2);
    app.change(&mai, &off, "cancel", json!({"reason": "A cold"}))
        .await
        .expect(200);
    let needs = attention(&app).await;
    assert_eq!(needs.len(), 1);
    assert_eq!(needs[0]["booking"]["id"], over["id"]);
    app.clock_to("2030-01-08T03:30:00Z").await;
    let why = attention(&app).await;
    assert!(
        why.iter().all(|need| need["why"] != "text_undelivered"),
        "{why:#?}"
    );
    app.stop().await;
}

/// (M5)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dismissed_text_that_arrives_after_all_has_arrived() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    let booking = app.book(&provider, &mai, "phone", START).await;
    texts(&app, &booking).await;
    let id = app.messages("sms", MEMBER).await[0]["messageId"].clone();
    let group = "sns/us-east-1/000000000000/DirectPublishToPhoneNumber";
    let log = |group: String, at: &str, status: &str| {
        app.stack.triggers().log(&LogLine {
            group,
            at: at.parse().unwrap(),
            message: line(&id, status, "Unknown error"),
        });
    };
    log(
        format!("{group}/Failure"),
        "2030-01-07T05:00:00Z",
        "FAILURE",
    );
    let text = texts(&app, &booking).await.remove(0);
    assert_eq!(text["status"], "undelivered");
    let path = format!("/v1/admin/deliveries/{}", text["id"].as_str().unwrap());
    let why = json!({"reason": "Told by telephone"});
    let dismissed = app
        .post(&concierge(), &format!("{path}/dismiss"), why)
        .await;
    let dismissed = dismissed.expect(200);
    assert_eq!(dismissed["status"], "dismissed");
    log(group.to_owned(), "2030-01-07T06:00:00Z", "SUCCESS");
    let arrived = texts(&app, &booking).await.remove(0);
    assert_eq!(arrived["status"], "delivered");
    assert_eq!(arrived["dismissal"], dismissed["dismissal"]);
    let again = app
        .post(&concierge(), &format!("{path}/resend"), json!({}))
        .await;
    again.expect_problem(409, "wrong_state");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn receipts_come_late_twice_in_disorder_or_never() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    let booking = app.book(&provider, &mai, "phone", START).await;
    let status = async || texts(&app, &booking).await[0]["status"].clone();
    assert_eq!(status().await, "sent");

    let id = &app.messages("sms", MEMBER).await[0]["messageId"];
    let group = "sns/us-east-1/000000000000/DirectPublishToPhoneNumber";
    let log = |at: &str, status: &str, response: &str, id: &Value| {
        app.stack.triggers().log(&LogLine {
            group: match status {
                "SUCCESS" => group.to_owned(),
                _ => format!("{group}/Failure"),
            },
            at: at.parse().unwrap(),
            message: line(id, status, response),
        });
    };
    for _ in 0..2 {
        log(
            "2030-01-07T05:00:00Z",
            "FAILURE",
            "Phone has blocked SMS",
            id,
        );
        assert_eq!(status().await, "undelivered");
    }
    log("2030-01-07T04:00:00Z", "SUCCESS", "Accepted", id);
    assert_eq!(status().await, "undelivered");
    log("2030-01-07T06:00:00Z", "SUCCESS", "Accepted", id);
    assert_eq!(status().await, "delivered");
    // One of another deployment, and one that is none.
    log("2030-01-07T06:00:00Z", "FAILURE", "", &json!("another"));
    log("2030-01-07T06:00:00Z", "CONTROL", "", id);
    assert_eq!(status().await, "delivered");
    assert!(
        app.local("dead-letters").await["items"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    for line in app.logs().await {
        assert!(
            !line.contains("84912345678") && !line.contains("blocked SMS"),
            "{line}"
        );
    }
    app.stop().await;
}
