//! Queues: the part of the SQS protocol with which a function puts something aside. What is put
//! into any queue is a dead letter: the template has no other queues.

use std::io;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::front::Front;
use crate::calls::{Call, Service};
use crate::dead_letters::{DeadLetter, DeadLetters, Origin};
use crate::endpoint::Endpoint;
use crate::faults::Refusal;
use crate::grants::Need;

/// The largest message that SQS takes, in bytes.
const LARGEST_MESSAGE: usize = 1_048_576;

/// Starts the service.
///
/// # Errors
/// If no port can be bound.
pub async fn start(dead_letters: DeadLetters, front: Front) -> io::Result<Endpoint> {
    let router = Router::new()
        .route("/", post(answer))
        .with_state(Arc::new(Sqs {
            dead_letters,
            front,
        }));
    Endpoint::serve(router).await
}

struct Sqs {
    dead_letters: DeadLetters,
    front: Front,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SendMessage {
    queue_url: String,
    message_body: String,
}

async fn answer(State(sqs): State<Arc<Sqs>>, headers: HeaderMap, body: Bytes) -> Response {
    let target = headers.get("x-amz-target").map(|target| target.to_str());
    let operation = match target {
        Some(Ok(target)) => target.strip_prefix("AmazonSQS.").unwrap_or(target),
        Some(Err(_)) | None => "unknown",
    };
    let call = Call::new(&headers, Service::Sqs, operation);
    let serve = async {
        match (operation, serde_json::from_slice(&body)) {
            ("SendMessage", Ok(message)) => sqs.send_message(&call.function, message),
            ("SendMessage", Err(_)) => error(
                StatusCode::BAD_REQUEST,
                "com.amazonaws.sqs#MissingParameter",
                "The request must contain QueueUrl and MessageBody.",
            ),
            (_, _) => error(
                StatusCode::BAD_REQUEST,
                "com.amazonaws.sqs#UnsupportedOperation",
                "The local stack takes nothing but SendMessage.",
            ),
        }
    };
    let needs = [Need::action(format!("sqs:{operation}"))];
    sqs.front.pass(&call, &needs, refuse, serve).await
}

impl Sqs {
    fn send_message(&self, function: &str, message: SendMessage) -> Response {
        let body = message.message_body;
        if body.is_empty() || body.len() > LARGEST_MESSAGE {
            return error(
                StatusCode::BAD_REQUEST,
                "com.amazon.coral.service#InvalidParameterValue",
                "The message body must have between 1 and 1048576 bytes.",
            );
        }
        self.dead_letters.bury(DeadLetter {
            function: function.to_owned(),
            trigger: Origin::Function,
            event: serde_json::from_str(&body).unwrap_or(Value::String(body)),
            error: "the function put it aside".to_owned(),
            attempts: 1,
            destination: Some(message.queue_url),
        });
        // The digest of the body, which clients may check, is left out.
        Json(json!({"MessageId": Uuid::new_v4().to_string()})).into_response()
    }
}

fn refuse(refusal: Refusal) -> Response {
    match refusal {
        Refusal::Throttle => error(
            StatusCode::BAD_REQUEST,
            "com.amazonaws.sqs#RequestThrottled",
            "The request was denied due to request throttling.",
        ),
        Refusal::Denied => error(
            StatusCode::FORBIDDEN,
            "com.amazon.coral.service#AccessDeniedException",
            "The caller is not authorized to send to this queue.",
        ),
        Refusal::Error | Refusal::Conflict => error(
            StatusCode::INTERNAL_SERVER_ERROR,
            "com.amazonaws.sqs#InternalFailure",
            "The service has failed.",
        ),
    }
}

fn error(status: StatusCode, kind: &str, message: &str) -> Response {
    let body = json!({"__type": kind, "message": message}).to_string();
    let kind = [(header::CONTENT_TYPE, "application/x-amz-json-1.0")];
    (status, kind, body).into_response()
}
