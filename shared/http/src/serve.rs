//! Serves a router as a Lambda function, with the answers that all functions share.

use axum::Router;
use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderName, HeaderValue, StatusCode, header};
use lambda_http::RequestExt;
use serde::de::DeserializeOwned;

use super::unchanged::unchanged;
use super::{OriginKeys, Problem, ProblemCode};

/// Serves a router behind the HTTP API.
pub async fn serve(router: Router) -> Result<(), lambda_http::Error> {
    lambda_http::run(router).await
}

/// Adds what all functions share: the headers of all answers, a short one for who has it already, the refusal of requests that did not come
/// through the distribution, and problems for unknown paths and methods. axum names the methods that a path has in
/// `Allow`.
pub fn fallbacks(router: Router, origin: OriginKeys) -> Router {
    router
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || {
            Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                ProblemCode::MethodNotAllowed,
                "This path has no such method.",
            )
        })
        .layer(from_fn(unchanged))
        .layer(from_fn(reject_rewritten_path))
        .layer(from_fn_with_state(origin, reject_bypass))
        .layer(map_response(guarded))
}

/// Refuses a path that differs from the one the gateway matched to a route. The runtime resolves
/// `..` in a path, so the request could reach another route than the one that the gateway
/// authorized.
async fn reject_rewritten_path(request: Request, next: Next) -> Response {
    let came = request.raw_http_path();
    if !came.is_empty() && came != request.uri().path() {
        return Problem::not_found().into_response();
    }
    next.run(request).await
}

/// Refuses a request that did not come through the distribution (A9). Nothing is logged of it.
async fn reject_bypass(State(origin): State<OriginKeys>, request: Request, next: Next) -> Response {
    if !origin.admit(request.headers()) {
        let detail = "Use the portal's address.";
        return Problem::new(StatusCode::FORBIDDEN, ProblemCode::Forbidden, detail).into_response();
    }
    next.run(request).await
}

/// The headers of all answers. They are not cached, and a browser takes them for nothing but data.
const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    ),
    (
        header::STRICT_TRANSPORT_SECURITY,
        HeaderValue::from_static("max-age=31536000; includeSubDomains"),
    ),
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
    ),
];

async fn guarded(mut response: Response) -> Response {
    response.headers_mut().extend(HEADERS);
    response
}

/// The query of a request; 400 if it can't be parsed, or has a parameter twice.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        axum::extract::Query::try_from_uri(&parts.uri)
            .map(|query| Self(query.0))
            .map_err(|_| Problem::malformed("The query can't be read."))
    }
}
