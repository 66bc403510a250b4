//! The stream of a table that really runs, ticks and events, to a function.

use std::net::Ipv4Addr;
use std::time::Duration;

use anteroom_stack::clock::Clock;
use anteroom_stack::cloud::Front;
use anteroom_stack::cloud::dynamodb::{Changes, DynamoDb, Source};
use anteroom_stack::cloud::sns::LogLine;
use anteroom_stack::dead_letters::{DeadLetters, Origin};
use anteroom_stack::limits::{Limits, Order};
use anteroom_stack::pattern::Pattern;
use anteroom_stack::runner::Runner;
use anteroom_stack::triggers::Triggers;
use anteroom_stack::wiring::{EventRule, LogSubscription, Schedule, StreamMapping, Wiring};
use serde_json::{Value, json};

use super::{function, start, wait_until, wiring};

struct Cloud {
    http: reqwest::Client,
    url: String,
    runner: Runner,
    triggers: Triggers,
    dead_letters: DeadLetters,
    _table: Option<DynamoDb>,
}

impl Cloud {
    /// A cloud whose table hands over its changes.
    async fn start(adapt: impl FnOnce(&mut Wiring)) -> Cloud {
        let (table, clock) = (table(), clock());
        let http = reqwest::Client::new();
        let table = DynamoDb::start(Source::Memory, &table, &clock, Front::default(), http);
        let table = table.await.unwrap();
        let (url, changes) = (table.url().to_owned(), table.changes());
        Self::with(Some(table), url, changes, adapt).await
    }

    /// A cloud whose table is asked for its changes.
    async fn polling() -> Cloud {
        let database = dynoxide::Database::memory().unwrap();
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let listener = listener.await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(dynoxide::server::serve_on(listener, database));
        let http = reqwest::Client::new();
        let changes = Changes::Polled {
            http,
            url: url.clone(),
        };
        let cloud = Self::with(None, url, changes, |_| {}).await;
        cloud.call("CreateTable", &table()).await;
        cloud.triggers.settle().await;
        cloud
    }

    async fn with(
        table: Option<DynamoDb>,
        url: String,
        changes: Changes,
        adapt: impl FnOnce(&mut Wiring),
    ) -> Cloud {
        let function = function(Duration::from_secs(20));
        let runner = start(&function, &[]).await;
        let mut wiring = wiring(function);
        wiring.table = self::table();
        wiring.streams = vec![mapping()];
        adapt(&mut wiring);
        let dead_letters = DeadLetters::default();
        let triggers = Triggers::start(
            &wiring,
            runner.clone(),
            clock(),
            dead_letters.clone(),
            changes,
        );
        Cloud {
            http: reqwest::Client::new(),
            url,
            runner,
            triggers,
            dead_letters,
            _table: table,
        }
    }

    async fn put(&self, id: &str, fate: &str) {
        let item = json!({"PK": {"S": id}, "do": {"S": fate}, "kind": {"S": "message"}});
        self.call("PutItem", &json!({"TableName": "table", "Item": item}))
            .await;
    }

    async fn call(&self, operation: &str, body: &Value) {
        let response = self
            .http
            .post(&self.url)
            .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
            .header("content-type", "application/x-amz-json-1.0")
            .header("x-amz-date", "20260101T000000Z")
            .header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, \
                 SignedHeaders=host, Signature=0",
            )
            .body(body.to_string())
            .send()
            .await
            .unwrap();
        let status = response.status();
        assert!(status.is_success(), "{}", response.text().await.unwrap());
    }

    /// How many records the function saw, by what it printed.
    fn records(&self) -> usize {
        let logs = self.runner.logs();
        logs.iter()
            .filter(|each| each.line.starts_with("record"))
            .count()
    }

    /// How often the function saw a record.
    fn seen(&self, id: &str) -> usize {
        let line = format!("record {id}");
        self.runner
            .logs()
            .iter()
            .filter(|each| each.line == line)
            .count()
    }
}

