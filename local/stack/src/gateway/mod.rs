//! The HTTP API in front of the functions: routes, authorizer, CORS, payload format 2.0.

mod answer;
mod claims;
mod cors;
mod event;
mod refusal;
mod routes;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use http::HeaderValue;
use http::header::{AUTHORIZATION, DATE, ORIGIN};
use http::request::Parts;
use jiff::fmt::rfc2822::DateTimePrinter;
use serde_json::{Map, Value};

use self::cors::CorsPolicy;
use self::event::Call;
use self::refusal::Refusal;
use self::routes::{Match, Routes};
use crate::clock::Clock;
use crate::issuer::Issuer;
use crate::limits::Limits;
use crate::runner::{InvokeError, Runner};
use crate::wiring::{Route, Throttles, Wiring};

/// The most that a request may carry: 10 MB, as in the cloud.
const BODY_LIMIT: usize = 10 * 1024 * 1024;

/// Serves the API's routes, at `/v1` and below.
pub fn router(
    wiring: &Wiring,
    runner: Runner,
    issuer: Issuer,
    clock: Clock,
    limits: Limits,
) -> Router {
    let gateway = Gateway {
        routes: Routes::new(&wiring.routes),
        cors: wiring.cors.as_ref().map(CorsPolicy::new),
        throttles: wiring.throttles.clone(),
        runner,
        issuer,
        clock,
        limits,
    };
    Router::new()
        .route("/v1", any(serve))
        .route("/v1/", any(serve))
        .route("/v1/{*path}", any(serve))
        .with_state(Arc::new(gateway))
}

struct Gateway {
    routes: Routes,
    cors: Option<CorsPolicy>,
    throttles: Throttles,
    runner: Runner,
    issuer: Issuer,
    clock: Clock,
    limits: Limits,
}

async fn serve(State(gateway): State<Arc<Gateway>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if let Some(preflight) = gateway
        .cors
        .as_ref()
        .and_then(|cors| cors.preflight(&parts))
    {
        return preflight;
    }
    let origin = parts.headers.get(ORIGIN).cloned();
    let mut response = match gateway.handle(parts, body).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    };
    if let Some(cors) = &gateway.cors {
        cors.mark(origin.as_ref(), &mut response);
    }
    if let Some(date) = date(gateway.clock.now()) {
        response.headers_mut().insert(DATE, date);
    }
    response
}

/// The `Date` of an answer. It goes by the stack's clock, since pages count down by it.
fn date(now: jiff::Timestamp) -> Option<HeaderValue> {
    let text = DateTimePrinter::new().timestamp_to_rfc9110_string(&now);
    HeaderValue::try_from(text.ok()?).ok()
}

impl Gateway {
    async fn handle(&self, parts: Parts, body: Body) -> Result<Response, Refusal> {
        let found = self.routes.find(&parts.method, parts.uri.path());
        let Match { route, parameters } = found.ok_or_else(|| {
            let methods = self.routes.methods(parts.uri.path());
            let allowed = Vec::from_iter(methods).join(", ");
            if allowed.is_empty() {
                Refusal::NotFound
            } else {
                Refusal::WrongMethod { allowed }
            }
        })?;
        if self
            .limits
            .admit_request(&route.key(), &self.throttles)
            .is_err()
        {
            return Err(Refusal::TooMany);
        }
        let now = self.clock.now();
        let claims = if route.authorized {
            Some(self.authorize(route, &parts, now)?)
        } else {
            None
        };
        let body = axum::body::to_bytes(body, BODY_LIMIT)
            .await
            .map_err(|_| Refusal::TooLarge)?;
        let call = Call {
            parts: &parts,
            body: &body,
            route,
            parameters,
            claims,
            now,
        };
        let event = serde_json::to_vec(&call.event()).map_err(|_| Refusal::Failed)?;
        let answer = self.runner.invoke(&route.function, event).await;
        let answer = answer.map_err(|error| {
            tracing::error!(function = route.function, %error, "an invocation failed");
            match error {
                InvokeError::Throttled => Refusal::Busy,
                InvokeError::Unknown(_)
                | InvokeError::Unhandled { .. }
                | InvokeError::Timeout
                | InvokeError::Died
                | InvokeError::Init(_) => Refusal::Failed,
            }
        })?;
        answer::response(&answer).ok_or(Refusal::Failed)
    }

    /// The claims of the request's token, if it is good and has a scope that the route takes.
    fn authorize(
        &self,
        route: &Route,
        parts: &Parts,
        now: jiff::Timestamp,
    ) -> Result<Map<String, Value>, Refusal> {
        let header = parts.headers.get(AUTHORIZATION);
        let token = header.and_then(|value| value.to_str().ok()).map(bearer);
        let token = token.filter(|token| !token.is_empty());
        let token = token.ok_or(Refusal::NoToken)?;
        let claims = self.issuer.verify(token, now).map_err(|error| {
            tracing::debug!(%error, "a token was refused");
            Refusal::BadToken
        })?;
        let granted = claims.get("scope").and_then(Value::as_str).unwrap_or("");
        let mut granted = granted.split_whitespace();
        let scopes = &route.scopes;
        if scopes.is_empty() || granted.any(|scope| scopes.iter().any(|asked| asked == scope)) {
            Ok(claims)
        } else {
            Err(Refusal::Forbidden)
        }
    }
}

/// The token after `Bearer`, which the gateway takes in any case and doesn't insist on.
fn bearer(header: &str) -> &str {
    match header.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        _ => header.trim(),
    }
}

#[cfg(test)]
mod tests {
    use super::bearer;

    #[test]
    fn takes_tokens_with_and_without_scheme() {
        assert_eq!(bearer("Bearer abc"), "abc");
        assert_eq!(bearer("bearer  abc"), "abc");
        assert_eq!(bearer("abc"), "abc");
        assert_eq!(bearer("Bearer "), "");
    }
}
