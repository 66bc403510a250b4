//! Errors of the local stack's own endpoints, as `application/problem+json` (RFC 9457).

use axum::extract::rejection::QueryRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chime_local::EventError;
use serde_json::json;

use crate::clock::Backwards;
use crate::faults::OrderError;
use crate::limits;

/// Why a request to `/_local` is refused.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The body is not the JSON that the endpoint takes.
    #[error("{0}")]
    Body(#[from] serde_json::Error),
    /// The query is not what the endpoint takes.
    #[error("{}", .0.body_text())]
    Query(#[from] QueryRejection),
    /// No call could ever match the fault.
    #[error("{0}")]
    Fault(#[from] OrderError),
    /// Nothing could be limited so.
    #[error("{0}")]
    Limits(#[from] limits::OrderError),
    /// The request has neither or both of `advance` and `to`.
    #[error("give either `advance` or `to`")]
    OneMove,
    /// A time that no clock shows.
    #[error("{0}")]
    Time(#[from] jiff::Error),
    /// The clock does not go back.
    #[error("{0}")]
    Backwards(#[from] Backwards),
    /// The meeting service knows no such event, meeting or attendee.
    #[error("{0}")]
    Event(#[from] EventError),
    /// There is nothing under this path.
    #[error("there is nothing here; the endpoints are listed in the local stack's README")]
    NotFound,
}

impl Problem {
    fn kind(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Backwards(_) => (
                StatusCode::CONFLICT,
                "clock_never_back",
                "The clock never goes back",
            ),
            Self::NotFound | Self::Event(EventError::UnknownMeeting(_)) => {
                (StatusCode::NOT_FOUND, "not_found", "Not found")
            }
            Self::Body(_)
            | Self::Query(_)
            | Self::Fault(_)
            | Self::Limits(_)
            | Self::OneMove
            | Self::Time(_)
            | Self::Event(_) => (
                StatusCode::BAD_REQUEST,
                "bad_request",
                "The request can't be used",
            ),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, code, title) = self.kind();
        let body = json!({
            "type": "about:blank",
            "title": title,
            "status": status.as_u16(),
            "detail": self.to_string(),
            "code": code,
        });
        let headers = [(header::CONTENT_TYPE, "application/problem+json")];
        (status, headers, body.to_string()).into_response()
    }
}
