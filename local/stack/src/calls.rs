//! Counts the calls that functions make to the cloud: what a budget of calls is tested by.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::{HeaderMap, header};
use serde::{Deserialize, Serialize};

/// A service of the cloud that the stack stands in for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    /// Amazon DynamoDB.
    Dynamodb,
    /// Amazon SES, version 2 of its API.
    Ses,
    /// Amazon SNS, for SMS.
    Sns,
    /// Amazon SQS, for what can't be dealt with.
    Sqs,
    /// Amazon Chime SDK meetings.
    Chime,
    /// Amazon Cognito user pools.
    #[serde(rename = "cognito-idp")]
    CognitoIdp,
}

impl Service {
    /// The operations that can be counted and made to fail, by their names in the service's
    /// own model.
    pub fn operations(self) -> &'static [&'static str] {
        match self {
            Self::Dynamodb => &[
                "BatchGetItem",
                "BatchWriteItem",
                "DeleteItem",
                "GetItem",
                "PutItem",
                "Query",
                "Scan",
                "TransactGetItems",
                "TransactWriteItems",
                "UpdateItem",
            ],
            Self::Ses => &["SendEmail"],
            Self::Sns => &["Publish"],
            Self::Sqs => &["SendMessage"],
            Self::Chime => &[
                "BatchCreateAttendee",
                "BatchUpdateAttendeeCapabilitiesExcept",
                "CreateAttendee",
                "CreateMeeting",
                "CreateMeetingWithAttendees",
                "DeleteAttendee",
                "DeleteMeeting",
                "GetAttendee",
                "GetMeeting",
                "ListAttendees",
                "UpdateAttendeeCapabilities",
            ],
            Self::CognitoIdp => &[
                "AdminAddUserToGroup",
                "AdminCreateUser",
                "AdminDisableUser",
                "AdminEnableUser",
                "AdminGetUser",
                "AdminSetUserMFAPreference",
                "AdminSetUserPassword",
                "AdminUpdateUserAttributes",
                "AdminUserGlobalSignOut",
            ],
        }
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dynamodb => "dynamodb",
            Self::Ses => "ses",
            Self::Sns => "sns",
            Self::Sqs => "sqs",
            Self::Chime => "chime",
            Self::CognitoIdp => "cognito-idp",
        })
    }
}

/// One call to a service: who called what.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Call {
    /// The calling function, or whatever else signed the request.
    pub function: String,
    /// The service called.
    pub service: Service,
    /// The operation, by its name in the service's model.
    pub operation: String,
}

impl Call {
    /// A call by the signer of a request.
    pub fn new(headers: &HeaderMap, service: Service, operation: impl Into<String>) -> Self {
        Self {
            function: caller(headers).unwrap_or("unsigned").to_owned(),
            service,
            operation: operation.into(),
        }
    }
}

/// The calls made so far. Clones share one count.
#[derive(Debug, Clone, Default)]
pub struct Calls {
    counts: Arc<Mutex<BTreeMap<Call, u64>>>,
}

/// The calls made so far, as `GET /_local/calls` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallReport {
    /// One entry for each function, service and operation, in that order.
    pub items: Vec<CallCount>,
    /// All calls together.
    pub total: u64,
}

/// How often a function called an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallCount {
    /// Who called what.
    #[serde(flatten)]
    pub call: Call,
    /// How often.
    pub count: u64,
}

impl Calls {
    /// Counts one call.
    pub fn record(&self, call: &Call) {
        let mut counts = self.lock();
        match counts.get_mut(call) {
            Some(count) => *count += 1,
            None => {
                counts.insert(call.clone(), 1);
            }
        }
    }

    /// What was counted since the start or the last reset.
    pub fn report(&self) -> CallReport {
        let items: Vec<CallCount> = self
            .lock()
            .iter()
            .map(|(call, &count)| CallCount {
                call: call.clone(),
                count,
            })
            .collect();
        let total = items.iter().map(|item| item.count).sum();
        CallReport { items, total }
    }

    /// Starts counting from nothing.
    pub fn reset(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Call, u64>> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The access key id in a SigV4 header. The runner gives every function its own name as key.
fn caller(headers: &HeaderMap) -> Option<&str> {
    let authorization = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (_, credential) = authorization.split_once("Credential=")?;
    credential.split_once('/').map(|(key, _)| key)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_caller_is_the_access_key() {
        let mut headers = HeaderMap::new();
        assert_eq!(caller(&headers), None);
        headers.insert(
            header::AUTHORIZATION,
            HeaderValue::from_static(
                "AWS4-HMAC-SHA256 Credential=bookings/20261122/eu/dynamodb/aws4_request, Signature=0",
            ),
        );
        assert_eq!(caller(&headers), Some("bookings"));
    }

    #[test]
    fn counts_until_reset() {
        let calls = Calls::default();
        let get = Call {
            function: "bookings".into(),
            service: Service::Dynamodb,
            operation: "GetItem".into(),
        };
        calls.record(&get);
        calls.record(&get);
        assert_eq!(calls.report().total, 2);
        assert_eq!(
            calls.report().items,
            [CallCount {
                call: get,
                count: 2
            }]
        );
        calls.reset();
        assert_eq!(calls.report().total, 0);
    }
}
