//! The concierge and deliveries: sees their state, corrects an address, sends again (M5, A3).

use anteroom_tests::{Reply, TestApp, Who, concierge, id_of, send};
use reqwest::Method;
use serde_json::{Value, json};

const START: &str = "2030-01-09T02:00:00Z";
/// Mail to it bounces, as with the addresses of SES's mailbox simulator.
const BOUNCES: &str = "bounce@simulator.amazonses.com";
const COMPLAINS: &str = "complaint@simulator.amazonses.com";

async fn people(app: &TestApp) -> (Who, Who) {
    (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    )
}

/// The same, the member with an address.
async fn people_with(app: &TestApp, email: &str) -> (Who, Who) {
    let member = json!({
        "id": "mem_mai", "name": "Nguyen Thi Mai", "email": email, "timeZone": "Asia/Ho_Chi_Minh",
    });
    let added = app.post(&concierge(), "/v1/admin/members", member).await;
    added.expect(201);
    let provider = app.add_provider("prv_grace").await;
    (provider, Who::new("mem_mai", "member"))
}

/// The deliveries of a booking, when nothing is outstanding.
async fn deliveries(app: &TestApp, booking: &Value) -> Vec<Value> {
    app.settle().await;
    let path = format!("/v1/admin/bookings/{}/deliveries", id_of(booking));
    let page = app.get(&concierge(), &path).await.expect(200);
    page["items"].as_array().unwrap().clone()
}

/// The deliveries to a side on a channel.
async fn to(app: &TestApp, booking: &Value, side: &str, channel: &str) -> Vec<Value> {
    let mut all = deliveries(app, booking).await;
    all.retain(|delivery| delivery["to"] == side && delivery["channel"] == channel);
    all
}

async fn resend(app: &TestApp, delivery: &Value) -> Reply {
    let id = delivery["id"].as_str().unwrap();
    let path = format!("/v1/admin/deliveries/{id}/resend");
    app.post(&concierge(), &path, json!({})).await
}

async fn queue(app: &TestApp, status: &str) -> Vec<Value> {
    app.settle().await;
    let path = format!("/v1/admin/deliveries?status={status}");
    let page = app.get(&concierge(), &path).await.expect(200);
    page["items"].as_array().unwrap().clone()
}

/// The member changes themselves, and confirms a new address.
async fn change(app: &TestApp, member: &Who, patch: Value) -> Value {
    app.change_own(member, patch).await
}

async fn member(app: &TestApp, member: &Who) -> Value {
    let path = format!("/v1/admin/members/{}", member.id);
    app.get(&concierge(), &path).await.expect(200)
}

/// The event that an email bounced permanently.
fn bounce_event(tags: Value) -> Value {
    json!({
        "source": "aws.ses", "detail-type": "Email Bounced", "time": "2030-01-07T00:01:00Z",
        "detail": {
            "eventType": "Bounce", "bounce": {"bounceType": "Permanent"},
            "mail": {"tags": tags},
        },
    })
}

