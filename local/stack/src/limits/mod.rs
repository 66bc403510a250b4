//! The cloud's limits, once they are ordered: what the account may use a second, a day or a month, and how its
//! services refuse what is beyond. Nothing is limited unless `POST /_local/limits` says so.
//!
//! Rates go by the stack's clock. It runs at the pace of real time, so a test that moves no clock waits as long as in
//! the cloud; and a move of the clock refills what would have been refilled in that time.

mod bucket;
mod calls;
mod functions;
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
use self::mail::Mail;
pub use self::profiles::{Profile, Row, TABLE};
use self::requests::Requests;
pub use self::settings::{Order, OrderError, Settings};
use self::texts::Texts;
use self::throughput::Throughput;
pub use self::throughput::{Kind, Place};
use crate::calls::Call;
use crate::capacity::Consumed;
use crate::clock::Clock;
use crate::wiring::Throttles;

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

type Watch = Box<dyn Fn(&Refused) + Send + Sync>;

/// The limits in force, and what is used of them. Clones share both.
#[derive(Clone)]
pub struct Limits {
    clock: Clock,
    state: Arc<Mutex<State>>,
    watch: Arc<OnceLock<Watch>>,
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
        }
    }

    /// Says who is told of each refusal; only the first call counts.
    pub fn watch_with(&self, watch: impl Fn(&Refused) + Send + Sync + 'static) {
        let _ = self.watch.set(Box::new(watch));
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

    /// Whether each of these places of the table has a unit left; else the limit that it has used up.
    ///
    /// # Errors
    /// The first limit that is used up.
    pub fn has_units(&self, places: &[Place]) -> Result<(), Refused> {
        self.check(|state, now| state.throughput.has_units(&state.settings, now, places))
    }

    /// Takes what a call consumed of the table and its indexes.
    pub fn take_units(&self, consumed: &[Consumed]) {
        let now = self.clock.now();
        let mut state = self.lock();
        let State {
            settings,
            throughput,
            ..
        } = &mut *state;
        throughput.take(settings, now, consumed);
    }

    /// Lets a request to a route of the API pass.
    ///
    /// # Errors
    /// The limit that it is beyond.
    pub fn admit_request(&self, route: &str, of_template: &Throttles) -> Result<(), Refused> {
        self.check(|state, now| {
            let State {
                requests, settings, ..
            } = state;
            requests.admit(settings, now, route, of_template)
        })
    }

    /// Lets an invocation of a function begin. It runs until what this gives is dropped.
    ///
    /// # Errors
    /// The limit that it is beyond.
    pub fn begin_invocation(&self, invoked: Invoked<'_>) -> Result<Running, Refused> {
        self.check(|state, now| {
            let State {
                functions,
                settings,
                ..
            } = state;
            functions.begin(settings, now, invoked)
        })?;
        Ok(Running {
            limits: self.clone(),
            function: invoked.function.to_owned(),
            is_reserved: invoked.is_reserved,
        })
    }

    /// Lets a call to the meeting service or the user pool pass.
    ///
    /// # Errors
    /// The limit that it is beyond.
    pub fn admit_call(&self, call: &Call) -> Result<(), Refused> {
        self.check(|state, now| state.calls.admit(&state.settings, now, call))
    }

    /// Lets a mail to so many recipients pass.
    ///
    /// # Errors
    /// The rate or the quota that it is beyond.
    pub fn admit_mail(&self, recipients: u64) -> Result<(), Refused> {
        self.check(|state, now| state.mail.admit(&state.settings, now, recipients))
    }

    /// The recipients to whom no mail may go, as the account is in the sandbox and they are no identities of it.
    pub fn unverified(&self, identities: &[String], recipients: &[String]) -> Vec<String> {
        let unverified = mail::unverified(&self.settings(), identities, recipients);
        if !unverified.is_empty() {
            self.count(&Refused::new("sesSandbox", "ses"));
        }
        unverified
    }

    /// Takes a text.
    ///
    /// # Errors
    /// The rate that it is beyond.
    pub fn admit_text(&self) -> Result<(), Refused> {
        self.check(|state, now| state.texts.admit(&state.settings, now))
    }

    /// Pays for a text to a number, in US dollars.
    ///
    /// # Errors
    /// The sandbox or the month's money, for which it goes nowhere.
    pub fn pay_text(&self, number: &str, price: f64) -> Result<(), Refused> {
        self.check(|state, now| state.texts.pay(&state.settings, now, number, price))
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

/// An invocation that runs.
#[derive(Debug)]
pub struct Running {
    limits: Limits,
    function: String,
    is_reserved: bool,
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut state = self.limits.lock();
        state.functions.end(&self.function, self.is_reserved);
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
