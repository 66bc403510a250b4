//! The concierge dismisses messages: off the work queue, unsent (M5).

use anteroom_tests::{Reply, TestApp, Who, concierge, id_of};
use serde_json::{Value, json};

const START: &str = "2030-01-09T02:00:00Z";
/// Mail to it bounces, as with the addresses of SES's mailbox simulator.
const BOUNCES: &str = "bounce@simulator.amazonses.com";
/// The number of every member who has one.
const NUMBER: &str = "+84912345678";
const WHY: &str = "Told by telephone";

fn colleague() -> Who {
    Who::new("con_other", "concierge")
}

async fn post(app: &TestApp, who: &Who, delivery: &Value, what: &str, body: Value) -> Reply {
    let id = delivery["id"].as_str().unwrap();
    let path = format!("/v1/admin/deliveries/{id}/{what}");
    app.post(who, &path, body).await
}

async fn dismiss(app: &TestApp, who: &Who, delivery: &Value) -> Reply {
    let why = json!({"reason": format!(" {WHY} ")});
    post(app, who, delivery, "dismiss", why).await
}

async fn resend(app: &TestApp, delivery: &Value) -> Reply {
    post(app, &concierge(), delivery, "resend", json!({})).await
}

async fn items(app: &TestApp, path: &str) -> Vec<Value> {
    app.settle().await;
    let page = app.get(&concierge(), path).await.expect(200);
    page["items"].as_array().unwrap().clone()
}

async fn queue(app: &TestApp, status: &str) -> Vec<Value> {
    items(app, &format!("/v1/admin/deliveries?status={status}")).await
}

/// The messages about a booking to its member on a channel.
async fn to_member(app: &TestApp, booking: &Value, channel: &str) -> Vec<Value> {
    let path = format!("/v1/admin/bookings/{}/deliveries", id_of(booking));
    let mut all = items(app, &path).await;
    all.retain(|delivery| delivery["to"] == "member" && delivery["channel"] == channel);
    all
}

/// A provider and a member; mail to the member bounces, if it is to.
async fn people(app: &TestApp, email: &str) -> (Who, Who) {
    let member = json!({
        "id": "mem_mai", "name": "Nguyen Thi Mai", "email": email, "timeZone": "Asia/Ho_Chi_Minh",
        "phone": NUMBER,
    });
    let added = app.post(&concierge(), "/v1/admin/members", member).await;
    added.expect(201);
    let provider = app.add_provider("prv_grace").await;
    (provider, Who::new("mem_mai", "member"))
}

/// Texts to members have this fate from now on.
async fn fate(app: &TestApp, fate: &str) {
    let order = json!({"to": NUMBER, "fate": fate});
    app.local_post("text-fates", order).await;
}

/// A text to the member whose fate nobody knows, with its booking.
async fn unknown(app: &TestApp, provider: &Who, member: &Who) -> (Value, Value) {
    let fault = json!({"service": "sns", "fault": "timeout", "count": 1});
    app.fault(fault).await;
    let booking = app.book(provider, member, "phone", START).await;
    let text = to_member(app, &booking, "sms").await.remove(0);
    assert_eq!(text["status"], "unknown");
    (booking, text)
}

