//! Refusals in the words of DynamoDB: what faults and missing grants look like to a caller.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::respond;
use crate::faults::Refusal;

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
        Refusal::Conflict if transaction => (StatusCode::BAD_REQUEST, cancelled(parts)),
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

/// A cancelled transaction gives one reason an item: here the first conflicts, which is enough
/// to cancel all.
fn cancelled(items: usize) -> Value {
    let reason = |place| match place {
        0 => {
            json!({"Code": "TransactionConflict", "Message": "Transaction is ongoing for the item"})
        }
        _ => json!({"Code": "None"}),
    };
    let codes = vec!["None"; items.saturating_sub(1)];
    let codes = [&["TransactionConflict"], codes.as_slice()]
        .concat()
        .join(", ");
    json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": format!(
            "Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]"
        ),
        "CancellationReasons": (0..items.max(1)).map(reason).collect::<Vec<_>>(),
    })
}
