//! The cloud, in this process and thread: DynamoDB, the meeting service, and a mail and SMS
//! service. SDK clients reach it without a socket, and any call can be made to fail.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
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
use axum::Router;
use chime_local::ChimeLocal;
use dynoxide::Database;
use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::Notify;

use crate::dice::Dice;
use crate::services::Service;

thread_local! {
    static NOW: Cell<Timestamp> = const { Cell::new(Timestamp::UNIX_EPOCH) };
}

/// The current time of this thread's world.
pub(crate) fn now() -> Timestamp {
    NOW.get()
}

/// Sets the world's clock.
pub(crate) fn set_now(now: Timestamp) {
    NOW.set(now);
}

/// How a call goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Throttled.
    Throttle,
    /// Refused with the service's internal error.
    Error,
    /// No answer, and no effect.
    Timeout,
    /// The effect happens, but there is no answer.
    TimeoutAfterEffect,
    /// The caller crashes before the call takes effect.
    Crash,
    /// The caller crashes after the call took effect.
    CrashAfterEffect,
}

/// A scheduled fault.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    /// How many calls succeed before it.
    pub(crate) skip: u64,
    /// The fault.
    pub(crate) fault: Fault,
    /// How many calls it affects.
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

/// What the mail and SMS service accepted of one delivery.
#[derive(Clone, Debug, Default)]
pub(crate) struct Posted {
    /// How many times.
    pub(crate) times: usize,
    /// How many of them were answered.
    pub(crate) answered: usize,
    /// The distinct Message-IDs.
    pub(crate) message_ids: Vec<String>,
}

/// A write to an item, as the table's stream reports it.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) keys: Value,
    /// Null if the item was removed.
    pub(crate) image: Value,
}

/// Everything that the clients can reach.
#[derive(Clone)]
pub(crate) struct Cloud {
    pub(crate) database: Database,
    pub(crate) chime: ChimeLocal,
    pub(crate) router: Router,
    pub(crate) state: Arc<Mutex<State>>,
    crashed: Arc<Notify>,
}

#[derive(Default)]
pub(crate) struct State {
    fault: Option<Order>,
    pub(crate) posted: BTreeMap<DeliveryId, Posted>,
    /// The delivery that is being sent; an SMS does not name its own.
    pub(crate) sending: Option<DeliveryId>,
    /// Writes that the stream has not reported yet.
    pub(crate) written: Vec<Written>,
    calls: u64,
    /// What was called and written, in order.
    trace: DefaultHasher,
    /// Draws how many turns each call waits; `None` for no waiting.
    turns: Option<Dice>,
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

    /// The configuration of clients of this cloud. Their pauses take no time.
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

    /// Runs a future as a process that may crash; `None` if it did. The fault happens if the future
    /// makes enough calls.
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

    /// From now on, each call waits for some turns first, so that concurrent calls interleave at
    /// all points.
    pub(crate) fn stagger(&self, turns: Dice) {
        self.state.lock().unwrap().turns = Some(turns);
    }

    fn turns(&self) -> u64 {
        let mut state = self.state.lock().unwrap();
        state.turns.as_mut().map_or(0, |turns| turns.roll(6))
    }

    /// Sets the delivery that is sent next.
    pub(crate) fn sending(&self, delivery: DeliveryId) {
        self.state.lock().unwrap().sending = Some(delivery);
    }

    /// What was accepted of a delivery.
    pub(crate) fn posted(&self, delivery: &DeliveryId) -> Posted {
        let state = self.state.lock().unwrap();
        state.posted.get(delivery).cloned().unwrap_or_default()
    }

    /// All writes since the last call of this.
    pub(crate) fn written(&self) -> Vec<Written> {
        std::mem::take(&mut self.state.lock().unwrap().written)
    }

    /// The number of calls made.
    pub(crate) fn calls(&self) -> u64 {
        self.state.lock().unwrap().calls
    }

    /// A digest of all calls and all that was written. Runs of one seed have the same.
    pub(crate) fn trace(&self) -> u64 {
        self.state.lock().unwrap().trace.finish()
    }

    /// Adds to what is compared of two runs.
    pub(crate) fn note(&self, what: impl Hash) {
        what.hash(&mut self.state.lock().unwrap().trace);
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
        for _ in 0..self.turns() {
            tokio::task::yield_now().await;
        }
        let fault = self.fault();
        self.note(format!("{service:?} {fault:?} {}", now()));
        match fault {
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
}

impl HttpConnector for Cloud {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let cloud = self.clone();
        HttpConnectorFuture::new(async move { Ok(cloud.answer(request).await) })
    }
}

/// Pauses that take turns instead of time. A short pause ends before a long one, and no pause ends
/// before work that can go on now.
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
