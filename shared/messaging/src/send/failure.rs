//! The outcome of a message that could not be sent.

use std::error::Error;
use std::io::ErrorKind;

use anteroom_domain::delivery::SendFailure;
use aws_sdk_sns::config::http::HttpResponse;
use aws_sdk_sns::error::{ProvideErrorMetadata, SdkError};

/// A request that lacks something can't be made, and never could.
pub(super) fn incomplete() -> SendFailure {
    SendFailure::Rejected {
        code: "incomplete_request".to_owned(),
    }
}

/// Reads a failure of either service.
pub(super) fn failure<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> SendFailure {
    match error {
        SdkError::ConstructionFailure(_) => incomplete(),
        SdkError::DispatchFailure(dispatch) => match dispatch.as_connector_error() {
            Some(connector) if never_connected(connector) => SendFailure::Throttled {
                code: "connection_refused".to_owned(),
            },
            Some(connector) if connector.is_timeout() => SendFailure::Unknown {
                code: "timeout".to_owned(),
            },
            Some(_) | None => SendFailure::Unknown {
                code: "connection_lost".to_owned(),
            },
        },
        SdkError::TimeoutError(_) => SendFailure::Unknown {
            code: "timeout".to_owned(),
        },
        SdkError::ResponseError(response) => by_status(response.raw().status().as_u16(), None),
        SdkError::ServiceError(service) => {
            by_status(service.raw().status().as_u16(), service.err().code())
        }
        _ => SendFailure::Unknown {
            code: "unknown_error".to_owned(),
        },
    }
}

/// What an answer says. Who may not send today, for lack of rights or because sending is
/// paused, may be allowed to tomorrow.
fn by_status(status: u16, code: Option<&str>) -> SendFailure {
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
        _ if not_now => SendFailure::Throttled { code },
        400..=499 => SendFailure::Rejected { code },
        _ => SendFailure::Unknown { code },
    }
}

/// Whether no connection was established, so that nothing can have been sent. The connector shows
/// this only through the error of the operating system.
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use aws_sdk_sns::error::{ConnectorError, ErrorMetadata};
    use aws_sdk_sns::operation::publish::PublishError;
    use aws_smithy_types::body::SdkBody;

    use super::*;

    fn answered(status: u16, code: &str) -> SendFailure {
        let error = PublishError::generic(ErrorMetadata::builder().code(code).build());
        let raw = HttpResponse::new(status.try_into().unwrap(), SdkBody::empty());
        failure(&SdkError::service_error(error, raw))
    }

    fn lost(error: ConnectorError) -> SendFailure {
        failure::<PublishError>(&SdkError::dispatch_failure(error))
    }

    #[test]
    fn an_answer_says_whether_it_was_sent() {
        let throttled = |code: &str| SendFailure::Throttled {
            code: code.to_owned(),
        };
        let rejected = |code: &str| SendFailure::Rejected {
            code: code.to_owned(),
        };
        let unknown = |code: &str| SendFailure::Unknown {
            code: code.to_owned(),
        };
        for (status, code, expected) in [
            (
                429,
                "TooManyRequestsException",
                throttled("TooManyRequestsException"),
            ),
            (400, "Throttling", throttled("Throttling")),
            (
                400,
                "SendingPausedException",
                throttled("SendingPausedException"),
            ),
            (
                403,
                "AccessDeniedException",
                throttled("AccessDeniedException"),
            ),
            (400, "MessageRejected", rejected("MessageRejected")),
            (400, "InvalidParameter", rejected("InvalidParameter")),
            (404, "NotFoundException", rejected("NotFoundException")),
            (500, "InternalError", unknown("InternalError")),
            (503, "ServiceUnavailable", unknown("ServiceUnavailable")),
        ] {
            assert_eq!(answered(status, code), expected, "{status} {code}");
        }
    }

    #[test]
    fn no_answer_is_an_unknown_outcome_unless_no_connection_was_made() {
        let io = |kind: ErrorKind| ConnectorError::io(Box::new(std::io::Error::from(kind)));
        let refused = SendFailure::Throttled {
            code: "connection_refused".to_owned(),
        };
        assert_eq!(lost(io(ErrorKind::ConnectionRefused)), refused);
        let cut = SendFailure::Unknown {
            code: "connection_lost".to_owned(),
        };
        assert_eq!(lost(io(ErrorKind::ConnectionReset)), cut);
        let silent = SendFailure::Unknown {
            code: "timeout".to_owned(),
        };
        assert_eq!(lost(ConnectorError::timeout("late".into())), silent);
        assert_eq!(
            failure::<PublishError>(&SdkError::timeout_error("late")),
            silent
        );
    }
}
