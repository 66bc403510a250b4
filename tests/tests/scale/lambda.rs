//! Invocations, as Lambda runs them: within the account's concurrency and what is reserved, and until their time is up.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use anteroom_stack::limits::{Invoked, Limits};
use anteroom_stack::wiring::{Function, Wiring};
use tokio::time::{Instant, sleep, timeout};

/// How long an invocation takes apart from its calls: an assumption, for 1,769 MB and less.
const OWN: Duration = Duration::from_millis(3);

/// Why an invocation came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failed {
    /// It was not let begin.
    Throttled,
    /// Its time was up.
    TimedOut,
}

/// The functions' invocations.
pub(crate) struct Lambda {
    limits: Limits,
    functions: BTreeMap<String, Function>,
    reserved: usize,
    running: Mutex<BTreeMap<String, Running>>,
}

/// How many invocations of a function run, how many did at most, how many there were and for how long, and how many came
/// to nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Running {
    now: usize,
    pub(crate) begun: usize,
    pub(crate) seconds: f64,
    pub(crate) peak: usize,
    pub(crate) throttled: usize,
    pub(crate) timed_out: usize,
}

impl Lambda {
    pub(crate) fn new(wiring: &Wiring, limits: Limits) -> Self {
        let functions = wiring.functions.iter();
        let functions: BTreeMap<_, _> = functions
            .map(|function| (function.name.clone(), function.clone()))
            .collect();
        let reserved = functions
            .values()
            .filter_map(|function| function.reserved_concurrency);
        Self {
            limits,
            reserved: reserved.sum(),
            functions,
            running: Mutex::default(),
        }
    }

    /// Invokes a function.
    pub(crate) async fn invoke<T>(
        &self,
        name: &str,
        work: impl Future<Output = T>,
    ) -> Result<T, Failed> {
        let function = &self.functions[name];
        let most = function.reserved_concurrency;
        let invoked = Invoked {
            function: name,
            is_reserved: most.is_some(),
            reserved: self.reserved,
        };
        let is_full = self.of(name, |running| most.is_some_and(|most| running.now >= most));
        let begun = if is_full {
            None
        } else {
            self.limits.begin_invocation(invoked).ok()
        };
        let Some(_running) = begun else {
            self.of(name, |running| running.throttled += 1);
            return Err(Failed::Throttled);
        };
        self.of(name, |running| {
            running.now += 1;
            running.begun += 1;
            running.peak = running.peak.max(running.now);
        });
        let since = Instant::now();
        let result = timeout(function.timeout, async {
            sleep(OWN).await;
            work.await
        });
        let result = result.await.map_err(|_| Failed::TimedOut);
        self.of(name, |running| {
            running.now -= 1;
            running.seconds += since.elapsed().as_secs_f64();
            running.timed_out += usize::from(result.is_err());
        });
        result
    }

    /// What ran, by function.
    pub(crate) fn report(&self) -> BTreeMap<String, Running> {
        self.running.lock().unwrap().clone()
    }

    fn of<T>(&self, name: &str, look: impl FnOnce(&mut Running) -> T) -> T {
        let mut running = self.running.lock().unwrap();
        look(running.entry(name.to_owned()).or_default())
    }
}