fn clock() -> Clock {
    Clock::starting_at("2026-11-22T10:00:00Z".parse().unwrap())
}

fn table() -> Value {
    json!({
        "TableName": "table",
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{"AttributeName": "PK", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "PK", "AttributeType": "S"}],
        "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_IMAGE"},
    })
}

fn mapping() -> StreamMapping {
    let filter = json!({"dynamodb": {"NewImage": {"kind": {"S": ["message"]}}}});
    StreamMapping {
        function: "echo".to_owned(),
        from_start: true,
        batch_size: 10,
        parallel: 1,
        retries: Some(2),
        max_age: None,
        bisect: true,
        partial: true,
        filters: vec![Pattern::read(&filter).unwrap()],
        on_failure: Some("failures".to_owned()),
    }
}

#[tokio::test]
async fn settled_means_that_every_record_was_handled() {
    let cloud = Cloud::start(|wiring| wiring.streams[0].parallel = 4).await;
    for round in 0..20 {
        for n in 0..5 {
            cloud.put(&format!("{round}-{n}"), "succeed").await;
        }
        cloud.triggers.settle().await;
        // What was printed may come a moment after the answer; no invocation may.
        let invocations = cloud.runner.invocations();
        wait_until(|| cloud.records() == (round + 1) * 5).await;
        assert_eq!(cloud.runner.invocations(), invocations);
    }
    assert!(cloud.dead_letters.all().is_empty());
}

#[tokio::test]
async fn a_record_is_on_its_way_at_once() {
    let cloud = Cloud::start(|_| {}).await;
    cloud.put("warm", "succeed").await;
    cloud.triggers.settle().await;
    cloud.put("quick", "succeed").await;
    // Nobody asks for it here: the stream is followed all the time.
    wait_until(|| cloud.seen("quick") == 1).await;
}

#[tokio::test]
async fn a_stream_that_is_polled_is_followed_too() {
    let cloud = Cloud::polling().await;
    for round in 0..5 {
        cloud.put(&format!("{round}"), "succeed").await;
        cloud.triggers.settle().await;
        assert_eq!(cloud.runner.invocations(), round + 1);
    }
    cloud.put("quick", "succeed").await;
    wait_until(|| cloud.seen("quick") == 1).await;
    assert!(cloud.dead_letters.all().is_empty());
}

#[tokio::test]
async fn a_write_that_changes_nothing_makes_no_record() {
    let cloud = Cloud::start(|_| {}).await;
    for _ in 0..3 {
        cloud.put("same", "succeed").await;
    }
    cloud.triggers.settle().await;
    assert_eq!(cloud.runner.invocations(), 1);
}

#[tokio::test]
async fn only_what_the_filter_lets_through_is_handed_on() {
    let cloud = Cloud::start(|_| {}).await;
    let item = json!({"PK": {"S": "other"}, "kind": {"S": "booking"}});
    let request = json!({"TableName": "table", "Item": item});
    cloud.call("PutItem", &request).await;
    cloud.triggers.settle().await;
    assert_eq!(cloud.runner.invocations(), 0);
}

#[tokio::test]
async fn a_record_that_fails_is_tried_again_then_dead() {
    let cloud = Cloud::start(|_| {}).await;
    cloud.put("poison", "fail").await;
    cloud.put("after", "succeed").await;
    cloud.triggers.settle().await;
    wait_until(|| cloud.seen("poison") == 3).await;
    assert!(cloud.seen("after") >= 1);
    let letters = cloud.dead_letters.all();
    assert_eq!(letters.len(), 1);
    assert_eq!(
        (letters[0].trigger, letters[0].attempts),
        (Origin::Stream, 3)
    );
    assert_eq!(letters[0].destination.as_deref(), Some("failures"));
    let image = &letters[0].event["Records"][0]["dynamodb"]["NewImage"];
    assert_eq!(image["PK"]["S"], "poison");
}

