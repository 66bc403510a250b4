//! What starts functions without a request: the table's stream, schedules, events, lines of logs.

mod batch;
mod delivery;
mod logs;
mod reader;
mod schedule;
mod stream;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

use self::delivery::Shared;
use self::stream::StreamTask;
use crate::clock::Clock;
use crate::cloud::dynamodb::Changes;
use crate::cloud::sns::LogLine;
use crate::dead_letters::{DeadLetters, Origin};
use crate::runner::Runner;
use crate::wiring::{EventRule, LogSubscription, Schedule, Wiring};

/// The triggers of all functions. Clones are the same triggers.
#[derive(Debug, Clone)]
pub struct Triggers {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    shared: Arc<Shared>,
    schedules: Vec<Schedule>,
    rules: Vec<EventRule>,
    logs: Vec<LogSubscription>,
    streams: Vec<StreamTask>,
    /// The last instant for which schedules fired.
    last_tick: Arc<Mutex<Timestamp>>,
    ticker: std::sync::Mutex<Option<JoinHandle<()>>>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Inner {
    fn stop(&self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        self.streams.iter().for_each(StreamTask::stop);
        let ticker = self.ticker.lock().map(|mut ticker| ticker.take());
        if let Ok(Some(ticker)) = ticker {
            ticker.abort();
        }
    }
}

impl Triggers {
    /// Starts to follow the table's stream, and to tick each minute by the stack's clock. A
    /// stream that is polled is followed from its newest record, where the template says
    /// `LATEST`, once [`Triggers::settle`] has returned for the first time. What fails for good
    /// goes to the dead letters.
    pub fn start(
        wiring: &Wiring,
        runner: Runner,
        clock: Clock,
        dead_letters: DeadLetters,
        changes: Changes,
    ) -> Triggers {
        let functions = &wiring.functions;
        let shared = Shared::new(runner, clock.clone(), dead_letters, functions);
        let shared = Arc::new(shared);
        let table = wiring.table_name();
        let streams = wiring
            .streams
            .iter()
            .map(|mapping| StreamTask::start(mapping, &changes, table, &wiring.region, &shared));
        let inner = Arc::new(Inner {
            streams: streams.collect(),
            schedules: wiring.schedules.clone(),
            rules: wiring.rules.clone(),
            logs: wiring.logs.clone(),
            last_tick: Arc::new(Mutex::new(Timestamp::MIN)),
            ticker: std::sync::Mutex::default(),
            shared,
        });
        // The ticker must not keep alive what ends it.
        let weak = Arc::downgrade(&inner);
        let ticker = tokio::spawn(schedule::every_minute(clock, move |at| {
            let inner = weak.upgrade();
            async move {
                if let Some(inner) = inner {
                    Triggers { inner }.tick(at).await;
                }
            }
        }));
        if let Ok(mut place) = inner.ticker.lock() {
            *place = Some(ticker);
        }
        Triggers { inner }
    }

    /// Fires every schedule that is due at this instant, and waits until their functions have
    /// answered. An instant that isn't after the last one fires nothing.
    pub async fn tick(&self, at: Timestamp) {
        let counted = self.inner.shared.count();
        let mut last = self.inner.last_tick.lock().await;
        if at <= *last {
            return;
        }
        *last = at;
        let mut deliveries = Vec::new();
        for each in self
            .inner
            .schedules
            .iter()
            .filter(|each| schedule::is_due(each, at))
        {
            let event = schedule::event(each, at);
            let shared = Arc::clone(&self.inner.shared);
            let function = each.function.clone();
            deliveries.push(tokio::spawn(async move {
                shared.deliver(&function, Origin::Schedule, event).await;
            }));
        }
        for delivery in deliveries {
            // A delivery reports its own failure; one that panicked has said so.
            let _ = delivery.await;
        }
        drop(counted);
    }

    /// Takes an EventBridge event. It goes to every function that has a rule it matches.
    pub fn emit(&self, event: Value) {
        for rule in self
            .inner
            .rules
            .iter()
            .filter(|rule| rule.pattern.matches(&event))
        {
            self.start_one(&rule.function, Origin::Rule, event.clone());
        }
    }

    /// Takes a line of a log. It goes to every function that subscribes to the line's group.
    pub fn log(&self, line: &LogLine) {
        let subscriptions = self.inner.logs.iter();
        for subscription in subscriptions.filter(|each| each.group == line.group) {
            match logs::event(subscription, line) {
                Ok(event) => self.start_one(&subscription.function, Origin::Logs, event),
                Err(error) => tracing::error!(%error, "a log line was not packed"),
            }
        }
    }

    /// Starts a function that nobody waits for.
    fn start_one(&self, function: &str, origin: Origin, event: Value) {
        let counted = self.inner.shared.count();
        let shared = Arc::clone(&self.inner.shared);
        let function = function.to_owned();
        tokio::spawn(async move {
            shared.deliver(&function, origin, event).await;
            drop(counted);
        });
    }

    /// Returns when nothing is outstanding: no record of the stream that was written before,
    /// no tick, no event, no invocation, nor anything that came of them.
    pub async fn settle(&self) {
        let shared = &self.inner.shared;
        loop {
            while shared.outstanding() > 0 {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            let before = shared.activity();
            let mut read = 0;
            for stream in &self.inner.streams {
                read += stream.read_now().await;
            }
            if read == 0 && shared.outstanding() == 0 && shared.activity() == before {
                return;
            }
        }
    }

    /// Stops following the stream, ticking, and trying again.
    pub fn stop(&self) {
        self.inner.stop();
    }
}
