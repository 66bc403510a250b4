//! An order for faults: which calls fail, and how.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Effect, Refusal};
use crate::calls::{Call, Service};

/// How a call goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Refused, as too many calls are.
    Throttle,
    /// Refused with the service's internal error.
    Error,
    /// Never answered, and nothing happens.
    Timeout,
    /// The thing is done, but never answered.
    TimeoutAfterEffect,
    /// Refused since another transaction holds the item (DynamoDB only).
    Conflict,
    /// Done and answered, but late.
    Latency,
    /// The calling function's process is killed before the call takes effect.
    Kill,
    /// The calling function's process is killed when the call has taken effect.
    KillAfterEffect,
}

/// An order for faults, the body of `POST /_local/faults`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FaultOrder {
    /// The service that fails.
    pub service: Service,
    /// The operation that fails; any, if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The function whose calls fail; any, if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// How it fails.
    pub fault: Fault,
    /// How many calls fail.
    pub count: u32,
    /// How many matching calls pass before the first fails.
    #[serde(default)]
    pub skip: u32,
    /// How late a call is answered, in milliseconds; for `latency` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay_ms: Option<u64>,
}

/// Why an order makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OrderError {
    /// `count` is nought.
    #[error("count must be at least 1")]
    NoCount,
    /// The service has no such operation, so that the fault would never come.
    #[error("{service} has no operation {operation}")]
    UnknownOperation {
        /// The service named.
        service: Service,
        /// The operation named.
        operation: String,
    },
    /// `conflict` for something that never conflicts.
    #[error("only writes and transactions of dynamodb conflict")]
    NoConflict,
    /// `latency` without `delayMs`, or `delayMs` without `latency`.
    #[error("delayMs belongs to latency")]
    Delay,
}

impl FaultOrder {
    pub(super) fn check(&self) -> Result<(), OrderError> {
        let service = self.service;
        if self.count == 0 {
            return Err(OrderError::NoCount);
        }
        if let Some(operation) = &self.operation
            && !service.operations().contains(&operation.as_str())
        {
            let operation = operation.clone();
            return Err(OrderError::UnknownOperation { service, operation });
        }
        if self.fault == Fault::Conflict
            && (service != Service::Dynamodb
                || self
                    .operation
                    .as_deref()
                    .is_some_and(|operation| !conflicts(operation)))
        {
            return Err(OrderError::NoConflict);
        }
        if (self.fault == Fault::Latency) != self.delay_ms.is_some() {
            return Err(OrderError::Delay);
        }
        Ok(())
    }

    pub(super) fn matches(&self, call: &Call) -> bool {
        self.service == call.service
            && self
                .operation
                .as_ref()
                .is_none_or(|operation| *operation == call.operation)
            && self
                .function
                .as_ref()
                .is_none_or(|function| *function == call.function)
            && (self.fault != Fault::Conflict || conflicts(&call.operation))
    }

    pub(super) fn effect(&self) -> Effect {
        match self.fault {
            Fault::Throttle => Effect::Refuse(Refusal::Throttle),
            Fault::Error => Effect::Refuse(Refusal::Error),
            Fault::Conflict => Effect::Refuse(Refusal::Conflict),
            Fault::Timeout => Effect::Hang,
            Fault::TimeoutAfterEffect => Effect::HangAfter,
            Fault::Latency => Effect::Delay(Duration::from_millis(self.delay_ms.unwrap_or(0))),
            Fault::Kill => Effect::Kill,
            Fault::KillAfterEffect => Effect::KillAfter,
        }
    }
}

/// Whether DynamoDB may refuse an operation because of a transaction. Plain reads never wait.
fn conflicts(operation: &str) -> bool {
    matches!(
        operation,
        "PutItem" | "UpdateItem" | "DeleteItem" | "TransactWriteItems" | "TransactGetItems"
    )
}
