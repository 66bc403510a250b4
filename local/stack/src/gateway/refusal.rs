//! What the gateway itself answers instead of a function: a problem, as the functions' own are. Throttles are in the
//! gateway's own words, as pages meet them in the cloud.

use axum::response::{IntoResponse, Response};
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde_json::json;

/// Why a request does not reach a function, or gets no answer from one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    NotFound,
    WrongMethod {
        allowed: String,
    },
    NoToken,
    BadToken,
    Forbidden,
    TooLarge,
    Failed,
    /// The function is throttled.
    Busy,
    /// The API or the route is throttled.
    TooMany,
}

impl Refusal {
    /// The status, the stable code, and what to do.
    fn told(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "not_found",
                "There is no such thing, or it is not yours.",
            ),
            Self::WrongMethod { .. } => (
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "This path has no such method.",
            ),
            Self::NoToken | Self::BadToken => {
                (StatusCode::UNAUTHORIZED, "unauthorized", "Sign in first.")
            }
            Self::Forbidden => (
                StatusCode::FORBIDDEN,
                "forbidden",
                "The token lacks the scope for this.",
            ),
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "too_large",
                "The body is larger than 10 MB.",
            ),
            Self::Failed => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "failed",
                "This did not work.",
            ),
            Self::Busy => (
                StatusCode::SERVICE_UNAVAILABLE,
                "unavailable",
                "Service Unavailable",
            ),
            Self::TooMany => (
                StatusCode::TOO_MANY_REQUESTS,
                "rate_limited",
                "Too Many Requests",
            ),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code, detail) = self.told();
        let (kind, body) = match self {
            Self::Busy | Self::TooMany => ("application/json", json!({"message": detail})),
            _ => (
                "application/problem+json",
                json!({
                    "type": format!("urn:anteroom:problem:{code}"),
                    "title": status.canonical_reason(),
                    "status": status.as_u16(),
                    "detail": detail,
                    "code": code,
                }),
            ),
        };
        let mut response = (status, body.to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match self {
            Self::NoToken => {
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Self::BadToken => {
                let challenge = r#"Bearer scope="" error="invalid_token" error_description="the token is not valid""#;
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
            }
            Self::WrongMethod { allowed } => {
                if let Ok(allowed) = HeaderValue::try_from(allowed) {
                    headers.insert(ALLOW, allowed);
                }
            }
            Self::NotFound
            | Self::Forbidden
            | Self::TooLarge
            | Self::Failed
            | Self::Busy
            | Self::TooMany => {}
        }
        response
    }
}