/// Dismisses a message that stands in a list and of whose booking the concierge is told, and looks
/// everywhere whether it is off.
async fn off_the_queue(app: &TestApp, booking: &Value, delivery: &Value) {
    let status = delivery["status"].as_str().unwrap();
    assert_eq!(queue(app, status).await, std::slice::from_ref(delivery));
    let needing = items(app, "/v1/admin/attention").await;
    assert_eq!(needing[0]["booking"]["id"], booking["id"], "{status}");
    let sent = app.local("messages").await;

    let done = dismiss(app, &concierge(), delivery).await.expect(200);
    let at = done["dismissal"]["at"].clone();
    let by = json!({"id": concierge().id, "role": "concierge"});
    let mut expected = delivery.clone();
    expected["status"] = json!("dismissed");
    expected["dismissal"] = json!({"by": by, "at": at, "reason": WHY});
    assert_eq!(done, expected);
    assert_eq!(queue(app, status).await, [] as [Value; 0]);
    let needing = items(app, "/v1/admin/attention").await;
    assert_eq!(needing, [] as [Value; 0]);

    // Once more, and by another concierge with another reason, is the same.
    assert_eq!(dismiss(app, &concierge(), delivery).await.expect(200), done);
    let other = json!({"reason": "They wrote to us"});
    let again = post(app, &colleague(), delivery, "dismiss", other).await;
    assert_eq!(again.expect(200), done);
    // It is not sent, and can't be any more.
    resend(app, delivery)
        .await
        .expect_problem(409, "wrong_state");
    app.settle().await;
    assert_eq!(app.local("messages").await, sent);

    // The booking says who dismissed it, when and why.
    let path = format!("/v1/admin/bookings/{}/deliveries", id_of(booking));
    assert!(items(app, &path).await.contains(&done));
    let path = format!("/v1/admin/bookings/{}/history", id_of(booking));
    let mut history = items(app, &path).await;
    history.retain(|line| line["what"] == "message_dismissed");
    let line = history[0].as_object_mut().unwrap();
    let request = line.remove("requestId").unwrap();
    assert!(!request.as_str().unwrap().is_empty());
    let expected = json!({
        "at": at, "by": by, "what": "message_dismissed", "status": "confirmed", "why": WHY,
    });
    assert_eq!(history, [expected]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_message_is_dismissed() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app, BOUNCES).await;
    let booking = app.book(&provider, &mai, "video", START).await;
    let failed = &to_member(&app, &booking, "email").await[0];
    assert_eq!(failed["failure"], "bounced");
    off_the_queue(&app, &booking, failed).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_of_unknown_fate_is_dismissed() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app, "mai@example.com").await;
    let (booking, text) = unknown(&app, &provider, &mai).await;
    off_the_queue(&app, &booking, &text).await;
    app.stop().await;
}

/// (M8)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_that_did_not_arrive_is_dismissed() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app, "mai@example.com").await;
    fate(&app, "unreachable").await;
    let booking = app.book(&provider, &mai, "phone", START).await;
    let text = &to_member(&app, &booking, "sms").await[0];
    assert_eq!(text["status"], "undelivered");
    off_the_queue(&app, &booking, text).await;
    app.stop().await;
}

/// (M10)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_is_held_since_a_restore_is_dismissed() {
    let hold = ("HoldMessagesBefore", "2030-01-07T02:00:00Z");
    let app = TestApp::start_set(&[hold]).await;
    let (provider, mai) = people(&app, "mai@example.com").await;
    let booking = app.book(&provider, &mai, "video", START).await;
    let held = &to_member(&app, &booking, "email").await[0];
    let mut others = queue(&app, "held").await;
    others.retain(|other| other != held);
    for other in &others {
        dismiss(&app, &concierge(), other).await.expect(200);
    }
    let path = format!("/v1/admin/bookings/{}/history", id_of(&booking));
    let lines = items(&app, &path).await.len();
    let done = dismiss(&app, &concierge(), held).await.expect(200);
    assert_eq!(
        (&done["status"], &done["failure"]),
        (&json!("dismissed"), &json!("table_restored"))
    );
    assert_eq!(queue(&app, "held").await, [] as [Value; 0]);
    let needing = items(&app, "/v1/admin/attention").await;
    assert_eq!(needing, [] as [Value; 0]);
    assert_eq!(items(&app, &path).await.len(), lines + 1);
    // It is not dropped when its session begins, and nobody sends it.
    app.clock_to("2030-01-09T02:55:00Z").await;
    let after = &to_member(&app, &booking, "email").await[0];
    assert_eq!(after, &done);
    let sent = app.messages("email", "mai@example.com").await;
    assert!(
        !sent
            .iter()
            .any(|mail| mail["subject"].as_str().unwrap().contains("confirmed"))
    );
    app.stop().await;
}

