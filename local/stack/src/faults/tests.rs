#![allow(clippy::unwrap_used)]

use std::thread;

use super::*;
use crate::calls::Service;

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
