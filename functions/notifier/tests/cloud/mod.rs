//! A stand-in for the services that the notifier calls: it answers as a test tells it
//! to, and remembers what it was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use anteroom_domain::policy::Policy;
use anteroom_messaging::compose::link::LinkKey;
use anteroom_messaging::compose::{Help, Settings};
use anteroom_messaging::send::Outgoing;
use anteroom_notifier::{AppState, UserPool};
use anteroom_runtime::dead_letters::DeadLetters;
use anteroom_store::{Random, Store};
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use jiff::{SignedDuration, Timestamp};

/// A call: its operation and its body.
pub(crate) type Call = (String, String);
/// An answer: its status and its body.
pub(crate) type Answer = (u16, &'static str);

/// What was asked so far.
#[derive(Clone, Default)]
pub(crate) struct Calls(Arc<Mutex<Vec<Call>>>);

impl Calls {
    /// The operations, in their order.
    pub(crate) fn operations(&self) -> Vec<String> {
        self.0
            .lock()
            .unwrap()
            .iter()
            .map(|(operation, _)| operation.clone())
            .collect()
    }

    /// The body of the last call of an operation.
    pub(crate) fn body(&self, operation: &str) -> String {
        let calls = self.0.lock().unwrap();
        calls
            .iter()
            .rev()
            .find(|(name, _)| name == operation)
            .unwrap()
            .1
            .clone()
    }
}

/// A notifier in front of services that answer by `answer`, which is given the operation.
pub(crate) fn notifier(answer: fn(&str) -> Answer) -> (AppState, Calls) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let calls = Calls::default();
    let seen = calls.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            serve(stream.unwrap(), &seen, answer);
        }
    });

    let (region, credentials) = (
        Region::new("ap-southeast-1"),
        Credentials::new("test", "test", None, None, "test"),
    );
    macro_rules! client {
        ($sdk:ident) => {
            $sdk::Client::from_conf(
                $sdk::Config::builder()
                    .behavior_version(BehaviorVersion::latest())
                    .region(region.clone())
                    .credentials_provider(credentials.clone())
                    .retry_config($sdk::config::retry::RetryConfig::disabled())
                    .endpoint_url(&url)
                    .build(),
            )
        };
    }
    let outgoing = Outgoing {
        mail: client!(aws_sdk_sesv2),
        configuration_set: "anteroom-test".to_owned(),
        sms: client!(aws_sdk_sns),
        sms_senders: "VN=Anteroom".parse().unwrap(),
        sms_max_price: "0.50".parse().unwrap(),
    };
    let dead_letters = DeadLetters {
        client: client!(aws_sdk_sqs),
        queue_url: "https://sqs.ap-southeast-1.amazonaws.com/0/dead".to_owned(),
    };
    let settings = Settings {
        service_name: "Calm Harbour".parse().unwrap(),
        portal_url: "https://portal.example.com".to_owned(),
        mail_from: "no-reply@mail.example.com".parse().unwrap(),
        help: Help::default(),
        link_key: LinkKey::new(&[7; 32]).unwrap(),
        link_life: SignedDuration::from_mins(15),
    };
    let store = Store::new(
        client!(aws_sdk_dynamodb),
        "anteroom".to_owned(),
        Random::system(),
    );
    (
        AppState {
            store,
            outgoing,
            pool: UserPool {
                client: client!(aws_sdk_cognitoidentityprovider),
                id: "pool".to_owned(),
            },
            dead_letters,
            settings,
            policy: Policy::default(),
            now,
        },
        calls,
    )
}

/// When the tests happen.
pub(crate) fn now() -> Timestamp {
    "2026-11-21T08:30:01Z".parse().unwrap()
}

/// Answers one request and hangs up.
fn serve(stream: TcpStream, calls: &Calls, answer: fn(&str) -> Answer) {
    let mut reader = BufReader::new(&stream);
    let (mut target, mut length) = (String::new(), 0);
    let mut line = String::new();
    while reader.read_line(&mut line).unwrap() > 2 {
        if let Some((name, value)) = line.trim_end().split_once(':') {
            match name.to_ascii_lowercase().as_str() {
                "x-amz-target" => target = value.rsplit('.').next().unwrap().to_owned(),
                "content-length" => length = value.trim().parse().unwrap(),
                _ => {}
            }
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let body = String::from_utf8(body).unwrap();
    let operation = match target.as_str() {
        "" if body.starts_with("Action=Publish") => "Publish",
        "" => "SendEmail",
        target => target,
    };
    calls.0.lock().unwrap().push((operation.to_owned(), body));
    let (status, body) = answer(operation);
    let head = format!(
        "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    (&stream)
        .write_all(format!("{head}{body}").as_bytes())
        .unwrap();
}
