//! Why the service refuses a request, in its words.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use crate::faults::Refusal;

/// The namespace of the answers.
pub(super) const NAMESPACE: &str = "http://sns.amazonaws.com/doc/2010-03-31/";

/// Why a message is refused; each text is what SNS says.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refused {
    #[error("The action {0} is not valid for this endpoint.")]
    Action(String),
    #[error("Invalid parameter: PhoneNumber Reason: {0} is not valid to publish to")]
    Number(String),
    #[error("Invalid parameter: Empty message")]
    Empty,
    #[error("Invalid parameter: Message too long")]
    TooLong,
    #[error("Invalid parameter: the message attribute {0}")]
    Attribute(&'static str),
    #[error("The message attribute '{0}' has an invalid value for its type.")]
    Type(String),
    #[error("The request is not a form.")]
    Form,
    #[error("Rate exceeded")]
    Rate,
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let code = match self {
            Self::Action(_) => "InvalidAction",
            Self::Type(_) => "ParameterValueInvalid",
            Self::Rate => "Throttling",
            _ => "InvalidParameter",
        };
        error(StatusCode::BAD_REQUEST, "Sender", code, &self.to_string())
    }
}

/// A refusal that was ordered, or that the grants ask for.
pub(super) fn refuse(refusal: Refusal) -> Response {
    match refusal {
        Refusal::Throttle => error(
            StatusCode::BAD_REQUEST,
            "Sender",
            "Throttling",
            "Rate exceeded",
        ),
        Refusal::Denied => error(
            StatusCode::FORBIDDEN,
            "Sender",
            "AuthorizationError",
            "The caller is not authorized to publish.",
        ),
        Refusal::Error | Refusal::Conflict => error(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Receiver",
            "InternalError",
            "The request could not be processed because of an internal error.",
        ),
    }
}

fn error(status: StatusCode, kind: &str, code: &str, message: &str) -> Response {
    // What the caller sent comes back in the message, so that it is escaped.
    let message = message
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let request = Uuid::new_v4().to_string();
    xml(
        status,
        format!(
            "<ErrorResponse xmlns=\"{NAMESPACE}\"><Error><Type>{kind}</Type><Code>{code}</Code>\
             <Message>{message}</Message></Error><RequestId>{request}</RequestId></ErrorResponse>"
        ),
    )
}

/// An answer of the query protocol.
pub(super) fn xml(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, "text/xml")], body).into_response()
}
