//! The second phase: the services that stand in for the cloud's, each with its URL.

use std::io;
use std::sync::Arc;

use axum::Router;
use chime_local::ChimeLocal;

use super::data::Data;
use super::error::StartError;
use super::events::EventBus;
use super::meetings;
use super::options::Options;
use super::origin::Origin;
use crate::calls::Service;
use crate::clock::Clock;
use crate::cloud::dynamodb::{DynamoDb, DynamoError, Source};
use crate::cloud::sns::{Carriers, Networks};
use crate::cloud::{Front, chime, cognito, ses, sns, sqs};
use crate::dead_letters::DeadLetters;
use crate::endpoint::Endpoint;
use crate::grants::Grants;
use crate::issuer::Issuer;
use crate::issuer::pool::Pool;
use crate::limits::Limits;
use crate::local_api::Endpoints;
use crate::mailbox::Mailbox;
use crate::metrics::Metrics;
use crate::wiring::Wiring;

/// The services, which run until this is dropped.
pub(super) struct Services {
    pub(super) clock: Clock,
    pub(super) metrics: Metrics,
    pub(super) http: reqwest::Client,
    pub(super) front: Front,
    pub(super) mailbox: Mailbox,
    pub(super) carriers: Carriers,
    pub(super) dead_letters: DeadLetters,
    pub(super) events: EventBus,
    pub(super) issuer: Issuer,
    pub(super) pool: Pool,
    pub(super) table: DynamoDb,
    pub(super) chime: ChimeLocal,
    /// What browsers speak to in a call; it belongs on the origin.
    pub(super) signalling: Router,
    pub(super) endpoints: Endpoints,
    _servers: [Endpoint; 5],
}

impl Services {
    /// Opens the services with the data that an earlier run left, if any.
    pub(super) async fn open(
        options: &Options,
        wiring: &Wiring,
        origin: &Origin,
        data: &Data<'_>,
    ) -> Result<Self, StartError> {
        let clock = options.now.map_or_else(Clock::system, Clock::starting_at);
        let http = reqwest::Client::new();
        let front = front(wiring, &clock);
        let metrics = Metrics::new(wiring, clock.clone());
        let (mailbox, dead_letters) = (Mailbox::default(), DeadLetters::default());
        let events = EventBus::default();
        let issuer = Issuer::new(
            format!("{}/_local/issuer", origin.url),
            data.file("issuer.der").as_deref(),
        )?;
        let users = data.file("users.json");
        let pool = Pool::open(wiring.user_pool.clone(), mailbox.clone(), users)?;
        let table = table(options, wiring, data, &clock, &front, &http).await?;
        let (region, port) = (&wiring.region, origin.port);
        let (chime, signalling) = meetings::open(region, port, &clock, events.emit(), data).await?;
        let mail_events = mail_events(&front, &metrics, events.emit());
        let account = ses::Account {
            identities: wiring.email_identities.clone(),
            configuration_sets: wiring.configuration_sets.clone(),
            events: wiring.mail_events.clone(),
            region: wiring.region.clone(),
        };
        let networks = Networks {
            carriers: Carriers::default(),
            log: events.log(),
            region: wiring.region.clone(),
            account: wiring.account.clone(),
        };
        let servers = async {
            io::Result::Ok([
                ses::start(
                    account,
                    mailbox.clone(),
                    clock.clone(),
                    front.clone(),
                    mail_events,
                )
                .await?,
                sns::start(
                    mailbox.clone(),
                    clock.clone(),
                    front.clone(),
                    networks.clone(),
                )
                .await?,
                sqs::start(dead_letters.clone(), front.clone()).await?,
                chime::start(&chime, front.clone()).await?,
                cognito::start(pool.clone(), clock.clone(), front.clone()).await?,
            ])
        };
        let servers = servers.await.map_err(StartError::Service)?;
        let [ses, sns, sqs, chime_api, users] = &servers;
        let endpoints = Endpoints {
            dynamodb: table.url().to_owned(),
            ses: ses.url().to_owned(),
            sns: sns.url().to_owned(),
            sqs: sqs.url().to_owned(),
            chime: chime_api.url().to_owned(),
            cognito_idp: users.url().to_owned(),
            issuer: issuer.url().to_owned(),
        };
        Ok(Self {
            clock,
            metrics,
            http,
            front,
            mailbox,
            carriers: networks.carriers,
            dead_letters,
            events,
            issuer,
            pool,
            table,
            chime,
            signalling,
            endpoints,
            _servers: servers,
        })
    }
}

/// What takes the events of SES: metrics, then the event bus.
fn mail_events(front: &Front, metrics: &Metrics, emit: ses::Emit) -> ses::Emit {
    let (front, metrics) = (front.clone(), metrics.clone());
    Arc::new(move |event| {
        let calls = front.calls.report().items.into_iter();
        let sent = calls.filter(|each| each.call.service == Service::Ses);
        metrics.mail_event(&event, sent.map(|each| each.count).sum());
        emit(event);
    })
}

/// What stands in front of the services, with the grants that the template gives.
fn front(wiring: &Wiring, clock: &Clock) -> Front {
    let functions = wiring.functions.iter();
    let grants = functions.map(|function| (function.name.clone(), function.grants.clone()));
    let limits = Limits::new(clock.clone());
    Front::new(Grants::new(grants.collect()), limits)
}

/// The table: at the URL that was given, else in the data folder, else in memory.
async fn table(
    options: &Options,
    wiring: &Wiring,
    data: &Data<'_>,
    clock: &Clock,
    front: &Front,
    http: &reqwest::Client,
) -> Result<DynamoDb, DynamoError> {
    let file = data.file("table.db");
    let source = match (&options.dynamodb, &file) {
        (Some(url), _) => Source::Url(url),
        (None, Some(file)) => Source::File(file),
        (None, None) => Source::Memory,
    };
    DynamoDb::start(source, &wiring.table, clock, front.clone(), http.clone()).await
}
