//! Brings the whole stack up on one origin, and down again.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use chime_local::ChimeLocal;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::cloud::dynamodb::{DynamoDb, DynamoError, Source};
use crate::cloud::{Front, chime, ses, sns, sqs};
use crate::data::Data;
use crate::dead_letters::DeadLetters;
use crate::demo::{self, Demo, DemoError};
use crate::endpoint::Endpoint;
use crate::grants::Grants;
use crate::issuer::grants;
use crate::issuer::pages::{self, Pages};
use crate::issuer::people::People;
use crate::issuer::{Issuer, IssuerError};
use crate::local_api::{self, Endpoints, Local};
use crate::mailbox::Mailbox;
use crate::runner::Runner;
use crate::site::{Portal, PortalConfig};
use crate::travel::Travel;
use crate::triggers::Triggers;
use crate::wiring::{Wiring, WiringError};
use crate::{gateway, meetings, site};

/// Takes each line that a function logs: the function's name, then the line.
pub type Log = Arc<dyn Fn(&str, &str) + Send + Sync>;

/// What a stack is started with.
#[derive(Clone)]
pub struct Options {
    /// The folder that has `template.yaml`.
    pub root: PathBuf,
    /// The folder that has the functions' binaries.
    pub bin_dir: PathBuf,
    /// The origin's port; 0 for any that is free.
    pub port: u16,
    /// The folder that keeps the data; none: in memory.
    pub data: Option<PathBuf>,
    /// The URL of a DynamoDB to use in place of the built-in one.
    pub dynamodb: Option<String>,
    /// The folder of the built portal.
    pub portal: Option<PathBuf>,
    /// Whether to load demo people and bookings.
    pub demo: bool,
    /// Where the clock starts; none: at the machine's time.
    pub now: Option<Timestamp>,
    /// Values for parameters of the template, over those that the stack gives itself.
    pub parameters: BTreeMap<String, String>,
    /// Takes the functions' logs.
    pub log: Log,
}

impl Options {
    /// An empty stack in memory on a free port, without a portal, whose functions log to
    /// nowhere but `/_local/logs`.
    pub fn new(root: impl Into<PathBuf>, bin_dir: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            bin_dir: bin_dir.into(),
            port: 0,
            data: None,
            dynamodb: None,
            portal: None,
            demo: false,
            now: None,
            parameters: BTreeMap::new(),
            log: Arc::new(|_, _| {}),
        }
    }
}