/// The tags of a delivery, to its reader's first address, in a deployment.
fn tags(set: &str, delivery: &Value) -> Value {
    json!({
        "ses:configuration-set": [set],
        "booking": [delivery["bookingId"]], "delivery": [delivery["id"]], "epoch": ["0"],
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_resend_is_a_new_delivery() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    let booking = app.book(&provider, &mai, "video", START).await;
    let first = &to(&app, &booking, "member", "email").await[0];
    assert_eq!(first["status"], "sent");

    let again = resend(&app, first).await.expect(202);
    assert_ne!(again["id"], first["id"]);
    assert_eq!(again["status"], "queued");
    assert_eq!(again["resendOf"], first["id"]);
    let asked = json!({"id": concierge().id, "role": "concierge"});
    assert_eq!(again["requestedBy"], asked);
    let mails = app.messages("email", "mem_mai@example.com").await;
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0]["subject"], mails[1]["subject"]);
    assert_ne!(mails[0]["messageId"], mails[1]["messageId"]);
    let both = to(&app, &booking, "member", "email").await;
    assert_eq!(both.len(), 2);
    assert!(both.iter().all(|delivery| delivery["status"] == "sent"));

    // Under one key it is sent once.
    let path = format!(
        "/v1/admin/deliveries/{}/resend",
        first["id"].as_str().unwrap()
    );
    let one = app.post_once(&concierge(), &path, json!({}), "key").await;
    let two = app.post_once(&concierge(), &path, json!({}), "key").await;
    assert_eq!(one.expect(202), two.expect(202));
    assert_eq!(app.messages("email", "mem_mai@example.com").await.len(), 3);

    // Other roles may not send it, the delivery must exist, and the body must be empty.
    app.post(&provider, &path, json!({}))
        .await
        .expect_problem(403, "forbidden");
    resend(&app, &json!({"id": "dlv_01JD3Z5T3Q8K8A3V6W5N2M1P0R"}))
        .await
        .expect_problem(404, "not_found");
    app.post(&concierge(), &path, json!({"to": "me"}))
        .await
        .expect_problem(400, "malformed_request");

    // A message whose booking has changed since is not sent again.
    let cancel = format!("/v1/bookings/{}/cancel", id_of(&booking));
    app.post(&mai, &cancel, json!({"reason": "A cold"}))
        .await
        .expect(200);
    app.settle().await;
    resend(&app, first).await.expect_problem(409, "wrong_state");
    let last = to(&app, &booking, "member", "email").await;
    let cancellation = last.last().unwrap();
    assert_eq!(cancellation["kind"], "cancellation");
    resend(&app, cancellation).await.expect(202);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_queued_or_late_message_is_not_resent() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    let throttle = |count| json!({"service": "ses", "fault": "throttle", "count": count});
    app.fault(throttle(2)).await;
    let booking = app.book(&provider, &mai, "video", START).await;
    let waiting = &to(&app, &booking, "member", "email").await[0];
    assert_eq!(waiting["status"], "queued");
    resend(&app, waiting)
        .await
        .expect_problem(409, "wrong_state");
    app.advance("PT2M").await;
    let sent = &to(&app, &booking, "member", "email").await[0];
    assert_eq!(sent["status"], "sent");
    app.clock_to("2030-01-09T02:50:00Z").await;
    resend(&app, sent).await.expect_problem(409, "too_late");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_resends_send_once() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    let fault = json!({"service": "sns", "fault": "timeout", "count": 1});
    app.fault(fault).await;
    let booking = app.book(&provider, &mai, "phone", START).await;
    let unknown = &to(&app, &booking, "member", "sms").await[0];
    assert_eq!(unknown["status"], "unknown");
    let (one, two) = tokio::join!(resend(&app, unknown), resend(&app, unknown));
    let (done, refused) = if one.status == 202 {
        (one, two)
    } else {
        (two, one)
    };
    done.expect(202);
    refused.expect_problem(409, "wrong_state");
    // Neither is one from an old list: its copy is the one to send again.
    resend(&app, unknown)
        .await
        .expect_problem(409, "wrong_state");
    app.settle().await;
    assert_eq!(app.messages("sms", "+84912345678").await.len(), 1);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn resends_are_limited_for_each_booking_and_day() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    let booking = app.book(&provider, &mai, "video", START).await;
    let other = app
        .book(&provider, &mai, "video", "2030-01-10T02:00:00Z")
        .await;
    let sent = &to(&app, &booking, "member", "email").await[0];
    for _ in 0..10 {
        resend(&app, sent).await.expect(202);
    }
    resend(&app, sent).await.expect_problem(429, "rate_limited");
    let of_other = &to(&app, &other, "member", "email").await[0];
    resend(&app, of_other).await.expect(202);
    app.clock_to("2030-01-08T00:30:00Z").await;
    resend(&app, sent).await.expect(202);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_concierge_corrects_an_address_that_bounced() {
    let app = TestApp::start().await;
    let (provider, mai) = people_with(&app, BOUNCES).await;
    let before = member(&app, &mai).await;
    let booking = app.book(&provider, &mai, "video", START).await;

    // The mail bounces: the delivery and the address show it.
    let bounced = &to(&app, &booking, "member", "email").await[0];
    assert_eq!(
        (&bounced["status"], &bounced["failure"]),
        (&json!("failed"), &json!("bounced"))
    );
    assert_eq!(queue(&app, "failed").await, std::slice::from_ref(bounced));
    let person = member(&app, &mai).await;
    assert_eq!(person["mailProblem"]["address"], BOUNCES);
    assert_eq!(person["mailProblem"]["kind"], "bounced");
    assert_eq!(person["version"], before["version"].as_u64().unwrap() + 1);
    assert_eq!(
        to(&app, &booking, "provider", "email").await[0]["status"],
        "sent"
    );

    // Mail to the address is no longer sent, and the deliveries show why. Sending again is refused
    // too.
    let second = app
        .book(&provider, &mai, "video", "2030-01-10T02:00:00Z")
        .await;
    let kept = &to(&app, &second, "member", "email").await[0];
    assert_eq!(
        (&kept["status"], &kept["failure"]),
        (&json!("failed"), &json!("address_bounced"))
    );
    assert_eq!(app.messages("email", BOUNCES).await.len(), 1);
    resend(&app, kept)
        .await
        .expect_problem(409, "address_bounced");

    // Another change keeps the mark. A new address removes it, and failed messages can be sent
    // there.
    let renamed = change(&app, &mai, json!({"name": "Nguyen Mai"})).await;
    assert_eq!(renamed["mailProblem"]["kind"], "bounced");
    let mended = change(&app, &mai, json!({"email": "mai@example.com"})).await;
    assert!(mended["mailProblem"].is_null());
    assert_eq!(queue(&app, "failed").await.len(), 2);
    for failed in [bounced, kept] {
        let again = resend(&app, failed).await.expect(202);
        // They leave the work queue; their final state remains.
        let all = to(&app, &json!({"id": failed["bookingId"]}), "member", "email").await;
        let mut expected = failed.clone();
        expected["resentAs"] = again["id"].clone();
        assert!(all.contains(&expected), "{all:?}");
    }
    let mails = app.messages("email", "mai@example.com").await;
    assert_eq!(mails.len(), 3, "the code and the two confirmations");
    assert_eq!(queue(&app, "failed").await, [] as [Value; 0]);
    // The bounce may be reported a second time.
    let event = bounce_event(tags("anteroom-local", bounced));
    app.stack.triggers().emit(event);
    assert_eq!(queue(&app, "failed").await, [] as [Value; 0]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_complaint_stops_mail_until_the_address_is_given_again() {
    let app = TestApp::start().await;
    let (provider, mai) = people_with(&app, COMPLAINS).await;
    let booking = app.book(&provider, &mai, "video", START).await;
    let complained = &to(&app, &booking, "member", "email").await[0];
    assert_eq!(complained["failure"], "complained");
    assert_eq!(
        member(&app, &mai).await["mailProblem"]["kind"],
        "complained"
    );
    resend(&app, complained)
        .await
        .expect_problem(409, "address_complained");
    // The same address, given again, is valid again.
    let given = change(&app, &mai, json!({"email": COMPLAINS})).await;
    assert!(given["mailProblem"].is_null());
    resend(&app, complained).await.expect(202);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_bounce_of_a_corrected_address_does_not_mark_the_new_one() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    let booking = app.book(&provider, &mai, "video", START).await;
    let sent = &to(&app, &booking, "member", "email").await[0];
    change(&app, &mai, json!({"email": "new@example.com"})).await;
    // Events of another deployment are ignored, and so are events without tags.
    let triggers = app.stack.triggers();
    triggers.emit(bounce_event(tags("anteroom-other", sent)));
    triggers.emit(bounce_event(
        json!({"ses:configuration-set": ["anteroom-local"]}),
    ));
    let still = &to(&app, &booking, "member", "email").await[0];
    assert_eq!(still["status"], "sent");
    for _ in 0..2 {
        triggers.emit(bounce_event(tags("anteroom-local", sent)));
    }
    let failed = &to(&app, &booking, "member", "email").await[0];
    assert_eq!(failed["failure"], "bounced");
    assert!(member(&app, &mai).await["mailProblem"].is_null());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bounce_of_a_former_address_does_not_mark_the_current_one() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    let late = json!({"service": "ses", "fault": "timeout_after_effect", "count": 2});
    app.fault(late).await;
    let booking = app.book(&provider, &mai, "video", START).await;
    app.settle().await;
    change(&app, &mai, json!({"email": "new@example.com"})).await;
    app.advance("PT5M").await;
    let mails = app.messages("email", "new@example.com").await;
    assert_eq!(mails.len(), 2, "the code and the confirmation");
    let sent = &to(&app, &booking, "member", "email").await[0];
    let event = bounce_event(tags("anteroom-local", sent));
    app.stack.triggers().emit(event);
    let still = &to(&app, &booking, "member", "email").await[0];
    assert_eq!(still["status"], "sent");
    assert!(member(&app, &mai).await["mailProblem"].is_null());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bounce_is_recorded_despite_faults() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    let mut hour = 2;
    for operation in ["GetItem", "UpdateItem"] {
        for (fault, count, skip) in [
            ("error", 12, 0),
            ("timeout_after_effect", 1, 0),
            ("kill", 1, 0),
            ("kill_after_effect", 1, 0),
            ("kill", 1, 1),
            ("kill_after_effect", 1, 1),
        ] {
            let address = json!({"email": format!("mai{hour}.{skip}.{fault}@example.com")});
            let path = "/v1/admin/members/mem_mai";
            let person = app.patch(&concierge(), path, address).await.expect(200);
            let starts_at = format!("2030-01-{:02}T{:02}:00:00Z", 9 + hour / 12, hour % 12 + 2);
            hour += 1;
            let booking = app.book(&provider, &mai, "video", &starts_at).await;
            let sent = &to(&app, &booking, "member", "email").await[0];
            let mut tags = tags("anteroom-local", sent);
            tags["epoch"] = json!([(hour - 2).to_string()]);
            let order = json!({
                "service": "dynamodb", "operation": operation, "function": "notifier",
                "fault": fault, "count": count, "skip": skip,
            });
            app.fault(order).await;
            app.stack.triggers().emit(bounce_event(tags));
            app.settle().await;
            send(app.bare(Method::DELETE, "/_local/faults")).await;
            let which = format!("{operation} {fault} {skip}");
            let failed = &to(&app, &booking, "member", "email").await[0];
            assert_eq!(failed["failure"], "bounced", "{which}");
            let problem = member(&app, &mai).await["mailProblem"].clone();
            assert_eq!(problem["kind"], "bounced", "{which} {person}");
        }
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn texts_to_a_number_are_limited_per_day() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    let mut last = Value::Null;
    for session in 0..21 {
        let starts_at = format!(
            "2030-01-{:02}T{:02}:00:00Z",
            9 + session / 12,
            session % 12 + 2
        );
        last = app.book(&provider, &mai, "phone", &starts_at).await;
    }
    assert_eq!(app.messages("sms", "+84912345678").await.len(), 20);
    let limited = &to(&app, &last, "member", "sms").await;
    let failed = queue(&app, "failed").await;
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0]["failure"], "rate_limited");
    assert_eq!(limited.len(), 1);
    // The next day it can be sent again.
    app.clock_to("2030-01-08T00:30:00Z").await;
    resend(&app, &failed[0]).await.expect(202);
    assert_eq!(app.messages("sms", "+84912345678").await.len(), 21);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_sent_is_listed_newest_first() {
    let app = TestApp::start().await;
    let (provider, mai) = people(&app).await;
    let mut all = Vec::new();
    for starts_at in [START, "2030-01-12T02:00:00Z"] {
        let booking = app.book(&provider, &mai, "video", starts_at).await;
        all.extend(deliveries(&app, &booking).await);
    }
    assert!(all.iter().all(|delivery| delivery["status"] == "sent"));
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/v1/admin/deliveries?status=sent&limit=3{cursor}");
        let page = app.get(&concierge(), &path).await.expect(200);
        found.extend(page["items"].as_array().unwrap().clone());
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let written = |each: &Value| each["queuedAt"].as_str().unwrap().to_owned();
    assert!(found.is_sorted_by_key(|each| std::cmp::Reverse(written(each))));
    for list in [&mut found, &mut all] {
        list.sort_by_key(|each| each["id"].as_str().unwrap().to_owned());
    }
    assert_eq!(found, all);
    app.stop().await;
}
