//! The API as clients reach it: over a line, through the gateway and its throttles, to a function.

use std::sync::Arc;
use std::time::Duration;

use anteroom_stack::limits::Limits;
use anteroom_stack::wiring::Throttles;
use axum::body::{Body, to_bytes};
use jiff::Timestamp;
use lambda_http::request::RequestContext;
use serde_json::{Value, json};
use tokio::time::sleep;
use tower::ServiceExt;

use crate::application::{Application, ORIGIN_KEY};
use crate::lambda::{Failed, Lambda};
use crate::measure::Measures;

/// One way over a client's line and through the gateway: an assumption.
const LINE: Duration = Duration::from_millis(30);

/// Who asks.
#[derive(Clone, Debug)]
pub(crate) struct Who {
    pub(crate) id: String,
    pub(crate) role: &'static str,
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Reply {
    /// Whether the service was not able to answer, so that it is asked again.
    pub(crate) fn is_refusal(&self) -> bool {
        self.status == 429 || self.status >= 500
    }
}

/// The API.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) application: Arc<Application>,
    pub(crate) lambda: Arc<Lambda>,
    pub(crate) limits: Limits,
    pub(crate) throttles: Throttles,
    pub(crate) measures: Arc<Measures>,
    pub(crate) now: fn() -> Timestamp,
}

impl Api {
    /// A request to a route, whose path has the booking's id in it if it has one.
    pub(crate) async fn ask(
        &self,
        who: &Who,
        route: &str,
        booking: Option<&str>,
        body: Value,
    ) -> Reply {
        sleep(LINE).await;
        let reply = self.serve(who, route, booking, body).await;
        self.measures.answered(route, &reply);
        sleep(LINE).await;
        reply
    }

    async fn serve(&self, who: &Who, route: &str, booking: Option<&str>, body: Value) -> Reply {
        if self.limits.admit_request(route, &self.throttles).is_err() {
            return refusal(429);
        }
        let (method, path) = route.split_once(' ').unwrap();
        let path = path.replace("{id}", booking.unwrap_or_default());
        let (function, router) = if path.starts_with("/v1/admin/") {
            ("concierge", &self.application.concierge)
        } else if path.contains("/session/") {
            ("sessions", &self.application.sessions)
        } else {
            ("bookings", &self.application.bookings)
        };
        let number = self.measures.requests();
        let context = json!({
            "accountId": "0", "apiId": "scale", "stage": "$default",
            "requestId": format!("request-{number}"),
            "http": {"method": method, "path": path},
            "timeEpoch": (self.now)().as_millisecond(),
            "authorizer": {"jwt": {"claims": {
                "sub": who.id, "cognito:groups": format!("[{}]", who.role),
                "token_use": "access",
            }}},
        });
        let context = serde_json::from_value(context).unwrap();
        let mut request = http::Request::builder()
            .method(method)
            .uri(path)
            .header("x-origin-key", ORIGIN_KEY)
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        request
            .extensions_mut()
            .insert(RequestContext::ApiGatewayV2(context));
        let router = router.clone();
        let answered = self.lambda.invoke(function, async move {
            let response = router.oneshot(request).await.unwrap();
            let status = response.status().as_u16();
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
            Reply { status, body }
        });
        match answered.await {
            Ok(reply) => reply,
            // What the gateway answers for a function that is throttled, or takes too long.
            Err(Failed::Throttled) => refusal(503),
            Err(Failed::TimedOut) => refusal(504),
        }
    }
}

fn refusal(status: u16) -> Reply {
    Reply {
        status,
        body: Value::Null,
    }
}