/// Why a stack does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is taken, or not ours to take.
    #[error("port {port} can't be had")]
    Port {
        /// The port asked for.
        port: u16,
        /// Why not.
        source: io::Error,
    },
    /// The data folder can't be used.
    #[error("the data folder {} can't be used", .folder.display())]
    Data {
        /// The folder.
        folder: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The template does not say what the stack needs.
    #[error(transparent)]
    Template(#[from] WiringError),
    /// No database, or no table.
    #[error(transparent)]
    Table(#[from] DynamoError),
    /// No issuer of tokens.
    #[error(transparent)]
    Issuer(#[from] IssuerError),
    /// One of the services has no port.
    #[error("a service has no port")]
    Service(#[source] io::Error),
    /// The functions don't run.
    #[error("the functions can't be started")]
    Functions(#[source] io::Error),
    /// The demo data is refused.
    #[error("the demo data can't be loaded")]
    Demo(#[from] DemoError),
}

/// A running stack.
pub struct Stack {
    url: String,
    local: Local,
    demo: Option<Demo>,
    expiry: JoinHandle<()>,
    _table: DynamoDb,
    _servers: Vec<Endpoint>,
}

impl Stack {
    /// Starts everything; when it returns, all is up.
    ///
    /// # Errors
    /// If any part can't be started; what was started before is stopped.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let listeners = bind(options.port).await?;
        let port = listeners[0]
            .local_addr()
            .map_err(StartError::Service)?
            .port();
        let url = format!("http://localhost:{port}");
        let data = Data::open(options.data.as_deref())?;
        let clock = options.now.map_or_else(Clock::system, Clock::starting_at);
        let issuer = Issuer::new(
            format!("{url}/_local/issuer"),
            data.file("issuer.der").as_deref(),
        )?;
        let mut wiring = Wiring::read(&options.root, &parameters(&url, options.parameters))?;
        let secret = data.secret()?;
        wiring.resolve_secrets(|_| secret.clone());

        let http = reqwest::Client::new();
        let (front, mailbox) = (front(&wiring), Mailbox::default());
        let dead_letters = DeadLetters::default();
        let file = data.file("table.db");
        let source = match (&options.dynamodb, &file) {
            (Some(url), _) => Source::Url(url),
            (None, Some(file)) => Source::File(file),
            (None, None) => Source::Memory,
        };
        let table =
            DynamoDb::start(source, &wiring.table, &clock, front.clone(), http.clone()).await?;
        let account = ses::Account {
            identities: wiring.email_identities.clone(),
            configuration_sets: wiring.configuration_sets.clone(),
            events: wiring.mail_events.clone(),
            region: wiring.region.clone(),
        };
        // The services are up before the triggers that take their events, as the functions that
        // triggers start need the services' URLs.
        let takes_events: Arc<OnceLock<Triggers>> = Arc::default();
        let emit = emits_to(Arc::clone(&takes_events));
        let (chime, signalling) =
            meetings::open(&wiring.region, port, &clock, Arc::clone(&emit), &data).await?;
        let ses = ses::start(account, mailbox.clone(), clock.clone(), front.clone(), emit).await;
        let sns = sns::start(mailbox.clone(), clock.clone(), front.clone()).await;
        let sqs = sqs::start(dead_letters.clone(), front.clone()).await;
        let chime_api = chime::start(&chime, front.clone()).await;
        let mut servers = [ses, sns, sqs, chime_api]
            .into_iter()
            .collect::<io::Result<Vec<Endpoint>>>()
            .map_err(StartError::Service)?;
        let endpoints = Endpoints {
            dynamodb: table.url().to_owned(),
            ses: servers[0].url().to_owned(),
            sns: servers[1].url().to_owned(),
            sqs: servers[2].url().to_owned(),
            chime: servers[3].url().to_owned(),
            issuer: issuer.url().to_owned(),
        };

        let environment = |function: &str| environment(function, &wiring.region, &endpoints);
        let runner = Runner::start(
            &wiring.functions,
            &options.bin_dir,
            environment,
            options.log,
        )
        .await
        .map_err(StartError::Functions)?;
        let killed = runner.clone();
        front.kill_with(move |function| killed.kill(function));
        let triggers = Triggers::start(
            &wiring,
            runner.clone(),
            clock.clone(),
            dead_letters.clone(),
            table.changes(),
        );
        let _ = takes_events.set(triggers.clone());
        if wiring.streams.iter().any(|mapping| mapping.from_start) && data.keeps() {
            table.replay().await?;
        }
        // From here on the stream's position is known, so that no write goes unseen.
        triggers.settle().await;

        let local = Local {
            table: wiring.table["TableName"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            endpoints,
            issuer: issuer.clone(),
            mailbox,
            dead_letters,
            front,
            runner: runner.clone(),
            travel: Travel::new(clock.clone(), chime.clone(), triggers),
        };
        let pages = Pages {
            people: People::new(http.clone(), &url, issuer.clone(), clock.clone()),
            issuer: issuer.clone(),
            clock: clock.clone(),
            origin: url.clone(),
            grants: grants::Grants::default(),
        };
        let portal = options.portal.map(|folder| Portal {
            folder,
            headers: std::mem::take(&mut wiring.portal_headers),
            config: PortalConfig {
                issuer: issuer.url().to_owned(),
                client_id: issuer.client_id().to_owned(),
                service_name: wiring.service_name.clone(),
            },
        });
        let router = gateway::router(&wiring, runner, issuer, clock)
            .merge(pages::router(pages))
            .merge(local_api::router(local.clone()))
            .merge(signalling)
            .merge(site::router(portal));
        for listener in listeners {
            servers.push(Endpoint::on(listener, router.clone()).map_err(StartError::Service)?);
        }
        let mut stack = Self {
            url,
            local,
            demo: None,
            expiry: tokio::spawn(meetings::expire(chime)),
            _table: table,
            _servers: servers,
        };
        if options.demo {
            let now = stack.clock().now();
            stack.demo = match demo::load(&http, stack.url(), stack.issuer(), now).await {
                Ok(demo) => demo,
                Err(error) => {
                    stack.stop().await;
                    return Err(error.into());
                }
            };
        }
        Ok(stack)
    }

    /// The origin: `http://localhost:<port>`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where the services listen.
    pub fn endpoints(&self) -> &Endpoints {
        &self.local.endpoints
    }

    /// The table's name.
    pub fn table(&self) -> &str {
        &self.local.table
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.local.travel.clock
    }

    /// What moves the clock with all that follows.
    pub fn travel(&self) -> &Travel {
        &self.local.travel
    }

    /// The calls counted and the faults to come.
    pub fn front(&self) -> &Front {
        &self.local.front
    }

    /// The messages sent.
    pub fn mailbox(&self) -> &Mailbox {
        &self.local.mailbox
    }

    /// What could not be dealt with.
    pub fn dead_letters(&self) -> &DeadLetters {
        &self.local.dead_letters
    }

    /// The issuer of access tokens.
    pub fn issuer(&self) -> &Issuer {
        &self.local.issuer
    }

    /// The meeting service.
    pub fn chime(&self) -> &ChimeLocal {
        &self.local.travel.chime
    }

    /// What starts functions other than requests do.
    pub fn triggers(&self) -> &Triggers {
        &self.local.travel.triggers
    }

    /// The functions.
    pub fn runner(&self) -> &Runner {
        &self.local.runner
    }

    /// The demo data, if this start loaded it.
    pub fn demo(&self) -> Option<&Demo> {
        self.demo.as_ref()
    }

    /// Stops everything.
    pub async fn stop(self) {
        self.local.travel.triggers.stop();
        self.local.runner.stop().await;
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        self.expiry.abort();
    }
}

/// The same port on both loopback addresses, since `localhost` may mean either; the second
/// only where there is one.
async fn bind(port: u16) -> Result<Vec<TcpListener>, StartError> {
    let first = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|source| StartError::Port { port, source })?;
    let port = first.local_addr().map_err(StartError::Service)?.port();
    let second = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await.ok();
    Ok([Some(first), second].into_iter().flatten().collect())
}

/// What stands in front of the services, with the grants that the template gives.
fn front(wiring: &Wiring) -> Front {
    let functions = wiring.functions.iter();
    let grants = functions.map(|function| (function.name.clone(), function.grants.clone()));
    Front::new(Grants::new(grants.collect()))
}

/// The template's parameters as they are here.
fn parameters(url: &str, given: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let signalling = url.replacen("http", "ws", 1);
    let own = [
        ("Stage", "local"),
        ("PortalUrl", url),
        ("PortalOrigins", url),
        ("MediaSources", &signalling),
    ];
    let own = own.map(|(name, value)| (name.to_owned(), value.to_owned()));
    own.into_iter().chain(given).collect()
}

/// The variables by which a function's SDK clients find the services. The access key is the
/// function's name: that is how a service knows who calls.
fn environment(function: &str, region: &str, endpoints: &Endpoints) -> Vec<(String, String)> {
    [
        ("AWS_ENDPOINT_URL_DYNAMODB", endpoints.dynamodb.as_str()),
        ("AWS_ENDPOINT_URL_SESV2", &endpoints.ses),
        ("AWS_ENDPOINT_URL_SNS", &endpoints.sns),
        ("AWS_ENDPOINT_URL_SQS", &endpoints.sqs),
        ("AWS_ENDPOINT_URL_CHIME_SDK_MEETINGS", &endpoints.chime),
        ("AWS_REGION", region),
        ("AWS_ACCESS_KEY_ID", function),
        ("AWS_SECRET_ACCESS_KEY", "local"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}

/// What hands an event over to the triggers, once they are there.
fn emits_to(triggers: Arc<OnceLock<Triggers>>) -> ses::Emit {
    Arc::new(move |event| {
        if let Some(triggers) = triggers.get() {
            triggers.emit(event);
        }
    })
}
