//! The cloud's limits, once they are ordered: what the account may use a second, a day or a month, and how its
//! services refuse what is beyond. Nothing is limited unless `POST /_local/limits` says so.
//!
//! Rates go by the stack's clock. It runs at the pace of real time, so a test that moves no clock waits as long as in
//! the cloud; and a move of the clock refills what would have been refilled in that time.

mod bucket;
mod calls;
mod functions;
mod gates;
mod mail;
mod profiles;
mod requests;
mod settings;
mod texts;
mod throughput;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use self::calls::Calls;
use self::functions::Functions;
pub use self::functions::Invoked;
pub use self::gates::Running;
use self::mail::Mail;
pub use self::profiles::{Profile, Row, TABLE};
use self::requests::Requests;
pub use self::settings::{Order, OrderError, Settings};
use self::texts::Texts;
use self::throughput::Throughput;
pub use self::throughput::{Kind, Place};
use crate::clock::Clock;

/// What was refused: the limit, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Refused {
    /// The limit, by its name in the order.
    pub limit: &'static str,
    /// The table, index, route, function, operation or service whose limit it is.
    pub target: String,
    /// The partition of the table or index, if the limit is one of partitions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partition: Option<String>,
}

impl Refused {
    /// Something beyond a limit of a target as a whole.
    pub fn new(limit: &'static str, target: impl Into<String>) -> Self {
        Self {
            limit,
            target: target.into(),
            partition: None,
        }
    }
}

/// What was refused, and how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct RefusedCount {
    #[serde(flatten)]
    refused: Refused,
    count: u64,
}

type Spending = Box<dyn Fn(f64) + Send + Sync>;
type Watch = Box<dyn Fn(&Refused) + Send + Sync>;

/// The limits in force, and what is used of them. Clones share both.
#[derive(Clone)]
pub struct Limits {
    clock: Clock,
    state: Arc<Mutex<State>>,
    watch: Arc<OnceLock<Watch>>,
    spending: Arc<OnceLock<Spending>>,
}

#[derive(Default)]
struct State {
    settings: Settings,
    shown: Map<String, Value>,
    refused: BTreeMap<Refused, u64>,
    throughput: Throughput,
    requests: Requests,
    functions: Functions,
    calls: Calls,
    mail: Mail,
    texts: Texts,
}

impl Default for Limits {
    fn default() -> Self {
        Self::new(Clock::system())
    }
}

impl Limits {
    /// No limits, for services that go by a clock.
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            state: Arc::default(),
            watch: Arc::default(),
            spending: Arc::default(),
        }
    }

    /// Says who is told of each refusal; only the first call counts.
    pub fn watch_with(&self, watch: impl Fn(&Refused) + Send + Sync + 'static) {
        let _ = self.watch.set(Box::new(watch));
    }

    /// Says who is told what the month's texts have cost, in US dollars, each time that one is paid for; only the first
    /// call counts.
    pub fn spending_with(&self, measure: impl Fn(f64) + Send + Sync + 'static) {
        let _ = self.spending.set(Box::new(measure));
    }

    /// Puts these limits in force in place of all others. Nothing is used of them yet, and nothing refused.
    pub fn order(&self, order: Order) {
        let mut state = self.lock();
        *state = State {
            settings: order.settings,
            shown: order.shown,
            functions: state.functions.anew(),
            ..State::default()
        };
    }

    /// Takes all limits off.
    pub fn clear(&self) {
        let mut state = self.lock();
        *state = State {
            functions: state.functions.anew(),
            ..State::default()
        };
    }

    /// The limits in force.
    pub fn settings(&self) -> Settings {
        self.lock().settings.clone()
    }

    /// What is in force, by the names of the order, and what was refused since then.
    pub fn report(&self) -> Value {
        let state = self.lock();
        let mut report = state.shown.clone();
        let profile = report.entry("profile");
        profile.or_insert_with(|| Profile::None.name().into());
        let refused = state.refused.iter().map(|(refused, &count)| RefusedCount {
            refused: refused.clone(),
            count,
        });
        let refused = serde_json::to_value(refused.collect::<Vec<_>>());
        report.insert("refused".to_owned(), refused.unwrap_or_default());
        Value::Object(report)
    }

    /// How many invocations run of functions that have nothing reserved.
    pub fn running(&self) -> usize {
        self.lock().functions.shared()
    }

    /// Counts what was refused for a limit that a service keeps itself.
    pub fn count(&self, refused: &Refused) {
        *self.lock().refused.entry(refused.clone()).or_default() += 1;
        if let Some(watch) = self.watch.get() {
            watch(refused);
        }
    }

    fn check<T>(
        &self,
        check: impl FnOnce(&mut State, Timestamp) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        let now = self.clock.now();
        let outcome = check(&mut self.lock(), now);
        if let Err(refused) = &outcome {
            self.count(refused);
        }
        outcome
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Limits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut limits = formatter.debug_struct("Limits");
        limits
            .field("settings", &self.settings())
            .finish_non_exhaustive()
    }
}
