//! Requests through the gateway to a function and back.

use std::time::Duration;

use anteroom_stack::clock::Clock;
use anteroom_stack::gateway;
use anteroom_stack::issuer::Issuer;
use anteroom_stack::limits::{Limits, Order};
use anteroom_stack::wiring::{Cors, Route, Throttle};
use axum::Router;
use axum::body::Body;
use http::{Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::{function, start, wiring};

struct Api {
    router: Router,
    issuer: Issuer,
    clock: Clock,
    limits: Limits,
}

impl Api {
    async fn start() -> Api {
        let function = function(Duration::from_secs(20));
        let runner = start(&function, &[]).await;
        let mut wiring = wiring(function);
        let route = |path: &str, authorized| Route {
            method: Some("POST".to_owned()),
            path: Some(path.to_owned()),
            function: "echo".to_owned(),
            authorized,
            scopes: Vec::new(),
        };
        wiring.routes = vec![
            route("/v1/open/{do}", false),
            route("/v1/closed/{do}", true),
        ];
        wiring.cors = Some(Cors {
            origins: vec!["https://portal.example".to_owned()],
            ..Cors::default()
        });
        let throttle = Throttle {
            per_second: 0.01,
            burst: 2.0,
        };
        wiring.throttles.routes = [("POST /v1/open/{do}".to_owned(), throttle)].into();
        let clock = Clock::starting_at("2026-11-22T10:00:00Z".parse().unwrap());
        let limits = Limits::new(clock.clone());
        runner.limit_with(limits.clone());
        let issuer = Issuer::new("http://localhost/issuer", None).unwrap();
        Api {
            router: gateway::router(
                &wiring,
                runner,
                issuer.clone(),
                clock.clone(),
                limits.clone(),
            ),
            issuer,
            clock,
            limits,
        }
    }

    fn limit(&self, order: Value) {
        let order = Order::read(order.to_string().as_bytes());
        self.limits.order(order.unwrap());
    }

    fn refused(&self) -> Value {
        self.limits.report()["refused"].take()
    }

    async fn post(&self, path: &str, token: Option<&str>, body: impl Into<Body>) -> Answer {
        self.ask("POST", path, token, body).await
    }

    async fn ask(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("origin", "https://portal.example")
            .header("content-type", "application/json");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = request.body(body.into()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: serde_json::from_slice(&bytes).unwrap(),
        }
    }
}

#[derive(Debug)]
struct Answer {
    status: StatusCode,
    headers: http::HeaderMap,
    body: Value,
}

/// Whether an answer of the gateway itself is a problem with this code, which nothing caches.
#[track_caller]
fn expect_problem(answer: &Answer, code: &str) {
    assert_eq!(answer.body["code"], code);
    assert_eq!(answer.body["status"], answer.status.as_u16());
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert_eq!(answer.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn a_good_token_reaches_the_function_as_claims() {
    let api = Api::start().await;
    let token = api.issuer.mint("prv_1", "provider", api.clock.now());
    let answer = api.post("/v1/closed/answer?x=1", Some(&token), "{}").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["etag"], "1");
    let allowed = &answer.headers["access-control-allow-origin"];
    assert_eq!(allowed, "https://portal.example");
    let context = &answer.body["requestContext"];
    assert_eq!(context["routeKey"], "POST /v1/closed/{do}");
    let claims = &context["authorizer"]["jwt"]["claims"];
    assert_eq!(claims["sub"], "prv_1");
    assert_eq!(claims["cognito:groups"], "[provider]");
    assert!(claims["exp"].is_string());
}

#[tokio::test]
async fn without_a_good_token_nothing_reaches_the_function() {
    let api = Api::start().await;
    let none = api.post("/v1/closed/answer", None, "{}").await;
    assert_eq!(none.status, StatusCode::UNAUTHORIZED);
    expect_problem(&none, "unauthorized");
    assert_eq!(none.headers["www-authenticate"], "Bearer");
    let token = api.issuer.mint("prv_1", "provider", api.clock.now());
    let later = api.clock.now() + Duration::from_secs(2 * 60 * 60);
    api.clock.move_to(later).unwrap();
    for bad in [token.as_str(), "not.a.token"] {
        let refused = api.post("/v1/closed/answer", Some(bad), "{}").await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        let challenge = refused.headers["www-authenticate"].to_str().unwrap();
        assert!(challenge.contains("invalid_token"), "{challenge}");
    }
    let open = api.post("/v1/open/answer", Some("not.a.token"), "{}").await;
    assert_eq!(open.status, StatusCode::OK);
    assert_eq!(open.body["requestContext"].get("authorizer"), None);
}

#[tokio::test]
async fn the_gateway_answers_for_functions_that_cannot() {
    let api = Api::start().await;
    for fate in ["fail", "exit", "echo"] {
        let answer = api.post(&format!("/v1/open/{fate}"), None, "{}").await;
        // What `echo` returns has no status: it is a body, and no failure.
        if fate == "echo" {
            assert_eq!(answer.status, StatusCode::OK);
        } else {
            assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
            expect_problem(&answer, "failed");
        }
    }
    let nowhere = api.post("/v1/nowhere", None, "{}").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    expect_problem(&nowhere, "not_found");
    let wrong = api.ask("GET", "/v1/open/answer", None, "").await;
    assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(wrong.headers["allow"], "POST");
    expect_problem(&wrong, "method_not_allowed");
    let large = vec![b'x'; 10 * 1024 * 1024 + 1];
    let too_large = api.post("/v1/open/answer", None, large).await;
    assert_eq!(too_large.status, StatusCode::PAYLOAD_TOO_LARGE);
    expect_problem(&too_large, "too_large");
}

#[tokio::test]
async fn beyond_the_rate_it_answers_in_the_gateways_words() {
    let api = Api::start().await;
    let status = async |path: &str| api.post(path, None, "{}").await.status;
    // What the template says of routes holds only when it is ordered.
    for _ in 0..5 {
        assert_eq!(status("/v1/open/answer").await, StatusCode::OK);
    }
    api.limit(json!({"apiRouteThrottles": true, "apiRequestsPerSecond": 100}));
    for _ in 0..2 {
        assert_eq!(status("/v1/open/answer").await, StatusCode::OK);
    }
    let refused = api.post("/v1/open/answer", None, "{}").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.body, json!({"message": "Too Many Requests"}));
    assert_eq!(refused.headers["content-type"], "application/json");
    let allowed = &refused.headers["access-control-allow-origin"];
    assert_eq!(allowed, "https://portal.example");
    let expected =
        json!([{"limit": "apiRouteThrottles", "target": "POST /v1/open/{do}", "count": 1}]);
    assert_eq!(api.refused(), expected);
    // Another route has no throttle here, and time fills this one again.
    assert_eq!(status("/v1/closed/answer").await, StatusCode::UNAUTHORIZED);
    let later = api.clock.now() + Duration::from_secs(100);
    api.clock.move_to(later).unwrap();
    assert_eq!(status("/v1/open/answer").await, StatusCode::OK);

    api.limit(json!({"apiRequestsPerSecond": 0.01}));
    assert_eq!(status("/v1/closed/answer").await, StatusCode::UNAUTHORIZED);
    assert_eq!(
        status("/v1/open/answer").await,
        StatusCode::TOO_MANY_REQUESTS
    );
    let expected = json!([{"limit": "apiRequestsPerSecond", "target": "api", "count": 1}]);
    assert_eq!(api.refused(), expected);

    api.limit(json!({"apiRoutes": {"POST /v1/closed/{do}": {"requestsPerSecond": 0.01}}}));
    assert_eq!(status("/v1/closed/answer").await, StatusCode::UNAUTHORIZED);
    assert_eq!(
        status("/v1/closed/answer").await,
        StatusCode::TOO_MANY_REQUESTS
    );
    assert_eq!(status("/v1/open/answer").await, StatusCode::OK);
}

#[tokio::test]
async fn beyond_the_concurrency_of_functions_it_is_unavailable() {
    let api = Api::start().await;
    api.limit(json!({"lambdaConcurrency": 1}));
    let hanging = {
        let request = Request::post("/v1/open/hang")
            .body(Body::from("{}"))
            .unwrap();
        tokio::spawn(api.router.clone().oneshot(request))
    };
    super::wait_until(|| api.limits.running() == 1).await;
    let refused = api.post("/v1/open/answer", None, "{}").await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.body, json!({"message": "Service Unavailable"}));
    let expected = json!([{"limit": "lambdaConcurrency", "target": "echo", "count": 1}]);
    assert_eq!(api.refused(), expected);
    hanging.abort();
}
