//! The local stack's services in this process. The functions' SDK clients reach them without a socket, and as slowly as
//! in the cloud.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anteroom_stack::clock::Clock;
use anteroom_stack::cloud::dynamodb::{DynamoDb, Feed};
use anteroom_stack::cloud::sns::{Carriers, Networks};
use anteroom_stack::cloud::{Front, chime, ses, sns};
use anteroom_stack::grants::Grants;
use anteroom_stack::limits::{Limits, Order};
use anteroom_stack::mailbox::Mailbox;
use anteroom_stack::wiring::Wiring;
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
use serde_json::Value;

use crate::routed::routed;

/// How long services take to answer, in milliseconds: an assumption, in the order of what their documents and dashboards
/// promise. DynamoDB's is that of a transaction; reads and single writes take a third.
const DYNAMODB_MS: u64 = 12;
const CHIME_MS: u64 = 80;
const MESSAGES_MS: u64 = 50;

/// Everything that the clients can reach.
#[derive(Clone)]
pub(crate) struct Cloud {
    pub(crate) front: Front,
    pub(crate) feed: Feed,
    pub(crate) chime: ChimeLocal,
    /// How often each message was taken by the mail service.
    pub(crate) mails: Arc<Mutex<BTreeMap<String, usize>>>,
    dynamodb: Router,
    meetings: Router,
    mail: Router,
    texts: Router,
}

impl std::fmt::Debug for Cloud {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Cloud")
    }
}

impl Cloud {
    /// Opens the services. Events of the meeting service go to `heard`.
    pub(crate) fn open(
        wiring: &Wiring,
        clock: &Clock,
        seed: u64,
        heard: impl Fn(Value) + Send + Sync + 'static,
    ) -> Self {
        let functions = wiring.functions.iter();
        let grants = functions.map(|function| (function.name.clone(), function.grants.clone()));
        let limits = Limits::new(clock.clone());
        let front = Front::new(Grants::new(grants.collect()), limits);
        let (dynamodb, feed) = DynamoDb::within(&wiring.table, clock, front.clone()).unwrap();
        let now = clock.clone();
        let config = chime_local::Config {
            region: wiring.region.clone(),
            media_host: "localhost:1".to_owned(),
            now: Arc::new(move || now.now()),
            emit: Arc::new(heard),
        };
        let chime = ChimeLocal::seeded(config, seed);
        let account = ses::Account {
            identities: wiring.email_identities.clone(),
            configuration_sets: wiring.configuration_sets.clone(),
            region: wiring.region.clone(),
            ..ses::Account::default()
        };
        let networks = Networks {
            carriers: Carriers::default(),
            log: Arc::new(|_| {}),
            region: wiring.region.clone(),
            account: wiring.account.clone(),
        };
        let mailbox = Mailbox::default();
        Self {
            meetings: chime::router(&chime, front.clone()),
            mail: ses::router(
                account,
                mailbox.clone(),
                clock.clone(),
                front.clone(),
                Arc::new(|_| {}),
            ),
            texts: sns::router(mailbox, clock.clone(), front.clone(), networks),
            front,
            feed,
            chime,
            mails: Arc::default(),
            dynamodb,
        }
    }

    /// Puts limits in force.
    pub(crate) fn limit(&self, order: Order) {
        self.front.limits.order(order);
        let meetings = self.front.limits.settings().chime_meetings;
        self.chime.limit_meetings(meetings);
    }

    /// The configuration of a function's clients. Its name is its access key, by which the services know who calls.
    pub(crate) fn config(&self, function: &str) -> SdkConfig {
        let cloud = self.clone();
        let http = http_client_fn(move |_, _| SharedHttpConnector::new(cloud.clone()));
        let credentials = Credentials::new(function, "scale", None, None, "scale");
        let timeouts = TimeoutConfig::builder()
            .operation_attempt_timeout(Duration::from_secs(2))
            .operation_timeout(Duration::from_secs(6));
        SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("ap-southeast-1"))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .endpoint_url("http://scale")
            .sleep_impl(SharedAsyncSleep::new(VirtualTime))
            .timeout_config(timeouts.build())
            .http_client(http)
            .build()
    }

    /// The service that a request is for, and how long it takes.
    fn service(&self, request: &HttpRequest) -> (&Router, u64) {
        if let Some(target) = request.headers().get("x-amz-target") {
            let is_whole = target.ends_with("TransactWriteItems");
            return (
                &self.dynamodb,
                if is_whole {
                    DYNAMODB_MS
                } else {
                    DYNAMODB_MS / 3
                },
            );
        }
        if request.uri().contains("/v2/email/") {
            (&self.mail, MESSAGES_MS)
        } else if request.uri().contains("/meetings") {
            (&self.meetings, CHIME_MS)
        } else {
            (&self.texts, MESSAGES_MS)
        }
    }

    async fn answer(&self, request: HttpRequest) -> HttpResponse {
        let (service, takes) = self.service(&request);
        tokio::time::sleep(Duration::from_millis(takes)).await;
        let delivery = request
            .uri()
            .contains("/v2/email/")
            .then(|| delivery_of(request.body().bytes().unwrap_or_default()));
        let response = routed(service, &request).await;
        if let Some(delivery) = delivery.filter(|_| response.status().is_success()) {
            *self.mails.lock().unwrap().entry(delivery).or_default() += 1;
        }
        response
    }
}

/// The message that a mail carries, by the tag that names it.
fn delivery_of(body: &[u8]) -> String {
    let request: Value = serde_json::from_slice(body).unwrap();
    let mut tags = request["EmailTags"].as_array().unwrap().iter();
    let tag = tags.find(|tag| tag["Name"] == "delivery").unwrap();
    tag["Value"].as_str().unwrap().to_owned()
}

impl HttpConnector for Cloud {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let cloud = self.clone();
        HttpConnectorFuture::new(async move { Ok(cloud.answer(request).await) })
    }
}

/// The pauses of SDK clients, on the runtime's time.
#[derive(Clone, Debug)]
struct VirtualTime;

impl AsyncSleep for VirtualTime {
    fn sleep(&self, duration: Duration) -> Sleep {
        Sleep::new(tokio::time::sleep(duration))
    }
}
