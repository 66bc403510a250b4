//! One client of a local stack, which makes one call after the other: each is over, with all that
//! follows from it, before the next begins.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anteroom_stack::runner::FunctionReport;
use anteroom_tests::{TestApp, Who, concierge, id_of};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::call::{Call, Starts, Taken};
use crate::numbers::quantile;
use crate::process;

/// Providers, each with a member of their own, who take turns: a person's counts and open bookings are items that
/// grow.
const PAIRS: usize = 40;

/// When a member waits, and for which session; see `MONDAY` for when the clock of a test starts.
const WAITS_AT: &str = "2030-01-07T01:46:00Z";
const WAITED_FOR: &str = "2030-01-07T02:00:00Z";

/// When the first session that is booked starts. A pair's others follow a day apart: a day's agenda is one item.
const BOOKED: &str = "2030-01-09T02:00:00Z";

/// The client and its stack.
pub(crate) struct Driver {
    app: TestApp,
    functions: PathBuf,
    pairs: Vec<(Who, Who)>,
    waits: Value,
    booked: usize,
}

impl Driver {
    /// Starts a stack with the functions of a folder, adds the people, and opens a waiting room.
    pub(crate) async fn start(functions: &Path) -> Self {
        let app = TestApp::start_with(functions).await;
        let mut pairs = Vec::new();
        for pair in 0..PAIRS {
            let provider = app.add_provider(&format!("prv_{pair}")).await;
            let member = app.add_member(&format!("mem_{pair}")).await;
            pairs.push((provider, member));
        }
        let (provider, member) = &pairs[0];
        let waits = app.book(provider, member, "video", WAITED_FOR).await;
        app.clock_to(WAITS_AT).await;
        app.settle().await;
        Self {
            app,
            functions: functions.to_owned(),
            pairs,
            waits,
            booked: 0,
        }
    }

    /// Has a function start as often, alone, and make one call each time.
    pub(crate) async fn starts(&mut self, function: &str, call: Call, times: usize) -> Starts {
        self.end(function).await;
        let before = self.report(function);
        for _ in 0..times {
            self.make(function, call).await;
            self.end(function).await;
        }
        let after = self.report(function);
        Starts {
            init: after.init_ms[before.init_ms.len()..].to_vec(),
            first_answer: after.first_answer_ms[before.first_answer_ms.len()..].to_vec(),
        }
    }

    /// Makes as many calls of a function, by a process that it has already.
    pub(crate) async fn calls(&mut self, function: &str, call: Call, times: usize) -> Taken {
        let before = self.report(function).invocation_ms.len();
        let units_before = self.write_units(function);
        for _ in 0..times {
            self.make(function, call).await;
        }
        Taken {
            times: self.report(function).invocation_ms[before..].to_vec(),
            write_units: self.write_units(function) - units_before,
        }
    }

    /// The memory of a function's process in megabytes; the median of several.
    pub(crate) fn megabytes(&self, function: &str) -> Option<f64> {
        let program = self.functions.join(function);
        let processes = process::children(std::process::id()).into_iter();
        let of_function = processes.filter(|process| process::runs(*process, &program));
        let memory: Vec<f64> = of_function.filter_map(process::megabytes).collect();
        quantile(&memory, 0.5)
    }

    /// Stops the stack.
    pub(crate) async fn stop(self) {
        self.app.stop().await;
    }

    /// Makes one call, and waits until nothing is outstanding.
    async fn make(&mut self, function: &str, call: Call) {
        match call {
            Call::Book => self.book().await,
            Call::Poll => {
                let state = self.app.join(&self.pairs[0].1, &self.waits).await;
                assert_eq!(state["state"], "waiting");
            }
            Call::List => {
                let members = self.app.get(&concierge(), "/v1/admin/members").await;
                members.expect(200);
            }
            Call::Event(sample) => {
                let events = concat!(env!("CARGO_MANIFEST_DIR"), "/../events");
                let event = fs::read(Path::new(events).join(sample)).expect("a sample event");
                let answer = self.app.stack.runner().invoke(function, event).await;
                answer.expect("the function takes its sample");
            }
        }
        self.app.settle().await;
    }

    /// The next pair's member books.
    async fn book(&mut self) {
        let (number, first) = (self.booked, BOOKED.parse::<Timestamp>());
        self.booked += 1;
        let (provider, member) = &self.pairs[number % PAIRS];
        let hours = i64::try_from(number / PAIRS * 24).unwrap_or(i64::MAX);
        let starts_at = first.expect("an instant") + SignedDuration::from_hours(hours);
        let body = json!({
            "providerId": provider.id, "sessionType": "video", "durationMinutes": 50,
            "startsAt": starts_at.to_string(),
        });
        let booking = self.app.post(member, "/v1/bookings", body).await;
        assert!(!id_of(&booking.expect(201)).is_empty());
    }

    /// Ends a function's processes, and waits until they are gone.
    async fn end(&self, function: &str) {
        self.app.stack.runner().kill(function);
        loop {
            let report = self.report(function);
            if report.deaths == report.init_ms.len() as u64 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    fn write_units(&self, function: &str) -> f64 {
        let consumed = self.app.stack.front().capacity.report().items.into_iter();
        let of_function = consumed.filter(|each| each.function == function);
        of_function.map(|each| each.write_units).sum()
    }

    fn report(&self, function: &str) -> FunctionReport {
        let reports = self.app.stack.runner().report().into_iter();
        let mut of_function = reports.filter(|report| report.function == function);
        of_function.next().expect("the template has the function")
    }
}
