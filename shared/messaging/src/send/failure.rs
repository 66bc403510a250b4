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
            Some(connector) if never_connected(connector) => SendFailure::NotNow {
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
        SdkError::ResponseError(response) => {
            by_answer(response.raw().status().as_u16(), None, None)
        }
        SdkError::ServiceError(service) => {
            let (status, error) = (service.raw().status().as_u16(), service.err());
            by_answer(status, error.code(), error.message())
        }
        _ => SendFailure::Unknown {
            code: "unknown_error".to_owned(),
        },
    }
}

/// What an answer says. Only a refusal of the message itself is final. What concerns the account, its
/// rights, its quotas or what is set up for it may pass, and every message waits for that.
fn by_answer(status: u16, code: Option<&str>, message: Option<&str>) -> SendFailure {
    let not_now = matches!(status, 401 | 403 | 429)
        || code.is_some_and(|code| NOT_NOW.contains(&code))
        || code == Some("MessageRejected") && message.is_some_and(is_unverified);
    let code = code.map_or_else(|| format!("http_{status}"), str::to_owned);
    match status {
        _ if not_now => SendFailure::NotNow { code },
        400..=499 => SendFailure::Rejected { code },
        _ => SendFailure::Unknown { code },
    }
}

/// The codes of the two services that do not concern the message: SES version 2 (API reference,
/// "SendEmail", "Common errors") and SNS (API reference, "Publish"). `NotFoundException` of SES tells
/// that the configuration set is not there.
const NOT_NOW: [&str; 10] = [
    "AccountSuspendedException",
    "KMSThrottling",
    "LimitExceededException",
    "MailFromDomainNotVerifiedException",
    "NotFoundException",
    "SendingPausedException",
    "Throttled",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
];

/// Whether SES refused an email because its sender is not verified yet or the account is in the
/// sandbox. Only the text tells this from content that it refuses (developer guide, "Amazon SES email
/// sending errors").
fn is_unverified(message: &str) -> bool {
    message.starts_with("Email address is not verified")
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

    #[test]
    fn an_unverified_sender_or_reader_is_no_fault_of_the_message() {
        let rejected = |message: &str| {
            let metadata = ErrorMetadata::builder().code("MessageRejected");
            let error = PublishError::generic(metadata.message(message).build());
            let raw = HttpResponse::new(400.try_into().unwrap(), SdkBody::empty());
            failure(&SdkError::service_error(error, raw))
        };
        let code = || "MessageRejected".to_owned();
        let unverified = "Email address is not verified. The following identities failed the check \
                          in region AP-SOUTHEAST-1: mai@example.com";
        assert_eq!(rejected(unverified), SendFailure::NotNow { code: code() });
        let virus = "The message was rejected because it contained a virus.";
        assert_eq!(rejected(virus), SendFailure::Rejected { code: code() });
    }

    fn lost(error: ConnectorError) -> SendFailure {
        failure::<PublishError>(&SdkError::dispatch_failure(error))
    }

    #[test]
    fn an_answer_says_whether_it_was_sent() {
        let not_now = |code: &str| SendFailure::NotNow {
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
                not_now("TooManyRequestsException"),
            ),
            (400, "Throttling", not_now("Throttling")),
            (
                400,
                "SendingPausedException",
                not_now("SendingPausedException"),
            ),
            (
                403,
                "AccessDeniedException",
                not_now("AccessDeniedException"),
            ),
            (400, "MessageRejected", rejected("MessageRejected")),
            (400, "InvalidParameter", rejected("InvalidParameter")),
            (404, "NotFoundException", not_now("NotFoundException")),
            (
                400,
                "MailFromDomainNotVerifiedException",
                not_now("MailFromDomainNotVerifiedException"),
            ),
            (
                400,
                "LimitExceededException",
                not_now("LimitExceededException"),
            ),
            (400, "BadRequestException", rejected("BadRequestException")),
            (500, "InternalError", unknown("InternalError")),
            (503, "ServiceUnavailable", unknown("ServiceUnavailable")),
        ] {
            assert_eq!(answered(status, code), expected, "{status} {code}");
        }
    }

    #[test]
    fn no_answer_is_an_unknown_outcome_unless_no_connection_was_made() {
        let io = |kind: ErrorKind| ConnectorError::io(Box::new(std::io::Error::from(kind)));
        let refused = SendFailure::NotNow {
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
