//! The cloud in this process and this thread: the table, the meeting service, and a post office
//! that takes emails and texts. SDK clients reach it without a socket, and every call can go
//! wrong on order.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anteroom_domain::values::DeliveryId;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::config::{
    AsyncSleep, Credentials, SharedAsyncSleep, SharedCredentialsProvider, Sleep,
};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use axum::Router;
use axum::body::{Body, to_bytes};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chime_local::ChimeLocal;
use dynoxide::Database;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::sync::Notify;
use tower::ServiceExt;

thread_local! {
    static NOW: Cell<Timestamp> = const { Cell::new(Timestamp::UNIX_EPOCH) };
}

/// The present moment of this thread's world.
pub(crate) fn now() -> Timestamp {
    NOW.get()
}

/// Moves the world's clock.
pub(crate) fn set_now(now: Timestamp) {
    NOW.set(now);
}

/// How a call goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Refused, as too many calls are.
    Throttle,
    /// Refused with the service's internal error.
    Error,
    /// Never answered, and nothing happens.
    Timeout,
    /// Done, and never answered.
    TimeoutAfterEffect,
    /// The caller dies before the call takes effect.
    Crash,
    /// The caller dies when the call has taken effect.
    CrashAfterEffect,
}

/// A fault to come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    /// How many calls pass before it.
    pub(crate) skip: u64,
    /// What goes wrong.
    pub(crate) fault: Fault,
    /// With how many calls.
    pub(crate) count: u64,
}

pub(crate) const FAULTS: [Fault; 6] = [
    Fault::Throttle,
    Fault::Error,
    Fault::Timeout,
    Fault::TimeoutAfterEffect,
    Fault::Crash,
    Fault::CrashAfterEffect,
];

/// What the post office took of one delivery.
#[derive(Clone, Debug, Default)]
pub(crate) struct Posted {
    /// How many times.
    pub(crate) times: usize,
    /// How many of them were answered.
    pub(crate) answered: usize,
    /// The Message-IDs, each once.
    pub(crate) message_ids: Vec<String>,
}

/// All that the clients reach.
#[derive(Clone)]
pub(crate) struct Cloud {
    pub(crate) database: Database,
    pub(crate) chime: ChimeLocal,
    router: Router,
    state: Arc<Mutex<State>>,
    crashed: Arc<Notify>,
}

#[derive(Default)]
struct State {
    fault: Option<Order>,
    posted: BTreeMap<DeliveryId, Posted>,
    /// The delivery that is being sent: a text does not name its own.
    sending: Option<DeliveryId>,
    calls: u64,
}

impl std::fmt::Debug for Cloud {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Cloud")
    }
}

impl Cloud {
    pub(crate) fn new(chime: ChimeLocal) -> Self {
        Self {
            database: Database::memory().unwrap(),
            router: chime.router(),
            chime,
            state: Arc::default(),
            crashed: Arc::default(),
        }
    }

