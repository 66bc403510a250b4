//! The functions' size, their start, and the time that a warm one takes for an event, on the local stack.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anteroom_tests::{Folder, TestApp};

use crate::call::{Call, Starts};
use crate::driver::Driver;
use crate::held;
use crate::numbers::{cell, milliseconds, quantile};

/// The functions that are deployed.
pub(crate) const FUNCTIONS: [&str; 7] = [
    "bookings",
    "sessions",
    "concierge",
    "notifier",
    "gate-checks",
    "scheduler",
    "meeting-events",
];
/// The function that does nothing, and which function's place it takes.
const EMPTY: &str = "empty";
const REPLACED: &str = "meeting-events";
/// How many events it gets when it is warm.
const EMPTY_EVENTS: usize = 200;
/// How often each function starts alone.
const STARTS: usize = 15;
/// How many times the empty function's init another's may take.
const MOST_OF_EMPTY: f64 = 2.0;
/// How many stacks sessions are held on.
const STACKS: usize = 5;

/// What was seen of a function.
#[derive(Default)]
struct Seen {
    starts: Starts,
    /// In milliseconds.
    warm: Vec<f64>,
}

/// Measures all functions whose binaries are in a folder, and an empty one beside them.
pub(crate) async fn measure(binaries: &Path) -> String {
    let mut seen: BTreeMap<String, Seen> = BTreeMap::new();
    for _ in 0..STACKS {
        let app = TestApp::start_with(binaries).await;
        held::sessions(&app).await;
        note(&app, &mut seen);
        app.stop().await;
    }
    start_alone(binaries, &mut seen).await;
    table(&seen, |name| {
        let file = fs::metadata(binaries.join(name)).ok()?;
        Some(file.len())
    })
}

/// Has each function start alone, in turns with the empty one in the place of one of them: what else the machine does
/// falls on all.
async fn start_alone(binaries: &Path, all: &mut BTreeMap<String, Seen>) {
    let mut ours = Driver::start(binaries).await;
    let with_empty = with_empty(binaries);
    let mut empty = Driver::start(with_empty.path()).await;
    for _ in 0..STARTS {
        for function in FUNCTIONS {
            let starts = ours.starts(function, runs_by(function), 1).await;
            let seen = all.entry(function.to_owned()).or_default();
            seen.starts.extend(starts);
        }
        let starts = empty.starts(REPLACED, runs_by(REPLACED), 1).await;
        let seen = all.entry(EMPTY.to_owned()).or_default();
        seen.starts.extend(starts);
    }
    ours.stop().await;

    let call = runs_by(REPLACED);
    // The first event of its process is no warm one.
    empty.calls(REPLACED, call, 1).await;
    let seen = all.entry(EMPTY.to_owned()).or_default();
    seen.warm = empty.calls(REPLACED, call, EMPTY_EVENTS).await.times;
    empty.stop().await;
}

/// A folder with the functions, in which the empty one is in the place of one.
fn with_empty(binaries: &Path) -> Folder {
    let folder = Folder::new();
    for function in FUNCTIONS {
        let program = if function == REPLACED {
            EMPTY
        } else {
            function
        };
        folder.link(function, &binaries.join(program));
    }
    folder
}

/// What makes a function start. What the samples tell of is not in the table: ticks find nothing due. A booking would
/// start two notifiers at once.
fn runs_by(function: &str) -> Call {
    match function {
        "bookings" => Call::Book,
        "sessions" => Call::Poll,
        "concierge" => Call::List,
        "notifier" => Call::Event("notifier-queued.json"),
        "gate-checks" => Call::Event("gate-checks-tick.json"),
        "scheduler" => Call::Event("scheduler-tick.json"),
        "meeting-events" => Call::Event("meeting-events-joined.json"),
        other => panic!("there is no function {other}"),
    }
}

/// Notes how long the functions of a stack took for their events. Of each function's events the first,
/// which is no warm one, is left out.
fn note(app: &TestApp, seen: &mut BTreeMap<String, Seen>) {
    for report in app.stack.runner().report() {
        let seen = seen.entry(report.function).or_default();
        seen.warm.extend(report.invocation_ms.into_iter().skip(1));
    }
}

/// The table, and a line on each function whose init is too long.
fn table(seen: &BTreeMap<String, Seen>, bytes: impl Fn(&str) -> Option<u64>) -> String {
    let mut text = "| function | binary | init | of empty's | first call included | warm, median | warm, 95 % | events |\n\
        | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    let mut warnings = String::new();
    let init_of = |name: &str| quantile(&seen.get(name)?.starts.init, 0.5);
    for name in FUNCTIONS.into_iter().chain([EMPTY]) {
        let Some(seen) = seen.get(name) else { continue };
        let ratio = init_of(name).zip(init_of(EMPTY));
        let ratio = ratio.map(|(init, empty)| init / empty);
        let _ = writeln!(
            text,
            "| {name} | {} | {} | {} | {} | {} | {} | {} |",
            cell(bytes(name).map(|bytes| bytes as f64 / 1e6), "MB"),
            milliseconds(&seen.starts.init, 0.5),
            cell(ratio, "×"),
            milliseconds(&seen.starts.first_answer, 0.5),
            milliseconds(&seen.warm, 0.5),
            milliseconds(&seen.warm, 0.95),
            seen.warm.len(),
        );
        if let Some(ratio) = ratio.filter(|ratio| *ratio > MOST_OF_EMPTY) {
            let _ = writeln!(
                warnings,
                "{name}: its init is {ratio:.2} times the empty function's, more than {MOST_OF_EMPTY}."
            );
        }
    }
    if !warnings.is_empty() {
        text.push('\n');
    }
    text + &warnings
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Seen, Starts, table};

    fn seen(init: f64, warm: &[f64]) -> Seen {
        Seen {
            starts: Starts {
                init: vec![init - 1.0, init, init + 9.0],
                first_answer: vec![init + 3.0],
            },
            warm: warm.to_vec(),
        }
    }

    #[test]
    fn a_start_is_compared_with_the_empty_functions() {
        let all = BTreeMap::from([
            ("bookings".to_owned(), seen(4.0, &[1.0, 2.0, 3.0])),
            ("gate-checks".to_owned(), seen(5.0, &[])),
            ("empty".to_owned(), seen(2.0, &[0.3])),
        ]);
        let table = table(&all, |name| (name == "bookings").then_some(14_600_000));
        let lines: Vec<&str> = table.lines().skip(2).collect();
        assert_eq!(
            lines,
            [
                "| bookings | 14.6 MB | 4.0 ms | 2.0 × | 7.0 ms | 2.0 ms | 3.0 ms | 3 |",
                "| gate-checks |  | 5.0 ms | 2.5 × | 8.0 ms |  |  | 0 |",
                "| empty |  | 2.0 ms | 1.0 × | 5.0 ms | 0.3 ms | 0.3 ms | 1 |",
                "",
                "gate-checks: its init is 2.50 times the empty function's, more than 2.",
            ]
        );
    }
}
