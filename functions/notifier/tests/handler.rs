//! The handler in front of services that answer well, badly, or oddly.
#![allow(clippy::unwrap_used)]

mod cloud;

use anteroom_domain::booking::{SessionType, Side};
use anteroom_domain::delivery::{Delivery, State};
use anteroom_domain::message::{Address, Channel, Facts, Kind, Message, Recipient};
use anteroom_domain::values::Language;
use anteroom_notifier::{Woken, handle};
use anteroom_store::MessageItem;
use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use jiff::SignedDuration;
use serde_json::{Value, json};

use cloud::{Answer, Calls, notifier, now};

/// How the services answer an operation.
type Service = fn(&str) -> Answer;

const SMS_TAKEN: &str = "<PublishResponse><PublishResult><MessageId>sns-1</MessageId></PublishResult></PublishResponse>";

/// All goes well.
fn good(operation: &str) -> Answer {
    match operation {
        "SendEmail" => (200, r#"{"MessageId":"ses-1"}"#),
        "Publish" => (200, SMS_TAKEN),
        _ => (200, "{}"),
    }
}

fn item(channel: Channel) -> Delivery {
    let (says, address) = match channel {
        Channel::Email => (
            Kind::Confirmation,
            Address::Email("mai@example.com".parse().unwrap()),
        ),
        Channel::Sms => (
            Kind::Introduction,
            Address::Phone("+84912345678".parse().unwrap()),
        ),
    };
    let message = Message {
        id: "dlv_1".parse().unwrap(),
        booking: Some("bkg_1".parse().unwrap()),
        sequence: 0,
        kind: says,
        to: Recipient {
            person: "mem_1".parse().unwrap(),
            side: Side::Member,
            address,
            name: "Mai".parse().unwrap(),
            zone: "Asia/Ho_Chi_Minh".parse().unwrap(),
            language: Language::English,
            link_epoch: 0,
        },
        other: "prv_1".parse().unwrap(),
        facts: Facts {
            session_type: SessionType::Phone,
            starts_at: "2026-11-23T03:00:00Z".parse().unwrap(),
            duration_minutes: 50,
            with: "Lan Tran".parse().unwrap(),
            member_phone: None,
            provider_phone: Some("+6561234567".parse().unwrap()),
            cancelled_by: None,
            moved_from: None,
            accept_by: None,
            lead: None,
            missed: Vec::new(),
            no_show: None,
            nobody_came: false,
            member_waited: false,
        },
        queued_at: "2026-11-21T08:30:00Z".parse().unwrap(),
    };
    Delivery::new(message)
}

fn record(number: u32, item: &Delivery) -> EventRecord {
    let mut record = EventRecord::default();
    record.event_name = "INSERT".to_owned();
    record.change.sequence_number = Some(number.to_string());
    record.change.new_image = serde_dynamo::to_item(MessageItem::from(item)).unwrap();
    record
}

/// Handles records, and gives the sequence numbers of those reported as failed.
async fn handled(answer: Service, records: Vec<EventRecord>) -> (Vec<String>, Calls) {
    let (state, calls) = notifier(answer);
    let mut event = Event::default();
    event.records = records;
    let response = handle(&state, Woken::Outbox(event)).await.unwrap();
    let failures = response
        .batch_item_failures
        .into_iter()
        .filter_map(|failure| failure.item_identifier);
    (failures.collect(), calls)
}

/// The values that the last write of the table wrote or asked for.
fn values(calls: &Calls) -> Vec<Value> {
    let operations = calls.operations();
    let writes = ["UpdateItem", "TransactWriteItems"];
    let last = operations
        .iter()
        .rfind(|name| writes.contains(&name.as_str()));
    let body: Value = serde_json::from_str(&calls.body(last.unwrap())).unwrap();
    let updates = match body["TransactItems"].as_array() {
        Some(items) => items.iter().map(|item| &item["Update"]).collect(),
        None => vec![&body],
    };
    let values = updates.into_iter();
    let values = values.filter_map(|update| update["ExpressionAttributeValues"].as_object());
    values.flat_map(|values| values.values().cloned()).collect()
}

fn wrote(calls: &Calls, text: &str) -> bool {
    values(calls).contains(&json!({ "S": text }))
}

#[tokio::test]
async fn a_batch_takes_a_call_and_a_message_three() {
    for (channel, send, id, mark) in [
        (Channel::Email, "SendEmail", "ses-1", "UpdateItem"),
        // With which message the text's id is (M8).
        (Channel::Sms, "Publish", "sns-1", "TransactWriteItems"),
    ] {
        let (failures, calls) = handled(good, vec![record(1, &item(channel))]).await;
        assert_eq!(failures, Vec::<String>::new());
        let expected = ["UpdateItem", "TransactWriteItems", send, mark];
        assert_eq!(calls.operations(), expected);
        assert!(wrote(&calls, "sent") && wrote(&calls, id));
    }
}

#[tokio::test]
async fn services_are_asked_as_they_should_be() {
    let (_, calls) = handled(
        good,
        vec![
            record(1, &item(Channel::Email)),
            record(2, &item(Channel::Sms)),
        ],
    )
    .await;
    let email: Value = serde_json::from_str(&calls.body("SendEmail")).unwrap();
    assert_eq!(email["FromEmailAddress"], "no-reply@mail.example.com");
    assert_eq!(
        email["Destination"]["ToAddresses"],
        json!(["mai@example.com"])
    );
    assert_eq!(email["ConfigurationSetName"], "anteroom-test");
    assert_eq!(
        email["EmailTags"],
        json!([
            {"Name": "booking", "Value": "bkg_1"},
            {"Name": "delivery", "Value": "dlv_1"},
            {"Name": "epoch", "Value": "0"},
        ])
    );
    assert!(email["Content"]["Raw"]["Data"].is_string());
    let sms = calls.body("Publish");
    assert!(sms.contains("PhoneNumber=%2B84912345678"), "{sms}");
    assert!(
        sms.contains("AWS.SNS.SMS.SMSType") && sms.contains("Transactional"),
        "{sms}"
    );
    assert!(sms.contains("%2B6561234567"), "{sms}");
    // M8: the sender of the number's country, and what it may cost.
    for (name, kind, value) in [
        ("SenderID", "String", "Anteroom"),
        ("MaxPrice", "Number", "0.50"),
    ] {
        let entry = sms.split("&MessageAttributes.entry.");
        let mut entry = entry.skip_while(|field| !field.ends_with(&format!("AWS.SNS.SMS.{name}")));
        entry.next();
        let attribute: Vec<_> = entry.take(2).collect();
        let is = |field: &str, value: &str| field.ends_with(&format!("={value}"));
        assert!(is(attribute[0], kind), "{sms}");
        assert!(is(attribute[1], value), "{sms}");
    }
}

/// A record that is no message, with an address in it.
fn poison(number: u32) -> EventRecord {
    let mut poison = record(number, &item(Channel::Email));
    let image = json!({
        "kind": "message", "state": "queued", "to": "mai@example.com",
        "queuedAt": "2026-11-21T08:30:00Z",
    });
    poison.change.new_image = serde_dynamo::to_item(image).unwrap();
    let keys = json!({"PK": "BKG#bkg_1", "SK": "MSG#dlv_2"});
    poison.change.keys = serde_dynamo::to_item(keys).unwrap();
    poison.event_id = "event-2".to_owned();
    poison
}

#[tokio::test]
async fn a_poison_record_is_put_aside_and_holds_nothing_up() {
    let records = vec![
        record(1, &item(Channel::Email)),
        poison(2),
        record(3, &item(Channel::Sms)),
    ];
    let (failures, calls) = handled(good, records).await;
    assert_eq!(failures, Vec::<String>::new());
    let letter: Value = serde_json::from_str(&calls.body("SendMessage")).unwrap();
    let body = r#"{"pk":"BKG#bkg_1","sk":"MSG#dlv_2","eventId":"event-2"}"#;
    assert_eq!(letter["MessageBody"], body);
    assert_eq!(
        calls
            .operations()
            .iter()
            .filter(|name| ["SendEmail", "Publish"].contains(&name.as_str()))
            .count(),
        2
    );
}

#[tokio::test]
async fn what_can_not_be_read_for_an_hour_has_failed() {
    let mut old = poison(2);
    let again = [
        ("queuedAt", "2026-11-21T07:30:01Z"),
        ("nudgedAt", "2026-11-21T08:30:00Z"),
    ];
    for (name, at) in again {
        let at = serde_dynamo::AttributeValue::S(at.to_owned());
        old.change.new_image.insert(name.to_owned(), at);
    }
    let (failures, calls) = handled(good, vec![old]).await;
    assert_eq!(failures, Vec::<String>::new());
    assert_eq!(calls.operations(), ["SendMessage", "UpdateItem"]);
    assert!(wrote(&calls, "failed") && wrote(&calls, "unreadable"));
}

#[tokio::test]
async fn what_can_not_be_put_aside_comes_again() {
    fn no_queue(operation: &str) -> Answer {
        match operation {
            "SendMessage" => (500, r#"{"__type":"com.amazonaws.sqs#InternalFailure"}"#),
            other => good(other),
        }
    }
    let records = vec![poison(2), record(3, &item(Channel::Sms))];
    let (failures, calls) = handled(no_queue, records).await;
    assert_eq!(failures, ["2"]);
    assert!(wrote(&calls, "sent"), "what comes after it is still done");
}

#[tokio::test]
async fn what_somebody_else_has_is_left_alone() {
    let (failures, calls) = handled(
        |operation| match operation {
            "TransactWriteItems" => (
                400,
                r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","CancellationReasons":[{"Code":"ConditionalCheckFailed"},{"Code":"None"}]}"#,
            ),
            "UpdateItem" => good("UpdateItem"),
            other => panic!("{other} was called"),
        },
        vec![record(1, &item(Channel::Email))],
    )
    .await;
    assert_eq!(failures, Vec::<String>::new());
    assert_eq!(calls.operations(), ["UpdateItem", "TransactWriteItems"]);
}

#[tokio::test]
async fn a_table_that_fails_is_tried_again_and_nothing_is_sent() {
    let (failures, calls) = handled(
        |operation| match operation {
            "TransactWriteItems" => (
                500,
                r#"{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}"#,
            ),
            "UpdateItem" => good("UpdateItem"),
            other => panic!("{other} was called"),
        },
        vec![record(7, &item(Channel::Sms))],
    )
    .await;
    assert_eq!(failures, ["7"]);
    assert_eq!(calls.operations(), ["UpdateItem", "TransactWriteItems"]);
}

#[tokio::test]
async fn a_turn_that_can_not_be_asked_for_is_asked_for_again() {
    let (failures, calls) = handled(
        |operation| match operation {
            "UpdateItem" => (
                500,
                r#"{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}"#,
            ),
            other => good(other),
        },
        vec![record(7, &item(Channel::Sms)), poison(8)],
    )
    .await;
    assert_eq!(failures, ["7"]);
    let mut operations = calls.operations();
    operations.sort_unstable();
    assert_eq!(operations, ["SendMessage", "UpdateItem"]);
}

#[tokio::test]
async fn what_became_of_it_is_written_down() {
    fn refused(operation: &str) -> Answer {
        match operation {
            "SendEmail" => (
                400,
                r#"{"__type":"MessageRejected","message":"mai@example.com"}"#,
            ),
            "Publish" => (
                400,
                "<ErrorResponse><Error><Code>InvalidParameter</Code></Error></ErrorResponse>",
            ),
            _ => (200, "{}"),
        }
    }
    fn broken(operation: &str) -> Answer {
        match operation {
            "SendEmail" => (500, "{}"),
            "Publish" => (
                500,
                "<ErrorResponse><Error><Code>InternalError</Code></Error></ErrorResponse>",
            ),
            _ => (200, "{}"),
        }
    }
    fn throttled(operation: &str) -> Answer {
        match operation {
            "SendEmail" => (429, r#"{"__type":"TooManyRequestsException"}"#),
            "Publish" => (
                400,
                "<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>",
            ),
            _ => (200, "{}"),
        }
    }
    let cases: [(Service, Channel, &str, &str); 6] = [
        (refused, Channel::Email, "failed", "MessageRejected"),
        (refused, Channel::Sms, "failed", "InvalidParameter"),
        (broken, Channel::Email, "queued", "http_500"),
        (broken, Channel::Sms, "unknown", "InternalError"),
        (
            throttled,
            Channel::Email,
            "queued",
            "TooManyRequestsException",
        ),
        (throttled, Channel::Sms, "queued", "Throttling"),
    ];
    for (answer, channel, state, code) in cases {
        let (failures, calls) = handled(answer, vec![record(1, &item(channel))]).await;
        assert_eq!(failures, Vec::<String>::new());
        assert!(
            wrote(&calls, state) && wrote(&calls, code),
            "{channel:?} {state} {:?}",
            values(&calls)
        );
        assert!(!calls.body("UpdateItem").contains('@'));
    }
}

#[tokio::test]
async fn what_is_to_wait_waits() {
    let mut waiting = item(Channel::Email);
    let at = now() + SignedDuration::from_secs(1);
    waiting.state = State::Queued {
        not_before: Some(at),
        due_at: at,
        last_failure: None,
    };
    let (failures, calls) = handled(good, vec![record(1, &waiting)]).await;
    assert!(failures.is_empty() && calls.operations().is_empty());
    // The tick's own time counts as the present, if it is ahead.
    waiting.nudged_at = Some(at);
    let (_, calls) = handled(good, vec![record(1, &waiting)]).await;
    assert_eq!(calls.operations().len(), 4);
}

#[tokio::test]
async fn a_lease_never_begins_before_the_message_was_written() {
    let mut ahead = item(Channel::Email);
    ahead.message.queued_at = "2027-01-01T00:00:00Z".parse().unwrap();
    ahead.message.facts.starts_at = "2027-01-02T00:00:00Z".parse().unwrap();
    let (_, calls) = handled(good, vec![record(1, &ahead)]).await;
    assert!(
        calls
            .body("TransactWriteItems")
            .contains("2027-01-01T00:02:00.000Z")
    );
}

#[tokio::test]
async fn what_comes_too_late_is_dropped_in_one_call() {
    let mut late = item(Channel::Sms);
    late.message.facts.starts_at = now() - SignedDuration::from_mins(50);
    late.message.queued_at = now() - SignedDuration::from_mins(10);
    let (failures, calls) = handled(good, vec![record(1, &late)]).await;
    assert!(failures.is_empty());
    assert_eq!(calls.operations(), ["UpdateItem"]);
    assert!(wrote(&calls, "dropped") && wrote(&calls, "too_late"));
}
