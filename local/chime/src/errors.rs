//! Refusals, and the answers that tell them to an SDK.

use axum::Json;
use axum::extract::rejection::{BytesRejection, JsonRejection};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::limits::{Guid, Violation};

/// The header by which an SDK knows which of the service's exceptions it got.
const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");
/// The header that carries the id of the request in every answer.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");

/// The exceptions of the service model, and the one for requests that fit no operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The input doesn't keep the service's restrictions (400).
    BadRequest,
    /// The same request was made with other parameters (409).
    Conflict,
    /// The caller may not do this (403).
    Forbidden,
    /// A limit of the resource is reached (400).
    LimitExceeded,
    /// The meeting or attendee doesn't exist, or exists no more (404).
    NotFound,
    /// The service failed (500).
    ServiceFailure,
    /// The service can't be used now (503).
    ServiceUnavailable,
    /// Too many requests (429).
    Throttling,
    /// The caller is not known (401).
    Unauthorized,
    /// The request is well-formed but can't be followed (422).
    UnprocessableEntity,
    /// No operation has this method and path (404).
    UnknownOperation,
}

/// An error answer in the service's shape, so that whatever wraps the router can refuse as the service does.
pub fn error_response(kind: ErrorKind, message: &str) -> Response {
    let (status, exception, code) = wire(kind);
    let request_id = Guid::random();
    let body = json!({"Code": code, "Message": message, "RequestId": request_id});
    (
        status,
        [
            (ERROR_TYPE, exception.to_owned()),
            (REQUEST_ID, request_id.to_string()),
        ],
        Json(body),
    )
        .into_response()
}

/// Why a request is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("The request is not signed: it has no Authorization header with a Credential")]
    NoCredential,
    #[error("No operation has this method, path and operation parameter")]
    UnknownOperation,
    #[error("{}", .0.body_text())]
    Body(#[from] BytesRejection),
    #[error("{}", .0.body_text())]
    Json(#[from] JsonRejection),
    #[error(transparent)]
    Limit(#[from] Violation),
    #[error("Meeting <{0}> not found")]
    NoMeeting(Guid),
    #[error("Attendee <{0}> not found")]
    NoAttendee(Guid),
    #[error("The ClientRequestToken was used for a meeting with other parameters")]
    TokenReused,
    #[error("The meeting has its {max} attendees")]
    Full { max: u16 },
    #[error("The request exceeds the resource limit.")]
    TooManyMeetings,
}

impl Refusal {
    /// The code that an error body, or a member of a batch's errors, carries.
    pub(crate) fn code(&self) -> &'static str {
        wire(self.kind()).2
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::NoCredential => ErrorKind::Forbidden,
            Self::UnknownOperation => ErrorKind::UnknownOperation,
            Self::Body(_) | Self::Json(_) | Self::Limit(_) => ErrorKind::BadRequest,
            Self::NoMeeting(_) | Self::NoAttendee(_) => ErrorKind::NotFound,
            Self::TokenReused => ErrorKind::Conflict,
            Self::Full { .. } | Self::TooManyMeetings => ErrorKind::LimitExceeded,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        error_response(self.kind(), &self.to_string())
    }
}

/// Status and exception as the service model has them; the code as the API's ErrorCode has it.
fn wire(kind: ErrorKind) -> (StatusCode, &'static str, &'static str) {
    match kind {
        ErrorKind::BadRequest => (StatusCode::BAD_REQUEST, "BadRequestException", "BadRequest"),
        ErrorKind::Conflict => (StatusCode::CONFLICT, "ConflictException", "Conflict"),
        ErrorKind::Forbidden => (StatusCode::FORBIDDEN, "ForbiddenException", "Forbidden"),
        ErrorKind::LimitExceeded => (
            StatusCode::BAD_REQUEST,
            "LimitExceededException",
            "ResourceLimitExceeded",
        ),
        ErrorKind::NotFound => (StatusCode::NOT_FOUND, "NotFoundException", "NotFound"),
        ErrorKind::ServiceFailure => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "ServiceFailureException",
            "ServiceFailure",
        ),
        ErrorKind::ServiceUnavailable => (
            StatusCode::SERVICE_UNAVAILABLE,
            "ServiceUnavailableException",
            "ServiceUnavailable",
        ),
        ErrorKind::Throttling => (
            StatusCode::TOO_MANY_REQUESTS,
            "ThrottlingException",
            "Throttling",
        ),
        ErrorKind::Unauthorized => (
            StatusCode::UNAUTHORIZED,
            "UnauthorizedException",
            "Unauthorized",
        ),
        ErrorKind::UnprocessableEntity => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "UnprocessableEntityException",
            "Unprocessable",
        ),
        ErrorKind::UnknownOperation => (
            StatusCode::NOT_FOUND,
            "UnknownOperationException",
            "UnknownOperation",
        ),
    }
}