/// One that tells of a changed address can't be sent again, and needs nobody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_about_a_person_is_dismissed() {
    let app = TestApp::start().await;
    people(&app, "mai@example.com").await;
    let path = "/v1/admin/members/mem_mai";
    let new = json!({"email": BOUNCES});
    app.patch(&concierge(), path, new).await.expect(200);
    let failed = &queue(&app, "failed").await[0];
    assert_eq!(
        (&failed["kind"], &failed["personId"]),
        (&json!("contact_changed"), &json!("mem_mai"))
    );
    resend(&app, failed).await.expect_problem(404, "not_found");
    let done = dismiss(&app, &concierge(), failed).await.expect(200);
    assert_eq!(done["status"], "dismissed");
    assert_eq!(done["personId"], "mem_mai");
    assert_eq!(queue(&app, "failed").await, [] as [Value; 0]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_needs_nobody_is_not_dismissed() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app, "mai@example.com").await;
    let refused = async |delivery: &Value, status: &str| {
        assert_eq!(delivery["status"], status);
        let reply = dismiss(&app, &concierge(), delivery).await;
        reply.expect_problem(409, "wrong_state");
    };
    // One that waits to be tried again, and then is dropped, since the booking is off.
    let throttle = json!({"service": "ses", "fault": "throttle", "count": 2});
    app.fault(throttle).await;
    let booking = app.book(&provider, &mai, "video", START).await;
    refused(&to_member(&app, &booking, "email").await[0], "queued").await;
    let cancel = json!({"reason": "A cold"});
    app.change(&mai, &booking, "cancel", cancel)
        .await
        .expect(200);
    app.advance("PT3M").await;
    let all = to_member(&app, &booking, "email").await;
    refused(&all[0], "dropped").await;
    refused(all.last().unwrap(), "sent").await;
    // One that was sent again, and its copy.
    let (booking, text) = unknown(&app, &provider, &mai).await;
    fate(&app, "delivered").await;
    resend(&app, &text).await.expect(202);
    let both = to_member(&app, &booking, "sms").await;
    refused(&both[0], "unknown").await;
    refused(&both[1], "delivered").await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_concierges_dismiss_at_once_and_one_reason_stays() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app, "mai@example.com").await;
    let (booking, text) = unknown(&app, &provider, &mai).await;
    let (me, other) = (concierge(), colleague());
    let theirs = json!({"reason": "They wrote to us"});
    let (one, two) = tokio::join!(
        dismiss(&app, &me, &text),
        post(&app, &other, &text, "dismiss", theirs),
    );
    let done = one.expect(200);
    assert_eq!(done, two.expect(200));
    assert_eq!(to_member(&app, &booking, "sms").await, [done]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_dismissal_and_a_resend_at_once_one_wins() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app, "mai@example.com").await;
    for hour in 0..6 {
        fate(&app, "unreachable").await;
        let starts_at = format!("2030-01-09T{:02}:00:00Z", 2 + hour);
        let booking = app.book(&provider, &mai, "phone", &starts_at).await;
        let text = to_member(&app, &booking, "sms").await.remove(0);
        assert_eq!(text["status"], "undelivered");
        fate(&app, "delivered").await;
        let me = concierge();
        let (dismissed, resent) = tokio::join!(dismiss(&app, &me, &text), resend(&app, &text));
        let after = to_member(&app, &booking, "sms").await;
        if dismissed.status == 200 {
            resent.expect_problem(409, "wrong_state");
            assert_eq!(after.len(), 1);
            assert_eq!(after[0]["status"], "dismissed");
            assert!(after[0]["resentAs"].is_null());
        } else {
            dismissed.expect_problem(409, "wrong_state");
            resent.expect(202);
            assert_eq!(after.len(), 2);
            assert!(after[0]["dismissal"].is_null());
        }
    }
    assert_eq!(queue(&app, "undelivered").await, [] as [Value; 0]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dismissal_under_a_key_is_answered_alike_despite_faults() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app, "mai@example.com").await;
    fate(&app, "unreachable").await;
    for (hour, fault, skip) in [
        (2, "kill", 0),
        (3, "kill_after_effect", 0),
        (4, "timeout_after_effect", 0),
        (5, "kill", 1),
        (6, "kill_after_effect", 1),
    ] {
        let starts_at = format!("2030-01-09T{hour:02}:00:00Z");
        let booking = app.book(&provider, &mai, "phone", &starts_at).await;
        let text = to_member(&app, &booking, "sms").await.remove(0);
        let path = format!(
            "/v1/admin/deliveries/{}/dismiss",
            text["id"].as_str().unwrap()
        );
        let order = json!({
            "service": "dynamodb", "function": "concierge", "fault": fault, "count": 1,
            "operation": if skip == 0 { "UpdateItem" } else { "PutItem" },
        });
        app.fault(order).await;
        let ask = async || {
            let why = json!({"reason": WHY});
            app.post_once(&concierge(), &path, why, &format!("key-{hour}"))
                .await
        };
        let first = ask().await;
        assert!(
            first.status == 200 || first.status.is_server_error(),
            "{fault}"
        );
        let done = ask().await.expect(200);
        assert_eq!(done["status"], "dismissed", "{fault} {skip}");
        assert_eq!(ask().await.expect(200), done);
        assert_eq!(to_member(&app, &booking, "sms").await, [done]);
    }
    app.stop().await;
}