    /// The configuration of clients that reach this cloud. Their pauses take no time.
    pub(crate) fn config(&self) -> SdkConfig {
        let cloud = self.clone();
        let http = http_client_fn(move |_, _| SharedHttpConnector::new(cloud.clone()));
        let credentials = Credentials::new("model", "model", None, None, "model");
        let timeouts = TimeoutConfig::builder()
            .operation_attempt_timeout(Duration::from_secs(2))
            .operation_timeout(Duration::from_secs(6));
        SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("ap-southeast-1"))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .endpoint_url("http://model")
            .sleep_impl(SharedAsyncSleep::new(NoTime))
            .timeout_config(timeouts.build())
            .http_client(http)
            .build()
    }

    /// Runs something as a process that may die: `None` if it did. The fault comes true if it
    /// makes that many calls.
    pub(crate) async fn run<T>(
        &self,
        fault: Option<Order>,
        operation: impl Future<Output = T>,
    ) -> Option<T> {
        self.state.lock().unwrap().fault = fault;
        let result = tokio::select! {
            biased;
            result = operation => Some(result),
            () = self.crashed.notified() => None,
        };
        self.state.lock().unwrap().fault = None;
        result
    }

    /// Says which delivery is going to be sent.
    pub(crate) fn sending(&self, delivery: DeliveryId) {
        self.state.lock().unwrap().sending = Some(delivery);
    }

    /// What was taken of a delivery.
    pub(crate) fn posted(&self, delivery: &DeliveryId) -> Posted {
        let state = self.state.lock().unwrap();
        state.posted.get(delivery).cloned().unwrap_or_default()
    }

    /// How many calls were made.
    pub(crate) fn calls(&self) -> u64 {
        self.state.lock().unwrap().calls
    }

    fn fault(&self) -> Option<Fault> {
        let mut state = self.state.lock().unwrap();
        state.calls += 1;
        let order = state.fault.as_mut()?;
        if order.skip > 0 {
            order.skip -= 1;
            return None;
        }
        order.count = order.count.checked_sub(1)?;
        Some(order.fault)
    }

    async fn answer(&self, request: HttpRequest) -> HttpResponse {
        let service = Service::of(&request);
        match self.fault() {
            None => self.serve(service, request, true).await,
            Some(Fault::Throttle) => service.refusal(true),
            Some(Fault::Error) => service.refusal(false),
            Some(Fault::Timeout) => std::future::pending().await,
            Some(Fault::TimeoutAfterEffect) => {
                self.serve(service, request, false).await;
                std::future::pending().await
            }
            Some(Fault::Crash) => {
                self.crashed.notify_one();
                std::future::pending().await
            }
            Some(Fault::CrashAfterEffect) => {
                self.serve(service, request, false).await;
                self.crashed.notify_one();
                std::future::pending().await
            }
        }
    }

    async fn serve(&self, service: Service, request: HttpRequest, answered: bool) -> HttpResponse {
        let body = request.body().bytes().unwrap_or_default().to_vec();
        match service {
            Service::DynamoDb => {
                let target = request.headers().get("x-amz-target").unwrap_or_default();
                self.table(target.rsplit('.').next().unwrap(), &body)
            }
            Service::Ses => self.email(&body, answered),
            Service::Sns => {
                assert!(body.starts_with(b"Action=Publish"));
                self.post(None, answered);
                let taken = "<PublishResponse><PublishResult><MessageId>sns-1</MessageId></PublishResult></PublishResponse>";
                response(200, taken.into())
            }
            Service::Chime => {
                let mut inside = http::Request::builder()
                    .method(request.method())
                    .uri(request.uri());
                for (name, value) in request.headers() {
                    inside = inside.header(name, value);
                }
                let response = self
                    .router
                    .clone()
                    .oneshot(inside.body(Body::from(body)).unwrap())
                    .await
                    .unwrap();
                let (parts, body) = response.into_parts();
                let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
                let mut response =
                    HttpResponse::new(parts.status.as_u16().try_into().unwrap(), body.into());
                if let Some(kind) = parts.headers.get("x-amzn-errortype") {
                    let kind = kind.to_str().unwrap().to_owned();
                    response.headers_mut().insert("x-amzn-errortype", kind);
                }
                response
            }
        }
    }

    fn table(&self, operation: &str, body: &[u8]) -> HttpResponse {
        fn call<I: DeserializeOwned, O: Serialize>(
            body: &[u8],
            operation: impl FnOnce(I) -> dynoxide::Result<O>,
        ) -> HttpResponse {
            match operation(serde_json::from_slice(body).unwrap()) {
                Ok(output) => response(200, serde_json::to_vec(&output).unwrap()),
                Err(error) => response(error.status_code(), error.to_json().into_bytes()),
            }
        }
        let db = &self.database;
        match operation {
            "GetItem" => call(body, |input| db.get_item(input)),
            "BatchGetItem" => call(body, |input| db.batch_get_item(input)),
            "PutItem" => call(body, |input| db.put_item(input)),
            "UpdateItem" => call(body, |input| db.update_item(input)),
            "Query" => call(body, |input| db.query(input)),
            "TransactWriteItems" => call(body, |input| db.transact_write_items(input)),
            other => panic!("{other} is called, which the model does not know"),
        }
    }

    fn email(&self, body: &[u8], answered: bool) -> HttpResponse {
        let request: Value = serde_json::from_slice(body).unwrap();
        let tags = request["EmailTags"].as_array().unwrap().iter();
        let delivery = tags
            .filter(|tag| tag["Name"] == "delivery")
            .find_map(|tag| {
                let id = tag["Value"].as_str()?;
                id.parse::<DeliveryId>().ok()
            });
        let raw = request["Content"]["Raw"]["Data"].as_str().unwrap();
        let raw = String::from_utf8_lossy(&BASE64_STANDARD.decode(raw).unwrap()).into_owned();
        let message_id = raw
            .lines()
            .find_map(|line| line.strip_prefix("Message-ID: "))
            .unwrap()
            .to_owned();
        let sending = self.state.lock().unwrap().sending.clone();
        assert_eq!(delivery, sending, "the tag names another delivery");
        self.post(Some(message_id), answered);
        response(200, br#"{"MessageId":"ses-1"}"#.to_vec())
    }

    fn post(&self, message_id: Option<String>, answered: bool) {
        let mut state = self.state.lock().unwrap();
        let sending = state.sending.clone().unwrap();
        let posted = state.posted.entry(sending).or_default();
        posted.times += 1;
        posted.answered += usize::from(answered);
        if let Some(id) = message_id.filter(|id| !posted.message_ids.contains(id)) {
            posted.message_ids.push(id);
        }
    }
}

