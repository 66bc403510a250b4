//! Asynchronous invocations: tried again when they fail, then a dead letter.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use jiff::SignedDuration;
use serde_json::Value;

use crate::clock::Clock;
use crate::dead_letters::{DeadLetter, DeadLetters, Origin};
use crate::runner::{InvokeError, Runner};
use crate::wiring::Function;

/// What all triggers have in common.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) runner: Runner,
    pub(super) clock: Clock,
    pub(super) stopped: AtomicBool,
    policies: BTreeMap<String, Policy>,
    outstanding: Arc<AtomicUsize>,
    counted: AtomicU64,
    dead_letters: DeadLetters,
}

/// What the template says of a function's asynchronous invocations.
#[derive(Debug, Clone, Default)]
struct Policy {
    retries: u32,
    max_age: Duration,
    on_failure: Option<String>,
}

/// Something that is outstanding for as long as this lives.
pub(super) struct Counted(Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Shared {
    pub(super) fn new(
        runner: Runner,
        clock: Clock,
        dead_letters: DeadLetters,
        functions: &[Function],
    ) -> Self {
        let policy = |function: &Function| Policy {
            retries: function.async_retries,
            max_age: function.async_max_age,
            on_failure: function.on_failure.clone(),
        };
        let policies = functions
            .iter()
            .map(|function| (function.name.clone(), policy(function)))
            .collect();
        Shared {
            runner,
            clock,
            stopped: AtomicBool::new(false),
            policies,
            outstanding: Arc::default(),
            counted: AtomicU64::new(0),
            dead_letters,
        }
    }

    /// Counts something as outstanding.
    pub(super) fn count(&self) -> Counted {
        self.counted.fetch_add(1, Ordering::SeqCst);
        self.outstanding.fetch_add(1, Ordering::SeqCst);
        Counted(Arc::clone(&self.outstanding))
    }

    pub(super) fn outstanding(&self) -> usize {
        self.outstanding.load(Ordering::SeqCst) + self.runner.outstanding()
    }

    /// Grows with whatever begins, so that what began and ended between two looks is seen.
    pub(super) fn activity(&self) -> u64 {
        self.counted.load(Ordering::SeqCst) + self.runner.invocations()
    }

    pub(super) fn stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    /// Invokes a function, again and again while it is throttled, until that takes too long. Throttles are no attempts:
    /// the function was not reached (developer guide, "Asynchronous invocation" and "Using AWS Lambda with Amazon
    /// DynamoDB", "Retry attempts").
    pub(super) async fn invoke(
        &self,
        function: &str,
        event: Vec<u8>,
        takes_too_long: impl Fn() -> bool,
    ) -> Result<Vec<u8>, InvokeError> {
        let mut throttles = 0;
        loop {
            let outcome = self.runner.invoke(function, event.clone()).await;
            let is_throttled = matches!(outcome, Err(InvokeError::Throttled));
            if !is_throttled || self.stopped() || takes_too_long() {
                return outcome;
            }
            throttles += 1;
            tokio::time::sleep(pause(throttles)).await;
        }
    }

    /// Invokes a function until it succeeds or the template's attempts are used up. The cloud
    /// waits for minutes between them, the local stack for a fraction of a second.
    pub(super) async fn deliver(&self, function: &str, trigger: Origin, event: Value) {
        let policy = self.policies.get(function).cloned().unwrap_or_default();
        let mut attempts = 0;
        let age = SignedDuration::try_from(policy.max_age).unwrap_or(SignedDuration::MAX);
        let began = self.clock.now();
        let is_too_old = || self.clock.now().duration_since(began) > age;
        loop {
            let outcome = self.invoke(function, event.to_string().into_bytes(), is_too_old);
            let error = match outcome.await {
                Ok(_) => return,
                Err(error) => error,
            };
            attempts += 1;
            tracing::warn!(function, ?trigger, attempts, %error, "an invocation failed");
            let is_throttled = matches!(error, InvokeError::Throttled);
            if attempts > policy.retries || is_throttled || self.stopped() {
                self.bury(
                    function,
                    trigger,
                    event,
                    &error,
                    attempts,
                    policy.on_failure,
                );
                return;
            }
            tokio::time::sleep(pause(attempts)).await;
        }
    }

    pub(super) fn bury(
        &self,
        function: &str,
        trigger: Origin,
        event: Value,
        error: &InvokeError,
        attempts: u32,
        destination: Option<String>,
    ) {
        let letter = DeadLetter {
            function: function.to_owned(),
            trigger,
            event,
            error: error.to_string(),
            attempts,
            destination,
        };
        self.dead_letters.bury(letter);
    }
}

/// How long to wait after so many failures: 50 ms, doubled each time, a second at most.
pub(super) fn pause(failures: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(failures.saturating_sub(1));
    Duration::from_millis(50)
        .saturating_mul(doubled)
        .min(Duration::from_secs(1))
}
