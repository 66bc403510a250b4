//! What a function has done since the stack started, in numbers.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;

/// What a function has done since the stack started.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FunctionReport {
    /// Which function.
    pub function: String,
    /// For each process, the time from its start to its asking for the first event.
    pub init_ms: Vec<f64>,
    /// For each process that answered, the time from its start to its first answer.
    pub first_answer_ms: Vec<f64>,
    /// For each invocation that was answered, the time from its event's delivery.
    pub invocation_ms: Vec<f64>,
    /// Processes that ended or were killed, but for those that ended with the stack.
    pub deaths: u64,
}

#[derive(Debug)]
pub(super) struct Tally(Mutex<FunctionReport>);

impl Tally {
    pub(super) fn new(function: &str) -> Self {
        Tally(Mutex::new(FunctionReport {
            function: function.to_owned(),
            ..FunctionReport::default()
        }))
    }

    pub(super) fn started(&self, took: Duration) {
        self.lock().init_ms.push(took.as_secs_f64() * 1000.0);
    }

    pub(super) fn answered_first(&self, took: Duration) {
        self.lock()
            .first_answer_ms
            .push(took.as_secs_f64() * 1000.0);
    }

    pub(super) fn answered(&self, took: Duration) {
        self.lock().invocation_ms.push(took.as_secs_f64() * 1000.0);
    }

    pub(super) fn died(&self) {
        self.lock().deaths += 1;
    }

    pub(super) fn report(&self) -> FunctionReport {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, FunctionReport> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
