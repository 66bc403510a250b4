//! Refusals in the words of DynamoDB: what faults, missing grants and limits look like to a caller.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::respond;
use crate::faults::Refusal;
use crate::limits::Refused;

/// Refuses a call. `parts` is the number of items of a transaction.
pub(super) fn refuse(refusal: Refusal, operation: &str, parts: usize) -> Response {
    let transaction = operation.starts_with("Transact");
    let (status, body) = match refusal {
        Refusal::Throttle => (
            StatusCode::BAD_REQUEST,
            json!({
                "__type": "com.amazon.coral.availability#ThrottlingException",
                "message": "Throughput exceeds the current capacity of your table or index.",
            }),
        ),
        Refusal::Denied => (
            StatusCode::BAD_REQUEST,
            json!({
                "__type": "com.amazon.coral.service#AccessDeniedException",
                "Message": "The caller is not authorized to do this to the table.",
            }),
        ),
        Refusal::Error => (
            StatusCode::INTERNAL_SERVER_ERROR,
            json!({
                "__type": "com.amazonaws.dynamodb.v20120810#InternalServerError",
                "message": "The request could not be processed because of an internal error.",
            }),
        ),
        Refusal::Conflict if transaction => (StatusCode::BAD_REQUEST, conflicting(parts)),
        Refusal::Conflict => (
            StatusCode::BAD_REQUEST,
            json!({
                "__type": "com.amazonaws.dynamodb.v20120810#TransactionConflictException",
                "message": "Transaction is ongoing for the item",
            }),
        ),
    };
    respond(status, body.to_string())
}

/// Refuses a call beyond a limit: one refusal, or none, for each item that it touches. `indexes` are the names of
/// indexes. The words are those of tables on demand (API reference, "TransactWriteItems", "Errors" and "ThrottlingReason").
///
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html>
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ThrottlingReason.html>
pub(super) fn beyond(
    refused: &[Option<Refused>],
    is_transaction: bool,
    indexes: &[&str],
) -> (StatusCode, Value) {
    let is_index = |refused: &Refused| indexes.contains(&refused.target.as_str());
    let message = |refused: &Refused| match is_index(refused) {
        true => {
            "Throughput exceeds the current capacity for one or more global secondary indexes. DynamoDB is \
             automatically scaling your index so please try again shortly."
        }
        false => {
            "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling \
             your table or index so please try again shortly. If exceptions persist, check if you have a hot key: \
             https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html"
        }
    };
    if is_transaction {
        let reason = |refused: &Option<Refused>| match refused {
            Some(refused) => ("ThrottlingError", Some(message(refused))),
            None => ("None", None),
        };
        let reasons = refused.iter().map(reason);
        return (
            StatusCode::BAD_REQUEST,
            cancelled(&reasons.collect::<Vec<_>>()),
        );
    }
    let reason = |refused: &Refused| {
        let resource = if is_index(refused) { "Index" } else { "Table" };
        let operation = if refused.limit.contains("Write") {
            "Write"
        } else {
            "Read"
        };
        let limit = match refused.partition {
            Some(_) => "KeyRangeThroughputExceeded",
            None => "AccountLimitExceeded",
        };
        json!({"reason": format!("{resource}{operation}{limit}"), "resource": refused.target})
    };
    let refused: Vec<&Refused> = refused.iter().flatten().collect();
    let body = json!({
        "__type": "com.amazon.coral.availability#ThrottlingException",
        "message": refused.first().map(|refused| message(refused)),
        "throttlingReasons": refused.into_iter().map(reason).collect::<Vec<_>>(),
    });
    (StatusCode::BAD_REQUEST, body)
}

/// A transaction that is cancelled for a conflict: here the first item conflicts, which is enough to cancel all.
fn conflicting(items: usize) -> Value {
    let conflict = (
        "TransactionConflict",
        Some("Transaction is ongoing for the item"),
    );
    let mut reasons = vec![("None", None); items.max(1)];
    reasons[0] = conflict;
    cancelled(&reasons)
}

/// A cancelled transaction gives one reason an item: a code and a message.
fn cancelled(reasons: &[(&str, Option<&str>)]) -> Value {
    let codes: Vec<&str> = reasons.iter().map(|(code, _)| *code).collect();
    let codes = codes.join(", ");
    let reason = |(code, message): &(&str, Option<&str>)| match message {
        Some(message) => json!({"Code": code, "Message": message}),
        None => json!({"Code": code}),
    };
    json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": format!(
            "Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]"
        ),
        "CancellationReasons": reasons.iter().map(reason).collect::<Vec<_>>(),
    })
}
