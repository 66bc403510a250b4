//! What the gateway itself answers instead of a function: a problem, as the functions' own are.

use axum::response::{IntoResponse, Response};
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde_json::json;

/// Why a request does not reach a function, or gets no answer from one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    NotFound,
    WrongMethod { allowed: String },
    NoToken,
    BadToken,
    Forbidden,
    TooLarge,
    Failed,
    Busy,
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
                "This did not work just now. Please try again in a moment.",
            ),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code, detail) = self.told();
        let body = json!({
            "type": format!("urn:anteroom:problem:{code}"),
            "title": status.canonical_reason(),
            "status": status.as_u16(),
            "detail": detail,
            "code": code,
        });
        let mut response = (status, body.to_string()).into_response();
        let headers = response.headers_mut();
        let problem = HeaderValue::from_static("application/problem+json");
        headers.insert(CONTENT_TYPE, problem);
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
            Self::NotFound | Self::Forbidden | Self::TooLarge | Self::Failed | Self::Busy => {}
        }
        response
    }
}
