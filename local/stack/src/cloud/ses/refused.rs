//! Why the service refuses a request, in its words.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::faults::Refusal;

/// Why a mail is refused.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refused {
    #[error("The request is not a mail: {0}")]
    Request(#[from] serde_json::Error),
    #[error("Raw message is not base64.")]
    Encoding(#[from] base64::DecodeError),
    #[error("Raw message is not a MIME message.")]
    Mime,
    #[error("Missing required header 'From'.")]
    NoSender,
    #[error("No recipients.")]
    NoRecipient,
    #[error("Illegal address.")]
    Address,
    #[error(
        "Email address is not verified. The following identities failed the check in region {region}: {identities}"
    )]
    Unverified { region: String, identities: String },
    #[error("Maximum sending rate exceeded.")]
    Rate,
    #[error("Daily message quota exceeded.")]
    Quota,
    #[error("Configuration set <{0}> does not exist.")]
    ConfigurationSet(String),
}

impl Refused {
    /// Senders that are not verified, or recipients in the sandbox.
    pub(super) fn unverified(region: &str, identities: &[String]) -> Self {
        Self::Unverified {
            region: region.to_uppercase(),
            identities: identities.join(", "),
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, code) = match self {
            Self::Rate | Self::Quota => (StatusCode::TOO_MANY_REQUESTS, "TooManyRequestsException"),
            Self::Unverified { .. } => (StatusCode::BAD_REQUEST, "MessageRejected"),
            Self::ConfigurationSet(_) => (StatusCode::NOT_FOUND, "NotFoundException"),
            _ => (StatusCode::BAD_REQUEST, "BadRequestException"),
        };
        error(status, code, &self.to_string())
    }
}

/// A refusal that was ordered, or that the grants ask for.
pub(super) fn refuse(refusal: Refusal) -> Response {
    match refusal {
        Refusal::Throttle => error(
            StatusCode::TOO_MANY_REQUESTS,
            "TooManyRequestsException",
            "Maximum sending rate exceeded.",
        ),
        Refusal::Denied => error(
            StatusCode::FORBIDDEN,
            "AccessDeniedException",
            "The caller is not authorized to send this.",
        ),
        Refusal::Error | Refusal::Conflict => error(
            StatusCode::INTERNAL_SERVER_ERROR,
            "InternalServiceErrorException",
            "The request could not be processed because of an internal error.",
        ),
    }
}

fn error(status: StatusCode, code: &'static str, message: &str) -> Response {
    let headers = [("x-amzn-errortype", code)];
    (status, headers, axum::Json(json!({"message": message}))).into_response()
}
