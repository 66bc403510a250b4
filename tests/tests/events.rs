//! The sample events in `events/`, one at least for each function: each is what its function,
//! which the file's name begins with, gets from its trigger.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anteroom_app::due::Tick;
use anteroom_domain::delivery::{Delivery, Priority};
use anteroom_domain::message::Kind;
use anteroom_meeting_events::MeetingEvent;
use anteroom_notifier::Woken;
use anteroom_stack::wiring::Wiring;
use anteroom_store::{MessageItem, read_message};
use aws_lambda_events::event::dynamodb::Event as StreamEvent;
use lambda_http::request::{LambdaRequest, RequestContext};
use serde_json::{Value, json};
use strum::VariantArray;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

fn wiring() -> Wiring {
    let dev = [
        ("Stage", "dev"),
        ("AWS::Region", "ap-southeast-1"),
        ("AWS::AccountId", "123456789012"),
    ];
    let dev = dev.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Wiring::read(&root(), &BTreeMap::from(dev)).unwrap()
}

/// The samples: function, file name, text.
fn samples(wiring: &Wiring) -> Vec<(String, String, String)> {
    let files = fs::read_dir(root().join("events")).unwrap();
    let sample = |entry: fs::DirEntry| {
        let file = entry.file_name().into_string().unwrap();
        let mut names = wiring.functions.iter().map(|each| &each.name);
        let function = names.find(|name| file.starts_with(&format!("{name}-")));
        let function = function.cloned().unwrap_or_default();
        (function, file, fs::read_to_string(entry.path()).unwrap())
    };
    files.map(|entry| sample(entry.unwrap())).collect()
}

#[test]
fn every_sample_is_what_its_function_gets() {
    let wiring = wiring();
    for (function, file, text) in samples(&wiring) {
        let event: Value = serde_json::from_str(&text).expect(&file);
        match function.as_str() {
            "bookings" | "sessions" | "concierge" => request(&wiring, &function, &file, &text),
            "notifier" if event["Records"].is_array() => records(&wiring, &file, &text, &event),
            "notifier" if event["awslogs"].is_object() => {
                let Ok(Woken::Texts(heard)) = serde_json::from_str(&text) else {
                    panic!("{file} is no event of a log");
                };
                let group = &heard.aws_logs.data.log_group;
                let mut subscribed = wiring.logs.iter().map(|each| &each.group);
                assert!(subscribed.any(|each| each == group), "{file}: {group}");
            }
            "notifier" => {
                let Ok(Woken::Mail(heard)) = serde_json::from_str(&text) else {
                    panic!("{file} is no event of the mail service");
                };
                assert!(heard.subject().is_some(), "{file}");
                assert!(wiring.rules[1].pattern.matches(&event), "{file}");
            }
            "gate-checks" | "scheduler" => {
                let tick: Tick = serde_json::from_str(&text).expect(&file);
                assert_eq!(tick.time.as_second() % 60, 0, "{file}");
            }
            "meeting-events" => {
                let heard: MeetingEvent = serde_json::from_str(&text).expect(&file);
                assert!(!heard.detail.meeting_id.is_empty(), "{file}");
                assert!(wiring.rules[0].pattern.matches(&event), "{file}");
            }
            _ => panic!("events/{file} begins with no function's name"),
        }
    }
}

#[test]
fn every_function_has_a_sample() {
    let wiring = wiring();
    let sampled: BTreeSet<_> = samples(&wiring)
        .into_iter()
        .map(|(function, ..)| function)
        .collect();
    let functions = wiring.functions.into_iter().map(|each| each.name);
    assert_eq!(sampled, functions.collect());
}

