//! Brings the whole stack up on one origin, and down again.

mod data;
mod error;
mod events;
mod functions;
mod meetings;
mod options;
mod origin;
mod routes;
mod services;
mod template;

use chime_local::ChimeLocal;
use tokio::task::JoinHandle;

use self::data::Data;
pub use self::data::DataError;
pub use self::error::StartError;
pub use self::meetings::MeetingsError;
pub use self::options::Options;
use self::origin::Origin;
use self::services::Services;
use crate::clock::Clock;
use crate::cloud::Front;
use crate::dead_letters::DeadLetters;
use crate::demo::{self, Demo};
use crate::endpoint::Endpoint;
use crate::issuer::Issuer;
use crate::issuer::pool::Pool;
use crate::local_api::{Endpoints, Local};
use crate::mailbox::Mailbox;
use crate::runner::Runner;
use crate::travel::Travel;
use crate::triggers::Triggers;

/// A running stack.
pub struct Stack {
    url: String,
    api: Endpoint,
    origin_headers: Vec<(String, String)>,
    local: Local,
    demo: Option<Demo>,
    expiry: JoinHandle<()>,
    services: Services,
    _servers: Vec<Endpoint>,
}

impl Stack {
    /// Starts everything; when it returns, all is up.
    ///
    /// # Errors
    /// If any part can't be started; what was started before is stopped.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let port = options.port;
        let origin = Origin::bind(port)
            .await
            .map_err(|source| StartError::Port { port, source })?;
        let url = origin.url.clone();
        let data = Data::open(options.data.as_deref())?;
        let wiring = template::read(&options, &url, &data)?;
        let services = Services::open(&options, &wiring, &origin, &data).await?;
        let (runner, triggers) = functions::start(&options, &wiring, &services, &data).await?;
        let api = routes::api(&wiring, &services, runner.clone());
        let local = routes::local(&wiring, &services, runner, triggers);
        let router = routes::router(
            &url,
            options.portal,
            &wiring,
            &services,
            &local,
            api.clone(),
        );
        let api = Endpoint::serve(api).await.map_err(StartError::Service)?;
        let servers = origin.serve(&router).map_err(StartError::Service)?;
        let mut stack = Self {
            url,
            api,
            origin_headers: wiring.origin_headers,
            local,
            demo: None,
            expiry: tokio::spawn(meetings::expire(services.chime.clone())),
            services,
            _servers: servers,
        };
        if options.demo {
            let (http, now) = (&stack.services.http, stack.clock().now());
            stack.demo = match demo::load(http, stack.url(), stack.issuer(), now).await {
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

    /// The API's own address, past what stands in for CloudFront.
    pub fn api_url(&self) -> &str {
        self.api.url()
    }

    /// The headers that what stands in for CloudFront adds to each request to the API.
    pub fn origin_headers(&self) -> &[(String, String)] {
        &self.origin_headers
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

    /// The user pool.
    pub fn pool(&self) -> &Pool {
        &self.services.pool
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

    /// Stops everything. Nothing writes to the folder with the data once this returns.
    pub async fn stop(self) {
        self.local.travel.triggers.stop();
        self.local.runner.stop().await;
        self.services.table.close().await;
        self.services.chime.close();
        self.services.pool.close();
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        self.expiry.abort();
    }
}
