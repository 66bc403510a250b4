//! The stack's own endpoints, on a whole stack whose functions end as soon as they start.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anteroom_stack::{Options, Stack};
use jiff::{SignedDuration, Timestamp};
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Value, json};

const FUNCTIONS: [&str; 7] = [
    "bookings",
    "sessions",
    "concierge",
    "notifier",
    "gate-checks",
    "scheduler",
    "meeting-events",
];

const START: &str = "2026-11-22T10:00:05Z";

struct App {
    stack: Stack,
    folder: PathBuf,
    http: Client,
}

impl App {
    async fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("anteroom-{}", uuid::Uuid::new_v4()));
        fs::create_dir_all(&folder).unwrap();
        for function in FUNCTIONS {
            let file = folder.join(function);
            fs::write(&file, "#!/bin/sh\nexit 1\n").unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        }
        Self::start_in(folder).await
    }

    /// Another stack on the data of one that ran before.
    async fn again(self) -> Self {
        self.stack.stop().await;
        Self::start_in(self.folder).await
    }

    async fn start_in(folder: PathBuf) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let options = Options {
            now: Some(START.parse().unwrap()),
            data: Some(folder.join("data")),
            ..Options::new(root, &folder)
        };
        let stack = Stack::start(options).await.unwrap();
        Self {
            stack,
            folder,
            http: Client::new(),
        }
    }

    async fn send(&self, method: Method, path: &str, body: Value) -> Response {
        let url = format!("{}{path}", self.stack.url());
        self.http
            .request(method, url)
            .json(&body)
            .send()
            .await
            .unwrap()
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.send(Method::GET, path, Value::Null).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.json().await.unwrap()
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let answer = self.send(Method::POST, path, body).await;
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.unwrap()
    }

    /// The status and code of a problem.
    async fn refused(&self, path: &str, body: Value) -> (u16, String) {
        let answer = self.send(Method::POST, path, body).await;
        assert_eq!(
            answer.headers()["content-type"],
            "application/problem+json",
            "{path}"
        );
        let status = answer.status().as_u16();
        let problem: Value = answer.json().await.unwrap();
        assert_eq!(problem["status"], status);
        (status, problem["code"].as_str().unwrap().to_owned())
    }

    async fn now(&self) -> Timestamp {
        self.get("/_local/clock").await["now"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap()
    }

    async fn end(self) {
        self.stack.stop().await;
        fs::remove_dir_all(self.folder).unwrap();
    }
}

fn bad_request() -> (u16, String) {
    (400, "bad_request".to_owned())
}

