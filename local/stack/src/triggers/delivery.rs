//! Asynchronous invocations: tried again when they fail, then a dead letter.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

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

    /// Invokes a function until it succeeds or the template's attempts are used up. The cloud
    /// waits for minutes between them, the local stack for a fraction of a second.
    pub(super) async fn deliver(&self, function: &str, trigger: Origin, event: Value) {
        let policy = self.policies.get(function).cloned().unwrap_or_default();
        let mut attempts = 0;
        loop {
            let error = match self
                .runner
                .invoke(function, event.to_string().into_bytes())
                .await
            {
                Ok(_) => return,
                Err(error) => error,
            };
            attempts += 1;
            tracing::warn!(function, ?trigger, attempts, %error, "an invocation failed");
            if attempts > policy.retries || self.stopped() {
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