impl HttpConnector for Cloud {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let cloud = self.clone();
        HttpConnectorFuture::new(async move { Ok(cloud.answer(request).await) })
    }
}

#[derive(Clone, Copy, Debug)]
enum Service {
    DynamoDb,
    Ses,
    Sns,
    Chime,
}

impl Service {
    fn of(request: &HttpRequest) -> Self {
        if request.headers().get("x-amz-target").is_some() {
            Self::DynamoDb
        } else if request.uri().contains("/v2/email/") {
            Self::Ses
        } else if request.uri().contains("/meetings") {
            Self::Chime
        } else {
            Self::Sns
        }
    }

    fn refusal(self, throttled: bool) -> HttpResponse {
        let (status, code) = match (self, throttled) {
            (Self::DynamoDb, true) => (400, "ThrottlingException"),
            (Self::DynamoDb, false) => (500, "InternalServerError"),
            (Self::Ses, true) => (429, "TooManyRequestsException"),
            (Self::Ses, false) => (500, "InternalServiceErrorException"),
            (Self::Chime, true) => (429, "ThrottlingException"),
            (Self::Chime, false) => (500, "ServiceFailureException"),
            (Self::Sns, true) => (400, "Throttling"),
            (Self::Sns, false) => (500, "InternalError"),
        };
        let body = match self {
            Self::Sns => {
                format!("<ErrorResponse><Error><Code>{code}</Code></Error></ErrorResponse>")
            }
            Self::DynamoDb | Self::Ses | Self::Chime => json!({"__type": code}).to_string(),
        };
        response(status, body.into_bytes())
    }
}

fn response(status: u16, body: Vec<u8>) -> HttpResponse {
    HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body))
}

/// Pauses that take turns in place of time: a short one passes before a long one, and none
/// before what can go on now.
#[derive(Clone, Debug)]
struct NoTime;

impl AsyncSleep for NoTime {
    fn sleep(&self, duration: Duration) -> Sleep {
        let turns = duration.as_millis() / 250 + 1;
        Sleep::new(async move {
            for _ in 0..turns {
                tokio::task::yield_now().await;
            }
        })
    }
}
