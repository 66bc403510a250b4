//! The fourth phase: everything that the origin serves.

use std::future::ready;
use std::path::PathBuf;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::{from_fn_with_state, map_request, map_response};
use axum::response::Response;

use super::services::Services;
use crate::gateway;
use crate::issuer::grants::Grants;
use crate::issuer::pages::{self, Pages};
use crate::issuer::people::People;
use crate::local_api::{self, Local};
use crate::metrics;
use crate::runner::Runner;
use crate::site::{self, Portal, PortalConfig};
use crate::travel::Travel;
use crate::triggers::Triggers;
use crate::wiring::Wiring;

/// What the stack's own endpoints show and change.
pub(super) fn local(
    wiring: &Wiring,
    services: &Services,
    runner: Runner,
    triggers: Triggers,
) -> Local {
    Local {
        table: wiring.table_name().to_owned(),
        endpoints: services.endpoints.clone(),
        issuer: services.issuer.clone(),
        mailbox: services.mailbox.clone(),
        metrics: services.metrics.clone(),
        carriers: services.carriers.clone(),
        dead_letters: services.dead_letters.clone(),
        front: services.front.clone(),
        runner,
        travel: Travel::new(services.clock.clone(), services.chime.clone(), triggers),
    }
}

/// The API, as it is at its own address.
pub(super) fn api(wiring: &Wiring, services: &Services, runner: Runner) -> Router {
    let (issuer, clock) = (services.issuer.clone(), services.clock.clone());
    let measured = from_fn_with_state(services.metrics.clone(), metrics::requested);
    gateway::router(wiring, runner, issuer, clock, services.front.limits.clone()).layer(measured)
}

/// The API, the sign-in pages, the stack's own endpoints, the signalling of calls, and the portal
/// under every other path.
pub(super) fn router(
    url: &str,
    portal: Option<PathBuf>,
    wiring: &Wiring,
    services: &Services,
    local: &Local,
    api: Router,
) -> Router {
    through_distribution(api, wiring)
        .merge(pages::router(sign_in(url, services)))
        .merge(local_api::router(local.clone()))
        .merge(services.signalling.clone())
        .merge(site::router(
            portal.map(|folder| self::portal(folder, wiring, services)),
        ))
}

/// Adds the headers by which the portal's distribution proves itself, in place of what came under their names, and to
/// answers those that they lack.
fn through_distribution(api: Router, wiring: &Wiring) -> Router {
    let header = |(name, value): &(String, String)| {
        let value = HeaderValue::try_from(value).ok()?;
        Some((HeaderName::try_from(name).ok()?, value))
    };
    let asked: HeaderMap = wiring.origin_headers.iter().filter_map(header).collect();
    let answered: HeaderMap = wiring.api_headers.iter().filter_map(header).collect();
    api.layer(map_request(move |mut request: Request| {
        request.headers_mut().extend(asked.clone());
        ready(request)
    }))
    .layer(map_response(move |mut response: Response| {
        for (name, value) in &answered {
            let present = response.headers_mut().entry(name);
            present.or_insert_with(|| value.clone());
        }
        ready(response)
    }))
}

fn sign_in(url: &str, services: &Services) -> Pages {
    let (issuer, clock) = (services.issuer.clone(), services.clock.clone());
    Pages {
        people: People::new(services.http.clone(), url, issuer.clone(), clock.clone()),
        issuer,
        clock,
        origin: url.to_owned(),
        grants: Grants::default(),
        pool: services.pool.clone(),
    }
}

fn portal(folder: PathBuf, wiring: &Wiring, services: &Services) -> Portal {
    Portal {
        folder,
        headers: wiring.portal_headers.clone(),
        config: PortalConfig {
            issuer: services.issuer.url().to_owned(),
            client_id: services.issuer.client_id().to_owned(),
            service_name: wiring.service_name.clone(),
            help_phone: wiring.help_phone.clone(),
            help_email: wiring.help_email.clone(),
        },
    }
}
