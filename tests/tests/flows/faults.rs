//! Every service that the notifier uses fails in every way, at every step. No message is lost and
//! no SMS is sent twice. An email is sent twice only after an attempt of unknown outcome, under the
//! same Message-ID (M4).

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicU32, Ordering};

use anteroom_tests::{TestApp, Who, concierge, id_of, send};
use reqwest::Method;
use serde_json::{Value, json};

const START: &str = "2030-01-09T02:00:00Z";

/// A fault, and its possible results.
struct Case {
    fault: Value,
    /// How many mails to both sides arrive, with copies.
    mails: RangeInclusive<usize>,
    /// How many SMS arrive, and the state that the concierge sees.
    texts: (usize, &'static str),
}

/// Two new people for each case, and their phone session.
struct Cast {
    provider: Who,
    member: Who,
    phone: String,
    booking: Value,
}

static NUMBER: AtomicU32 = AtomicU32::new(2000);

async fn cast(app: &TestApp) -> Cast {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let (id, phone) = (format!("mem_{number}"), format!("+8491234{number}"));
    let record = json!({
        "id": id, "name": "Nguyen Thi Mai", "email": format!("{id}@example.com"),
        "phone": phone, "timeZone": "Asia/Ho_Chi_Minh", "language": "en",
    });
    let provider = app.add_provider(&format!("prv_{number}")).await;
    app.post(&concierge(), "/v1/admin/members", record)
        .await
        .expect(201);
    Cast {
        provider,
        member: Who::new(id, "member"),
        phone,
        booking: Value::Null,
    }
}

/// Books a phone session, which causes two emails and an SMS, during a fault. Then time passes, and
/// the result is checked.
async fn holds(app: &TestApp, case: &Case) {
    let mut cast = cast(app).await;
    app.settle().await;
    let mut order = case.fault.clone();
    order["function"] = json!("notifier");
    app.fault(order).await;
    cast.booking = app.book(&cast.provider, &cast.member, "phone", START).await;
    app.settle().await;
    app.advance("PT20M").await;
    let left = app.local("faults").await;
    assert_eq!(left["items"], json!([]), "{} never came", case.fault);
    check(app, case, &cast).await;
}

async fn check(app: &TestApp, case: &Case, cast: &Cast) {
    let which = &case.fault;
    let mut mails = 0;
    for who in [&cast.provider, &cast.member] {
        let all = app
            .messages("email", &format!("{}@example.com", who.id))
            .await;
        let ids: BTreeSet<_> = all.iter().map(|mail| mail["messageId"].as_str()).collect();
        assert_eq!(ids.len(), 1, "{which}: one mail, whatever its copies");
        mails += all.len();
    }
    assert!(case.mails.contains(&mails), "{which}: {mails} mails");
    let texts = app.messages("sms", &cast.phone).await.len();
    assert_eq!(texts, case.texts.0, "{which}");
    let path = format!("/v1/admin/bookings/{}/deliveries", id_of(&cast.booking));
    let deliveries = app.get(&concierge(), &path).await.expect(200);
    let deliveries = deliveries["items"].as_array().unwrap();
    assert_eq!(deliveries.len(), 3);
    for delivery in deliveries {
        let expected = match delivery["channel"].as_str().unwrap() {
            "email" => "sent",
            _ => case.texts.1,
        };
        assert_eq!(delivery["status"], expected, "{which}: {delivery}");
    }
}

const TWO: RangeInclusive<usize> = 2..=2;
const SENT: (usize, &str) = (1, "sent");

/// Faults of DynamoDB that the notifier waits out, or after which the stream delivers the record
/// again.
async fn of_the_table(operation: &str, faults: &[(&str, u32)]) {
    let app = TestApp::start().await;
    for (fault, count) in faults {
        let mut order = json!({
            "service": "dynamodb", "operation": operation, "fault": fault, "count": count,
        });
        if *fault == "latency" {
            order["delayMs"] = json!(300);
        }
        let case = Case {
            fault: order,
            mails: TWO,
            texts: SENT,
        };
        holds(&app, &case).await;
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn claiming_a_message() {
    // After 10 failed tries the stream delivers the record again.
    let faults = [
        ("throttle", 3),
        ("error", 25),
        ("conflict", 5),
        ("timeout", 1),
        ("timeout_after_effect", 1),
        ("latency", 3),
    ];
    of_the_table("TransactWriteItems", &faults).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recording_the_outcome() {
    // More faults than the client retries if all three messages go one after the other in one lane;
    // as many as the notifier retries for one of them. A sent message must be recorded, or it is
    // sent again.
    let faults = [
        ("throttle", 25),
        ("error", 25),
        ("conflict", 25),
        ("timeout", 8),
        ("timeout_after_effect", 8),
        ("latency", 2),
    ];
    of_the_table("UpdateItem", &faults).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sending_an_email() {
    let app = TestApp::start().await;
    for (fault, count, mails) in [
        ("throttle", 3, TWO),
        ("error", 2, TWO),
        ("timeout", 1, TWO),
        ("timeout_after_effect", 1, 3..=3),
        ("latency", 2, TWO),
    ] {
        let mut order = json!({"service": "ses", "fault": fault, "count": count});
        if fault == "latency" {
            order["delayMs"] = json!(300);
        }
        let case = Case {
            fault: order,
            mails,
            texts: SENT,
        };
        holds(&app, &case).await;
    }
    let expected = ["message_requeued", "message_sent", "message_waits"]
        .map(str::to_owned)
        .into();
    assert_eq!(ends(&app).await, expected);
    app.stop().await;
}

/// What came of attempts, as the notifier logs it. The alarm of infra/alarms.yaml counts these.
async fn ends(app: &TestApp) -> BTreeSet<String> {
    let logs = app.local("logs").await;
    let lines = logs["items"].as_array().unwrap().iter();
    let lines = lines.filter(|line| line["function"] == "notifier");
    let lines = lines.filter_map(|line| line["line"].as_str());
    let lines = lines.filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let events = lines.filter_map(|line| Some(line["fields"]["message"].as_str()?.to_owned()));
    let events = events.filter(|event| event.starts_with("message_"));
    events.filter(|event| event != "message_not_free").collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sending_a_text() {
    let app = TestApp::start().await;
    for (fault, texts) in [
        ("throttle", SENT),
        ("error", (0, "unknown")),
        ("timeout", (0, "unknown")),
        ("timeout_after_effect", (1, "unknown")),
        ("latency", SENT),
    ] {
        let mut order = json!({"service": "sns", "fault": fault, "count": 1});
        if fault == "latency" {
            order["delayMs"] = json!(300);
        }
        let case = Case {
            fault: order,
            mails: TWO,
            texts,
        };
        holds(&app, &case).await;
    }
    let expected = ["message_sent", "message_unknown", "message_waits"]
        .map(str::to_owned)
        .into();
    assert_eq!(ends(&app).await, expected);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_poison_record_delays_no_other_and_goes_to_the_dead_letter_queue() {
    let app = TestApp::start().await;
    let mut casts = vec![cast(&app).await, cast(&app).await, cast(&app).await];
    for (number, cast) in casts.iter_mut().enumerate() {
        let starts_at = format!("2030-01-09T0{}:00:00Z", number + 2);
        cast.booking = app
            .book(&cast.provider, &cast.member, "phone", &starts_at)
            .await;
        // It has the booking's partition, so it is in the lane of the booking's other records.
        poison(&app, id_of(&cast.booking)).await;
        app.book(
            &cast.provider,
            &cast.member,
            "video",
            "2030-01-10T02:00:00Z",
        )
        .await;
        let cancel = format!("/v1/bookings/{}/cancel", id_of(&cast.booking));
        app.post(&concierge(), &cancel, json!({"reason": "A cold"}))
            .await
            .expect(200);
    }
    app.settle().await;
    for cast in &casts {
        // A confirmation or its cancellation, and the other session's confirmation. None of them
        // needed a tick, and none is unsent.
        let mails = app
            .messages("email", &format!("{}@example.com", cast.member.id))
            .await;
        assert!(mails.len() >= 2, "{mails:?}");
    }
    let queued = app
        .get(&concierge(), "/v1/admin/deliveries?status=queued")
        .await
        .expect(200);
    assert_eq!(queued["items"], json!([]));
    let letters = app.stack.dead_letters().all();
    let mut poisoned = BTreeSet::new();
    for letter in &letters {
        // A record that is retried delays all after it, since the lane waits for it.
        assert_eq!(letter.attempts, 1, "{letter:?}");
        assert_eq!(letter.event["sk"], "MSG#poison");
        let destination = letter.destination.as_ref().unwrap();
        assert!(destination.contains("OutboxFailures"), "{destination}");
        poisoned.insert(letter.event["pk"].as_str().unwrap());
    }
    let bookings = casts
        .iter()
        .map(|cast| format!("BKG#{}", id_of(&cast.booking)));
    let bookings: Vec<String> = bookings.collect();
    let expected = bookings.iter().map(String::as_str).collect();
    assert_eq!((poisoned, letters.len()), (expected, casts.len()));
    // The scheduler retries it, but not forever; and it hides no other item in a list.
    app.advance("PT3H").await;
    assert_eq!(app.stack.dead_letters().all().len(), 2 * casts.len());
    let failed = app
        .get(&concierge(), "/v1/admin/deliveries?status=failed")
        .await;
    assert_eq!(failed.expect(200)["items"], json!([]));
    for cast in &casts {
        let path = format!("/v1/admin/bookings/{}/deliveries", id_of(&cast.booking));
        let all = app.get(&concierge(), &path).await.expect(200);
        assert_eq!(all["items"].as_array().unwrap().len(), 6, "{all}");
    }
    app.stack.stop().await;
}

/// Stores an invalid item that looks like a queued message of a booking.
async fn poison(app: &TestApp, booking: &str) {
    let item = json!({
        "PK": {"S": format!("BKG#{booking}")}, "SK": {"S": "MSG#poison"},
        "kind": {"S": "message"}, "state": {"S": "queued"}, "channel": {"S": "email"},
        "attempt": {"N": "0"}, "deliveryList": {"S": "queued"},
        "queuedAt": {"S": "2030-01-07T00:00:00Z"},
        "dueShard": {"S": "DUE#00"}, "dueAt": {"S": "2030-01-07T00:02:00.000Z"},
    });
    let put = json!({"TableName": app.stack.table(), "Item": item});
    let request = reqwest::Client::new()
        .request(Method::POST, &app.stack.endpoints().dynamodb)
        .header("Content-Type", "application/x-amz-json-1.0")
        .header("X-Amz-Target", "DynamoDB_20120810.PutItem")
        .header("X-Amz-Date", "20300107T000000Z")
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=test/20300107/x/dynamodb/aws4_request, \
             SignedHeaders=host, Signature=0",
        )
        .body(put.to_string());
    send(request).await.expect(200);
}
