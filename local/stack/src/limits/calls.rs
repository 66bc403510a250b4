//! How many calls a second the meeting service and the user pool take: the one of each operation, the other of each
//! category of operations. A second's calls may come at once. There are quotas of bursts too, whose values no
//! document gives.

use std::collections::HashMap;

use jiff::Timestamp;

use super::bucket::Bucket;
use super::{Refused, Settings};
use crate::calls::{Call, Service};

/// What is used of the rates, by limit and operation or category.
#[derive(Debug, Default)]
pub(super) struct Calls(HashMap<(&'static str, String), Bucket>);

impl Calls {
    /// Lets a call pass, or says what it is beyond.
    pub(super) fn admit(
        &mut self,
        settings: &Settings,
        now: Timestamp,
        call: &Call,
    ) -> Result<(), Refused> {
        let Some((limit, target, per_second)) = limited(settings, call) else {
            return Ok(());
        };
        let full = || Bucket::full(per_second, per_second, now);
        let bucket = self.0.entry((limit, target.to_owned()));
        match bucket.or_insert_with(full).try_take(now) {
            true => Ok(()),
            false => Err(Refused::new(limit, target)),
        }
    }
}

/// The limit of a call, and what counts for it together.
fn limited<'a>(settings: &Settings, call: &'a Call) -> Option<(&'static str, &'a str, f64)> {
    let operation = call.operation.as_str();
    let (limit, target, per_second) = match (call.service, operation) {
        (Service::Chime, _) => (
            "chimeCallsPerSecond",
            operation,
            settings.chime_calls_per_second,
        ),
        (Service::CognitoIdp, "AdminCreateUser") => (
            "cognitoCreationsPerSecond",
            "UserCreation",
            settings.cognito_creations_per_second,
        ),
        (Service::CognitoIdp, "AdminGetUser") => (
            "cognitoReadsPerSecond",
            "UserRead",
            settings.cognito_reads_per_second,
        ),
        (Service::CognitoIdp, "AdminAddUserToGroup") => (
            "cognitoGroupChangesPerSecond",
            "UserResourceUpdate",
            settings.cognito_group_changes_per_second,
        ),
        (Service::CognitoIdp, _) => (
            "cognitoUpdatesPerSecond",
            "UserUpdate",
            settings.cognito_updates_per_second,
        ),
        (Service::Dynamodb | Service::Ses | Service::Sns | Service::Sqs, _) => return None,
    };
    Some((limit, target, per_second?))
}