#[tokio::test]
async fn a_tick_fires_once_and_is_awaited() {
    let tick = Schedule {
        name: "tick".to_owned(),
        function: "echo".to_owned(),
        every_minutes: 1,
        input: None,
        scheduler: true,
    };
    let cloud = Cloud::start(|wiring| wiring.schedules.push(tick)).await;
    let at = "2026-11-22T10:05:00Z".parse().unwrap();
    cloud.triggers.tick(at).await;
    assert_eq!(cloud.runner.report()[0].invocation_ms.len(), 1);
    cloud.triggers.tick(at).await;
    assert_eq!(cloud.runner.report()[0].invocation_ms.len(), 1);
    cloud.triggers.tick(at + Duration::from_secs(60)).await;
    assert_eq!(cloud.runner.report()[0].invocation_ms.len(), 2);
}

#[tokio::test]
async fn events_go_to_the_rules_that_they_match() {
    let pattern = json!({"source": ["aws.chime"], "detail": {"do": ["echo", "fail"]}});
    let rule = EventRule {
        name: "meeting".to_owned(),
        function: "echo".to_owned(),
        pattern: Pattern::read(&pattern).unwrap(),
    };
    let cloud = Cloud::start(|wiring| wiring.rules.push(rule)).await;
    let event = |fate: &str| json!({"source": "aws.chime", "detail": {"do": fate}});
    cloud.triggers.emit(event("echo"));
    cloud.triggers.emit(event("nothing"));
    cloud.triggers.settle().await;
    assert_eq!(cloud.runner.invocations(), 1);
    cloud.triggers.emit(event("fail"));
    cloud.triggers.settle().await;
    assert_eq!(cloud.runner.invocations(), 3);
    let letters = cloud.dead_letters.all();
    assert_eq!((letters[0].trigger, letters[0].attempts), (Origin::Rule, 2));
    assert_eq!(letters[0].destination.as_deref(), Some("lost-and-found"));
}

#[tokio::test]
async fn throttles_are_waited_out_and_are_no_attempts() {
    let rule = EventRule {
        name: "meeting".to_owned(),
        function: "echo".to_owned(),
        pattern: Pattern::read(&json!({"source": ["aws.chime"]})).unwrap(),
    };
    let cloud = Cloud::start(|wiring| wiring.rules.push(rule)).await;
    let limits = Limits::new(clock());
    let order = Order::read(br#"{"lambdaConcurrency": 1}"#);
    limits.order(order.unwrap());
    cloud.runner.limit_with(limits.clone());
    let hanging = {
        let runner = cloud.runner.clone();
        tokio::spawn(async move { runner.invoke("echo", br#"{"do": "hang"}"#.to_vec()).await })
    };
    wait_until(|| limits.running() == 1).await;
    cloud.triggers.emit(json!({"source": "aws.chime"}));
    cloud.put("record", "succeed").await;
    let refused = || limits.report()["refused"][0]["count"].as_u64();
    // More often than either may be tried again.
    wait_until(|| refused() >= Some(8)).await;
    assert!(cloud.dead_letters.all().is_empty());
    cloud.runner.kill("echo");
    hanging.await.unwrap().unwrap_err();
    cloud.triggers.settle().await;
    wait_until(|| cloud.seen("record") == 1).await;
    assert!(cloud.dead_letters.all().is_empty());
}

#[tokio::test]
async fn lines_of_a_log_go_to_those_who_subscribe_to_it() {
    let subscription = LogSubscription {
        name: "reports".to_owned(),
        function: "echo".to_owned(),
        group: "sns/failures".to_owned(),
    };
    let cloud = Cloud::start(|wiring| wiring.logs.push(subscription)).await;
    for group in ["sns/failures", "sns/others"] {
        cloud.triggers.log(&LogLine {
            group: group.to_owned(),
            at: clock().now(),
            message: "{}".to_owned(),
        });
    }
    cloud.triggers.settle().await;
    assert_eq!(cloud.runner.invocations(), 1);
}
