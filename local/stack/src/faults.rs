//! Faults to come: what a service does wrong the next time a function calls it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

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

/// What is to be done to one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Answer with an error, typed as the service types it.
    Refuse(Refusal),
    /// Don't do it, don't answer.
    Hang,
    /// Do it, don't answer.
    HangAfter,
    /// Wait, then do it and answer.
    Delay(Duration),
    /// Kill the caller, don't do it.
    Kill,
    /// Do it, kill the caller.
    KillAfter,
}

/// An error with which a service refuses a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Too many calls.
    Throttle,
    /// The service's internal error.
    Error,
    /// Another transaction holds the item.
    Conflict,
    /// The caller has no right to it.
    Denied,
}

/// The faults to come. Clones share one list.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    orders: Arc<Mutex<Vec<FaultOrder>>>,
}

impl Faults {
    /// Adds faults after those already ordered.
    ///
    /// # Errors
    /// If no call could ever match the order, or it contradicts itself.
    pub fn add(&self, order: FaultOrder) -> Result<(), OrderError> {
        order.check()?;
        self.lock().push(order);
        Ok(())
    }

    /// Forgets all faults to come.
    pub fn clear(&self) {
        self.lock().clear();
    }

    /// The orders that are not used up, with what is left of them.
    pub fn pending(&self) -> Vec<FaultOrder> {
        self.lock().clone()
    }

    /// Takes the fault that is due for a call, if any. The first order that matches and has
    /// let enough calls pass gives it.
    pub fn take(&self, call: &Call) -> Option<Effect> {
        let mut orders = self.lock();
        let mut due = None;
        for (place, order) in orders.iter_mut().enumerate() {
            if !order.matches(call) {
                continue;
            }
            if order.skip > 0 {
                order.skip -= 1;
                continue;
            }
            order.count -= 1;
            due = Some((place, order.effect(), order.count == 0));
            break;
        }
        let (place, effect, used_up) = due?;
        if used_up {
            orders.remove(place);
        }
        Some(effect)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<FaultOrder>> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FaultOrder {
    fn check(&self) -> Result<(), OrderError> {
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

    fn matches(&self, call: &Call) -> bool {
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

    fn effect(&self) -> Effect {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::thread;

    use super::*;

    fn order(body: &str) -> FaultOrder {
        serde_json::from_str(body).unwrap()
    }

    fn call(function: &str, operation: &str) -> Call {
        Call {
            function: function.into(),
            service: Service::Dynamodb,
            operation: operation.into(),
        }
    }

    #[test]
    fn skips_then_counts_down_then_is_gone() {
        let faults = Faults::default();
        faults
            .add(order(
                r#"{"service":"dynamodb","operation":"PutItem","fault":"kill","count":2,"skip":1}"#,
            ))
            .unwrap();
        let put = call("bookings", "PutItem");
        assert_eq!(faults.take(&call("bookings", "GetItem")), None);
        assert_eq!(faults.take(&put), None);
        assert_eq!(faults.take(&put), Some(Effect::Kill));
        assert_eq!(faults.pending()[0].count, 1);
        assert_eq!(faults.take(&put), Some(Effect::Kill));
        assert_eq!(faults.take(&put), None);
        assert!(faults.pending().is_empty());
    }

    #[test]
    fn is_meant_for_one_function_if_it_says_so() {
        let faults = Faults::default();
        faults
            .add(order(
                r#"{"service":"dynamodb","function":"notifier","fault":"error","count":1}"#,
            ))
            .unwrap();
        assert_eq!(faults.take(&call("bookings", "GetItem")), None);
        assert!(faults.take(&call("notifier", "GetItem")).is_some());
    }

    #[test]
    fn a_conflict_lets_reads_pass() {
        let faults = Faults::default();
        faults
            .add(order(
                r#"{"service":"dynamodb","fault":"conflict","count":1}"#,
            ))
            .unwrap();
        assert_eq!(faults.take(&call("bookings", "Query")), None);
        assert_eq!(
            faults.take(&call("bookings", "UpdateItem")),
            Some(Effect::Refuse(Refusal::Conflict))
        );
    }

    #[test]
    fn many_callers_at_once_take_no_more_than_was_ordered() {
        let faults = Faults::default();
        faults
            .add(order(
                r#"{"service":"dynamodb","fault":"throttle","count":50}"#,
            ))
            .unwrap();
        let taken: usize = thread::scope(|scope| {
            let takers: Vec<_> = (0..8)
                .map(|_| {
                    let take = || {
                        (0..20)
                            .filter(|_| faults.take(&call("f", "Query")).is_some())
                            .count()
                    };
                    scope.spawn(take)
                })
                .collect();
            takers.into_iter().map(|taker| taker.join().unwrap()).sum()
        });
        assert_eq!(taken, 50);
    }

    #[test]
    fn what_could_never_come_true_is_refused() {
        let faults = Faults::default();
        let refused = [
            (
                r#"{"service":"ses","fault":"error","count":0}"#,
                OrderError::NoCount,
            ),
            (
                r#"{"service":"ses","fault":"conflict","count":1}"#,
                OrderError::NoConflict,
            ),
            (
                r#"{"service":"dynamodb","operation":"Query","fault":"conflict","count":1}"#,
                OrderError::NoConflict,
            ),
            (
                r#"{"service":"sns","fault":"latency","count":1}"#,
                OrderError::Delay,
            ),
            (
                r#"{"service":"sns","fault":"error","count":1,"delayMs":5}"#,
                OrderError::Delay,
            ),
            (
                r#"{"service":"sns","operation":"Send","fault":"error","count":1}"#,
                OrderError::UnknownOperation {
                    service: Service::Sns,
                    operation: "Send".into(),
                },
            ),
        ];
        for (body, why) in refused {
            assert_eq!(faults.add(order(body)), Err(why), "{body}");
        }
        assert!(
            serde_json::from_str::<FaultOrder>(r#"{"service":"s3","fault":"error","count":1}"#)
                .is_err()
        );
    }
}