/// A request of the HTTP API, to a route that the template has for the function.
fn request(wiring: &Wiring, function: &str, file: &str, text: &str) {
    let LambdaRequest::ApiGatewayV2(request) = serde_json::from_str(text).expect(file) else {
        panic!("{file} is not of payload format 2.0");
    };
    let key = request.route_key.clone().unwrap();
    let route = wiring.routes.iter().find(|route| route.key() == key);
    assert_eq!(route.expect(&key).function, function, "{file}");
    if let Some(body) = &request.body {
        serde_json::from_str::<Value>(body).expect(file);
    }
    let request = lambda_http::http::Request::from(LambdaRequest::ApiGatewayV2(request));
    let Some(RequestContext::ApiGatewayV2(context)) = request.extensions().get() else {
        panic!("{file} has no context");
    };
    let claims = &context
        .authorizer
        .as_ref()
        .unwrap()
        .jwt
        .as_ref()
        .unwrap()
        .claims;
    assert!(
        claims.contains_key("sub") && claims.contains_key("cognito:groups"),
        "{file}"
    );
}

/// Records of the table's stream that its filter lets through: queued messages, whole.
fn records(wiring: &Wiring, file: &str, text: &str, event: &Value) {
    for record in event["Records"].as_array().unwrap() {
        assert_eq!(readers(wiring, record).len(), 1, "{file}");
    }
    let event: StreamEvent = serde_json::from_str(text).expect(file);
    assert!(!event.records.is_empty(), "{file}");
    for record in event.records {
        let stored: BTreeMap<String, Value> =
            serde_dynamo::from_item(record.change.new_image.clone()).unwrap();
        let read = read_message(record.change.new_image).expect(file);
        // The item has what a message has, its key and its places in the indexes; no more.
        let new = MessageItem::from(&Delivery::new(read.message));
        let whole: BTreeMap<String, Value> =
            serde_json::from_value(serde_json::to_value(new).unwrap()).unwrap();
        assert_eq!(stored, whole, "{file}");
    }
}

/// The mappings of the stream that a record goes through.
fn readers(wiring: &Wiring, record: &Value) -> Vec<usize> {
    let streams = wiring.streams.iter().enumerate();
    streams
        .filter(|(_, stream)| stream.filters.iter().any(|filter| filter.matches(record)))
        .map(|(place, _)| place)
        .collect()
}

/// Whatever a message says, one mapping takes it: `Urgent` if it is urgent, `Outbox` otherwise (M11).
#[test]
fn what_is_urgent_has_places_of_its_own_in_the_stream() {
    // In the order of their names: `Outbox`, `Urgent`.
    let wiring = wiring();
    let text = fs::read_to_string(root().join("events/notifier-queued.json")).unwrap();
    let event: Value = serde_json::from_str(&text).unwrap();
    let leads: Vec<Value> = ["PT36H", "PT24H", "PT1H"]
        .map(|lead| json!({"S": lead}))
        .into();
    for kind in Kind::VARIANTS {
        let leads = match kind {
            Kind::Reminder => leads.clone(),
            _ => vec![json!({"NULL": true})],
        };
        for lead in leads {
            let mut record = event["Records"][0].clone();
            let image = &mut record["dynamodb"]["NewImage"];
            image["says"]["S"] = serde_json::to_value(kind).unwrap();
            image["facts"]["M"]["lead"] = lead;
            let item: serde_dynamo::Item = serde_json::from_value(image.clone()).unwrap();
            let message = read_message(item).unwrap();
            let expected = usize::from(Priority::of(&message.message) == Priority::Urgent);
            assert_eq!(readers(&wiring, &record), [expected], "{kind:?}");
            record["dynamodb"]["NewImage"]["state"]["S"] = "sent".into();
            assert!(readers(&wiring, &record).is_empty(), "{kind:?}");
        }
    }
    let mut unknown = event["Records"][0].clone();
    unknown["dynamodb"]["NewImage"]["says"] = json!({"S": "a_kind_of_tomorrow"});
    assert_eq!(readers(&wiring, &unknown), [0]);
    unknown["dynamodb"]["NewImage"]["says"] = json!({"M": {}});
    assert_eq!(readers(&wiring, &unknown), [0]);
    let account = json!({"kind": {"S": "account"}, "state": {"S": "due"}});
    let account = json!({"eventName": "INSERT", "dynamodb": {"NewImage": account}});
    assert_eq!(readers(&wiring, &account), [0]);
    assert!(
        wiring.streams.len() <= 2,
        "a stream has two readers at most"
    );
}
