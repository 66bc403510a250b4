//! The Lambda Runtime API (2018-06-01), by which processes fetch events and hand in answers.
//!
//! All processes talk to one port; the number in front of the path tells them apart.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use super::error::InvokeError;
use super::process::{Delivery, Process};
use crate::clock::Clock;

/// The most that a function may answer: 6 MB, as in the cloud.
const ANSWER_LIMIT: usize = 6 * 1024 * 1024;

/// The processes that may speak to the API, by their numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Processes {
    all: Arc<Mutex<HashMap<u64, Arc<Process>>>>,
    last: Arc<AtomicU64>,
}

impl Processes {
    pub(super) fn next_id(&self) -> u64 {
        self.last.fetch_add(1, Ordering::Relaxed) + 1
    }

    pub(super) fn add(&self, process: &Arc<Process>) {
        self.lock().insert(process.id, Arc::clone(process));
    }

    pub(super) fn remove(&self, id: u64) {
        self.lock().remove(&id);
    }

    fn get(&self, id: u64) -> Option<Arc<Process>> {
        self.lock().get(&id).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Arc<Process>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a process is told in `AWS_LAMBDA_RUNTIME_API`. The scheme is there because a path
/// can't follow a bare host in a URI.
pub(super) fn address(api: SocketAddr, process: u64) -> String {
    format!("http://{api}/{process}")
}

pub(super) fn router(processes: Processes) -> Router {
    const RUNTIME: &str = "/{process}/2018-06-01/runtime";
    Router::new()
        .route(&format!("{RUNTIME}/invocation/next"), get(next))
        .route(
            &format!("{RUNTIME}/invocation/{{id}}/response"),
            post(response),
        )
        .route(&format!("{RUNTIME}/invocation/{{id}}/error"), post(error))
        .route(&format!("{RUNTIME}/init/error"), post(init_error))
        .layer(DefaultBodyLimit::max(ANSWER_LIMIT + 1024))
        .with_state(processes)
}

async fn next(State(processes): State<Processes>, Path(process): Path<u64>) -> Response {
    let delivery = match processes.get(process) {
        Some(process) => process.next().await,
        None => None,
    };
    let Some(delivery) = delivery else {
        return StatusCode::GONE.into_response();
    };
    let Delivery {
        request_id,
        event,
        function,
        timeout,
    } = delivery;
    // The deadline is a matter between the function and the machine, not the stack's clock.
    let deadline = u128::try_from(Clock::system().now().as_millisecond()).unwrap_or_default()
        + timeout.as_millis();
    let trace = Uuid::new_v4().simple().to_string();
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("lambda-runtime-aws-request-id", request_id),
        ("lambda-runtime-deadline-ms", deadline.to_string()),
        (
            "lambda-runtime-invoked-function-arn",
            format!("arn:aws:lambda:us-east-1:000000000000:function:{function}"),
        ),
        (
            "lambda-runtime-trace-id",
            format!(
                "Root=1-{}-{};Parent={};Sampled=0",
                &trace[..8],
                &trace[8..],
                &trace[16..]
            ),
        ),
    ];
    (headers, event).into_response()
}

async fn response(
    State(processes): State<Processes>,
    Path((process, id)): Path<(u64, String)>,
    body: Bytes,
) -> StatusCode {
    let outcome = if body.len() > ANSWER_LIMIT {
        Err(InvokeError::Unhandled {
            kind: "Function.ResponseSizeTooLarge".to_owned(),
            message: format!("{} bytes", body.len()),
        })
    } else {
        Ok(body.to_vec())
    };
    accept(
        processes
            .get(process)
            .is_some_and(|process| process.answer(&id, outcome)),
    )
}

async fn error(
    State(processes): State<Processes>,
    Path((process, id)): Path<(u64, String)>,
    body: Bytes,
) -> StatusCode {
    let Failure { kind, message } = Failure::read(&body);
    let outcome = Err(InvokeError::Unhandled { kind, message });
    accept(
        processes
            .get(process)
            .is_some_and(|process| process.answer(&id, outcome)),
    )
}

async fn init_error(
    State(processes): State<Processes>,
    Path(process): Path<u64>,
    body: Bytes,
) -> StatusCode {
    let Failure { kind, message } = Failure::read(&body);
    if let Some(process) = processes.get(process) {
        process.init_failed(format!("{kind}: {message}"));
    }
    StatusCode::ACCEPTED
}

/// An answer to an invocation that the process doesn't have is refused, as after a time-out.
fn accept(taken: bool) -> StatusCode {
    if taken {
        StatusCode::ACCEPTED
    } else {
        StatusCode::BAD_REQUEST
    }
}

/// An error as functions report it.
#[derive(Deserialize)]
struct Failure {
    #[serde(rename = "errorType", default)]
    kind: String,
    #[serde(rename = "errorMessage", default)]
    message: String,
}

impl Failure {
    fn read(body: &[u8]) -> Failure {
        serde_json::from_slice(body).unwrap_or_else(|_| Failure {
            kind: "Unknown".to_owned(),
            message: String::from_utf8_lossy(body).into_owned(),
        })
    }
}
