//! What is known of a message that could not be sent.

use std::error::Error;
use std::io::ErrorKind;

use aws_sdk_sns::config::http::HttpResponse;
use aws_sdk_sns::error::{ProvideErrorMetadata, SdkError};

/// Why a message was not sent, or may not have been. The code is the service's word for it
/// or ours; it never quotes the message (A4).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Surely not sent; the same may work later.
    #[error("not sent for now: {code}")]
    Throttled {
        /// Why.
        code: String,
    },
    /// Surely not sent, and it never will be.
    #[error("refused: {code}")]
    Rejected {
        /// Why.
        code: String,
    },
    /// It may have been sent: no answer came, or one that doesn't say.
    #[error("fate unknown: {code}")]
    Unknown {
        /// How it ended.
        code: String,
    },
}

impl Failure {
    /// A request that lacks something can't be made, and never could.
    pub(super) fn incomplete() -> Self {
        Self::Rejected {
            code: "incomplete_request".to_owned(),
        }
    }
}

/// Reads a failure of either service.
pub(super) fn failure<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> Failure {
    match error {
        SdkError::ConstructionFailure(_) => Failure::incomplete(),
        SdkError::DispatchFailure(dispatch) => match dispatch.as_connector_error() {
            Some(connector) if never_connected(connector) => Failure::Throttled {
                code: "connection_refused".to_owned(),
            },
            Some(connector) if connector.is_timeout() => Failure::Unknown {
                code: "timeout".to_owned(),
            },
            Some(_) | None => Failure::Unknown {
                code: "connection_lost".to_owned(),
            },
        },
        SdkError::TimeoutError(_) => Failure::Unknown {
            code: "timeout".to_owned(),
        },
        SdkError::ResponseError(response) => by_status(response.raw().status().as_u16(), None),
        SdkError::ServiceError(service) => {
            by_status(service.raw().status().as_u16(), service.err().code())
        }
        _ => Failure::Unknown {
            code: "unknown_error".to_owned(),
        },
    }
}

/// What an answer says. Who may not send today, for lack of rights or because sending is
/// paused, may be allowed to tomorrow.
fn by_status(status: u16, code: Option<&str>) -> Failure {
    const NOT_NOW: [&str; 8] = [
        "AccountSuspendedException",
        "KMSThrottling",
        "LimitExceededException",
        "SendingPausedException",
        "Throttled",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    ];
    let not_now =
        matches!(status, 401 | 403 | 429) || code.is_some_and(|code| NOT_NOW.contains(&code));
    let code = code.map_or_else(|| format!("http_{status}"), str::to_owned);
    match status {
        _ if not_now => Failure::Throttled { code },
        400..=499 => Failure::Rejected { code },
        _ => Failure::Unknown { code },
    }
}

/// Whether no connection came about, so that nothing can have been sent. The connector says
/// so only through the error of the operating system.
fn never_connected(error: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(error), |&error| error.source())
        .filter_map(|error| error.downcast_ref::<std::io::Error>())
        .any(|error| {
            matches!(
                error.kind(),
                ErrorKind::ConnectionRefused
                    | ErrorKind::HostUnreachable
                    | ErrorKind::NetworkUnreachable
            )
        })
}