#[tokio::test]
async fn tells_where_everything_is() {
    let app = App::start().await;
    let health = app.get("/_local/health").await;
    assert_eq!(health["status"], "ok");
    for service in ["dynamodb", "ses", "sns", "sqs", "chime", "issuer"] {
        assert!(
            health["endpoints"][service]
                .as_str()
                .unwrap()
                .starts_with("http://"),
            "{service}"
        );
    }
    let issuer = health["endpoints"]["issuer"].as_str().unwrap();
    let discovery = app
        .http
        .get(format!("{issuer}/.well-known/openid-configuration"));
    let discovery: Value = discovery.send().await.unwrap().json().await.unwrap();
    assert_eq!(discovery["issuer"], issuer);
    let keys = app
        .http
        .get(discovery["jwks_uri"].as_str().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(
        keys.json::<Value>().await.unwrap()["keys"][0]["alg"],
        "RS256"
    );
    for path in [
        "messages",
        "meetings",
        "calls",
        "dead-letters",
        "functions",
        "logs",
        "faults",
    ] {
        assert!(
            app.get(&format!("/_local/{path}")).await["items"].is_array(),
            "{path}"
        );
    }
    app.end().await;
}

#[tokio::test]
async fn a_token_lasts_an_hour_of_the_stacks_clock() {
    let app = App::start().await;
    let token = app
        .post("/_local/token", json!({"sub": "prv_1", "role": "provider"}))
        .await;
    let token = token["accessToken"].as_str().unwrap();
    let issuer = app.stack.issuer();
    assert_eq!(
        issuer.verify(token, app.now().await).unwrap()["sub"],
        "prv_1"
    );
    app.post("/_local/clock", json!({"advance": "PT1H"})).await;
    assert!(issuer.verify(token, app.now().await).is_err());
    let strange = json!({"sub": "prv_1", "role": "owner"});
    assert_eq!(app.refused("/_local/token", strange).await, bad_request());
    app.end().await;
}

#[tokio::test]
async fn time_goes_on_and_never_back() {
    let app = App::start().await;
    // Functions that die make each tick a dead letter, by which ticks can be counted.
    let ticks = async || {
        let dead = app.get("/_local/dead-letters").await;
        let time = |letter: &Value| letter["event"]["time"].as_str().unwrap().to_owned();
        dead["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|letter| letter["function"] == "scheduler")
            .map(time)
            .collect::<Vec<_>>()
    };
    app.post("/_local/settle", Value::Null).await;
    let before = ticks().await.len();
    app.post("/_local/clock", json!({"to": "2026-11-22T10:03:10Z"}))
        .await;
    let all = [
        "2026-11-22T10:01:00Z",
        "2026-11-22T10:02:00Z",
        "2026-11-22T10:03:00Z",
    ];
    assert_eq!(ticks().await[before..], all);
    app.post(
        "/_local/clock",
        json!({"advance": "PT36H", "ticks": "last"}),
    )
    .await;
    assert_eq!(ticks().await[before + 3..], ["2026-11-23T22:03:00Z"]);
    let now = app.now().await;
    assert!(now >= "2026-11-23T22:03:10Z".parse().unwrap());
    assert!(
        now < "2026-11-23T22:03:10Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(1)
    );

    let back = (409, "clock_never_back".to_owned());
    assert_eq!(
        app.refused("/_local/clock", json!({"to": START})).await,
        back
    );
    assert_eq!(
        app.refused("/_local/clock", json!({"advance": "-PT1S"}))
            .await,
        back
    );
    for body in [
        json!({}),
        json!({"advance": "PT1H", "to": START}),
        json!({"advance": "tomorrow"}),
        json!({"advance": "PT1H", "ticks": "some"}),
        json!({"advance": "PT1H", "speed": 2}),
    ] {
        assert_eq!(
            app.refused("/_local/clock", body.clone()).await,
            bad_request(),
            "{body}"
        );
    }
    app.end().await;
}

#[tokio::test]
async fn faults_are_ordered_shown_and_forgotten() {
    let app = App::start().await;
    let order = json!({"service": "chime", "operation": "CreateMeeting", "fault": "latency", "count": 2, "delayMs": 1});
    app.post("/_local/faults", order).await;
    assert_eq!(app.get("/_local/faults").await["items"][0]["count"], 2);
    let forget = app
        .send(Method::DELETE, "/_local/faults", Value::Null)
        .await;
    assert_eq!(forget.status(), StatusCode::NO_CONTENT);
    assert_eq!(app.get("/_local/faults").await["items"], json!([]));
    for body in [
        json!({"service": "s3", "fault": "error", "count": 1}),
        json!({"service": "ses", "fault": "fire", "count": 1}),
        json!({"service": "ses", "fault": "error"}),
        json!({"service": "ses", "fault": "error", "count": -1}),
        json!({"service": "ses", "fault": "conflict", "count": 1}),
        json!({"service": "ses", "fault": "error", "count": 1, "when": "now"}),
    ] {
        assert_eq!(
            app.refused("/_local/faults", body.clone()).await,
            bad_request(),
            "{body}"
        );
    }
    app.end().await;
}

#[tokio::test]
async fn limits_are_ordered_shown_and_taken_off() {
    let app = App::start().await;
    let none = json!({"profile": "none", "refused": []});
    assert_eq!(app.get("/_local/limits").await, none);
    let order = json!({"profile": "new-account", "partitionWriteUnitsPerSecond": 0.01});
    let shown = app.post("/_local/limits", order).await;
    assert_eq!(shown["profile"], "new-account");
    assert_eq!(shown["partitionWriteUnitsPerSecond"], 0.01);
    assert_eq!(shown["tableWriteUnitsPerSecond"], 4000);
    assert_eq!(shown["sesSandbox"], true);
    assert_eq!(app.get("/_local/limits").await, shown);

    // A later order stands alone.
    let order = json!({"partitionWriteUnitsPerSecond": 0.01});
    let expected = json!({"profile": "none", "partitionWriteUnitsPerSecond": 0.01, "refused": []});
    assert_eq!(app.post("/_local/limits", order).await, expected);
    let put = async || {
        let item = json!({"PK": {"S": "BKG#1"}, "SK": {"S": "x"}});
        let request = app
            .http
            .post(&app.stack.endpoints().dynamodb)
            .header("x-amz-target", "DynamoDB_20120810.PutItem")
            .header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=somebody/20261122/r/dynamodb/aws4_request",
            )
            .body(json!({"TableName": app.stack.table(), "Item": item}).to_string());
        request.send().await.unwrap().status()
    };
    assert_eq!(put().await, StatusCode::OK);
    assert_eq!(put().await, StatusCode::BAD_REQUEST);
    let table = app.stack.table();
    let expected = json!([{
        "limit": "partitionWriteUnitsPerSecond", "target": table, "partition": "BKG#1", "count": 1,
    }]);
    assert_eq!(app.get("/_local/limits").await["refused"], expected);
    let measured = app.get("/_local/metrics").await;
    let mut metrics = measured["metrics"].as_array().unwrap().iter();
    let throttles = metrics.find(|metric| metric["name"] == "WriteThrottleEvents");
    let dimensions = json!({"TableName": table});
    assert_eq!(throttles.unwrap()["dimensions"], dimensions);

    let off = app
        .send(Method::DELETE, "/_local/limits", Value::Null)
        .await;
    assert_eq!(off.status(), StatusCode::NO_CONTENT);
    assert_eq!(app.get("/_local/limits").await, none);
    assert_eq!(put().await, StatusCode::OK);
    for body in [
        json!({"profile": "unlimited"}),
        json!({"partitionUnits": 1}),
        json!({"partitionWriteUnitsPerSecond": "many"}),
        json!({"partitionWriteUnitsPerSecond": 0}),
        json!({"chimeMeetings": -1}),
        json!("granted"),
    ] {
        let refused = app.refused("/_local/limits", body.clone()).await;
        assert_eq!(refused, bad_request(), "{body}");
    }
    app.end().await;
}

#[tokio::test]
async fn meetings_are_shown_counted_kept_and_end_by_the_clock() {
    let app = App::start().await;
    let request = app
        .http
        .post(format!("{}/meetings", app.stack.endpoints().chime))
        .header(
            "authorization",
            "AWS4-HMAC-SHA256 Credential=somebody/20261122/r/chime/aws4_request",
        )
        .json(&json!({
            "ClientRequestToken": "once",
            "ExternalMeetingId": "bkg_1",
            "MediaRegion": "ap-southeast-1",
        }));
    let created: Value = request.send().await.unwrap().json().await.unwrap();
    let id = created["Meeting"]["MeetingId"].as_str().unwrap();
    let shown = json!([{"meetingId": id, "externalMeetingId": "bkg_1", "attendees": []}]);
    assert_eq!(app.get("/_local/meetings").await["items"], shown);
    let counted = json!({
        "items": [{"function": "somebody", "service": "chime", "operation": "CreateMeeting", "count": 1}],
        "total": 1,
    });
    assert_eq!(app.get("/_local/calls").await, counted);

    let events = format!("/_local/meetings/{id}/events");
    let event = json!({"eventType": "MeetingStarted", "timestamp": START});
    let event = app.post(&events, event).await;
    assert_eq!(event["detail"]["eventType"], "chime:MeetingStarted");
    assert_eq!(
        app.refused(&events, json!({"eventType": "Fire"})).await,
        bad_request()
    );
    let unknown = app
        .refused(
            "/_local/meetings/m/events",
            json!({"eventType": "MeetingStarted"}),
        )
        .await;
    assert_eq!(unknown.0, 404);

    let app = app.again().await;
    assert_eq!(app.get("/_local/meetings").await["items"], shown);

    app.post("/_local/clock", json!({"advance": "PT6M"})).await;
    assert_eq!(app.get("/_local/meetings").await["items"], json!([]));
    app.end().await;
}

#[tokio::test]
async fn a_stopped_stack_leaves_whole_files_although_somebody_is_still_connected() {
    let App {
        stack,
        folder,
        http,
    } = App::start().await;
    let list = || {
        let request = http
            .post(&stack.endpoints().dynamodb)
            .header("x-amz-target", "DynamoDB_20120810.ListTables");
        request.json(&json!({})).send()
    };
    // The client keeps its connection.
    assert_eq!(list().await.unwrap().status(), 200);
    stack.stop().await;
    let files = fs::read_dir(folder.join("data")).unwrap();
    let mut names: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["issuer.der", "meetings.json", "secret", "table.db"]);
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn capacity_is_shown_and_counted_anew() {
    let app = App::start().await;
    let item = json!({"PK": {"S": "BKG#1"}, "SK": {"S": "x"}, "text": {"S": "t".repeat(1500)}});
    let request = app
        .http
        .post(&app.stack.endpoints().dynamodb)
        .header("x-amz-target", "DynamoDB_20120810.PutItem")
        .header(
            "authorization",
            "AWS4-HMAC-SHA256 Credential=somebody/20261122/r/dynamodb/aws4_request",
        )
        .body(json!({"TableName": app.stack.table(), "Item": item}).to_string());
    assert_eq!(request.send().await.unwrap().status(), StatusCode::OK);
    let table = app.stack.table();
    let expected = json!({
        "items": [{"function": "somebody", "operation": "PutItem", "target": table, "writeUnits": 2.0, "readUnits": 0.0, "calls": 1}],
        "hottestKeys": [{"target": table, "partition": "BKG#1", "peakWriteUnitsPerSecond": 2.0}],
        "total": {"writeUnits": 2.0, "readUnits": 0.0},
    });
    assert_eq!(app.get("/_local/capacity").await, expected);
    let anew = app.send(Method::DELETE, "/_local/capacity", Value::Null);
    assert_eq!(anew.await.status(), StatusCode::NO_CONTENT);
    let nothing =
        json!({"items": [], "hottestKeys": [], "total": {"writeUnits": 0.0, "readUnits": 0.0}});
    assert_eq!(app.get("/_local/capacity").await, nothing);
    app.end().await;
}

#[tokio::test]
async fn events_are_held_until_they_are_released() {
    let app = App::start().await;
    let order = json!({"trouble": "hold", "eventType": "MeetingStarted", "count": 1});
    app.post("/_local/event-troubles", order.clone()).await;
    let mut left = order;
    left["skip"] = json!(0);
    let items = &app.get("/_local/event-troubles").await["items"];
    assert_eq!(*items, json!([left]));

    let request = app
        .http
        .post(format!("{}/meetings", app.stack.endpoints().chime))
        .header("authorization", "AWS4-HMAC-SHA256 Credential=somebody/20261122/r/chime/aws4_request")
        .json(&json!({"ClientRequestToken": "once", "ExternalMeetingId": "bkg_1", "MediaRegion": "ap-southeast-1"}));
    assert!(request.send().await.unwrap().status().is_success());
    assert_eq!(app.get("/_local/event-troubles").await["items"], json!([]));
    let held = app.get("/_local/held-events").await;
    assert_eq!(
        held["items"][0]["detail"]["eventType"],
        "chime:MeetingStarted"
    );
    let released = app.send(Method::DELETE, "/_local/held-events", Value::Null);
    let released: Value = released.await.json().await.unwrap();
    assert_eq!(released, held);
    assert_eq!(app.get("/_local/held-events").await["items"], json!([]));

    for wrong in [
        json!({"trouble": "hold", "count": 0}),
        json!({"trouble": "burn", "count": 1}),
        json!({"trouble": "lose", "eventType": "Fire", "count": 1}),
    ] {
        let refused = app.refused("/_local/event-troubles", wrong).await;
        assert_eq!(refused, bad_request());
    }
    app.end().await;
}

#[tokio::test]
async fn calls_are_signalled_on_the_origin() {
    let app = App::start().await;
    let url = format!("{}/control/a-meeting", app.stack.url());
    let upgrade = app
        .http
        .get(url)
        .header("connection", "upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
        .header("sec-websocket-protocol", "_aws_wt_session, token");
    let answer = upgrade.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SWITCHING_PROTOCOLS);
    assert_eq!(
        answer.headers()["sec-websocket-protocol"],
        "_aws_wt_session"
    );
    app.end().await;
}
