//! What the hour came to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Mutex;

use jiff::Timestamp;
use serde_json::Value;

use crate::api::Reply;
use crate::lambda::Running;

/// What is measured while the hour runs.
#[derive(Default)]
pub(crate) struct Measures(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    requests: u64,
    refused: BTreeMap<(String, u16), u64>,
    host_in: BTreeMap<usize, Timestamp>,
    admissions: Vec<f64>,
    early: usize,
    put_out: Vec<String>,
    written: Vec<f64>,
    sent: Vec<f64>,
    ticks: BTreeMap<&'static str, Vec<f64>>,
    /// Messages that are written and not sent yet.
    outstanding: BTreeSet<String>,
    messages: usize,
    dropped: usize,
}

impl Measures {
    /// Counts a request that reached a function; gives its number.
    pub(crate) fn requests(&self) -> u64 {
        let mut inner = self.0.lock().unwrap();
        inner.requests += 1;
        inner.requests
    }

    /// A client got an answer.
    pub(crate) fn answered(&self, route: &str, reply: &Reply) {
        if reply.is_refusal() {
            let mut inner = self.0.lock().unwrap();
            let key = (route.to_owned(), reply.status);
            *inner.refused.entry(key).or_default() += 1;
        }
    }

    /// The provider of a session is in its meeting.
    pub(crate) fn host_in(&self, pair: usize, at: Timestamp) {
        self.0.lock().unwrap().host_in.insert(pair, at);
    }

    /// The member of a session was let in.
    pub(crate) fn admitted(&self, pair: usize, at: Timestamp) {
        let mut inner = self.0.lock().unwrap();
        match inner.host_in.get(&pair) {
            Some(&host) => {
                let waited = seconds(at, host);
                inner.admissions.push(waited);
            }
            None => inner.early += 1,
        }
    }

    /// A member was put out of a running session.
    pub(crate) fn put_out(&self, how: &str) {
        self.0.lock().unwrap().put_out.push(how.to_owned());
    }

    /// A function's run by the schedule took so long, and left nothing.
    pub(crate) fn ticked(&self, function: &'static str, took: f64) {
        let mut inner = self.0.lock().unwrap();
        inner.ticks.entry(function).or_default().push(took);
    }

    /// Whether messages are written that are not sent.
    pub(crate) fn has_outstanding(&self) -> bool {
        !self.0.lock().unwrap().outstanding.is_empty()
    }

    /// A message's item was written, as the stream shows it. Reminders are due these hours before the start.
    pub(crate) fn message(&self, item: &Value, starts_at: Timestamp, leads: &[i64]) {
        let text = |name: &str| item[name]["S"].as_str();
        let instant = |name: &str| text(name).and_then(|at| at.parse::<Timestamp>().ok());
        let (Some(id), Some(queued)) = (text("id"), instant("queuedAt")) else {
            return;
        };
        let late = |at: Timestamp| {
            let before = seconds(starts_at, at);
            let due = leads.iter().map(|hours| *hours as f64 * 3600.0);
            let nearest = due.min_by(|one, other| {
                let (one, other) = ((one - before).abs(), (other - before).abs());
                one.total_cmp(&other)
            });
            nearest.unwrap_or(before) - before
        };
        let is_reminder = text("says").is_some_and(|kind| kind.starts_with("reminder"));
        let mut inner = self.0.lock().unwrap();
        match text("state") {
            Some("queued") if inner.outstanding.insert(id.to_owned()) => {
                inner.messages += 1;
                if is_reminder {
                    inner.written.push(late(queued));
                }
            }
            Some("dropped") => inner.dropped += usize::from(inner.outstanding.remove(id)),
            Some("sent" | "delivered") if inner.outstanding.remove(id) => {
                if let Some(sent) = instant("sentAt").filter(|_| is_reminder) {
                    inner.sent.push(late(sent));
                }
            }
            _ => {}
        }
    }

    /// What it all came to.
    pub(crate) fn figures(&self, around: Around) -> Figures {
        let inner = self.0.lock().unwrap();
        let doubled = around.mails.values().filter(|times| **times > 1).count();
        Figures {
            requests: inner.requests,
            refused: inner.refused.clone(),
            admissions: Spread::of(&inner.admissions),
            early: inner.early,
            put_out: inner.put_out.clone(),
            written: Spread::of(&inner.written),
            sent: Spread::of(&inner.sent),
            ticks: inner
                .ticks
                .iter()
                .map(|(name, took)| (*name, Spread::of(took)))
                .collect(),
            messages: inner.messages,
            dropped: inner.dropped,
            lost: inner.outstanding.len(),
            doubled,
            around,
        }
    }
}

/// What the services counted.
pub(crate) struct Around {
    pub(crate) sessions: usize,
    pub(crate) functions: BTreeMap<String, Running>,
    pub(crate) mails: BTreeMap<String, usize>,
    pub(crate) limits: Value,
    pub(crate) write_units: f64,
    pub(crate) read_units: f64,
    pub(crate) hottest: Vec<(String, f64)>,
    pub(crate) took: f64,
}

/// The figures of an hour.
pub(crate) struct Figures {
    requests: u64,
    refused: BTreeMap<(String, u16), u64>,
    admissions: Spread,
    early: usize,
    put_out: Vec<String>,
    written: Spread,
    sent: Spread,
    ticks: BTreeMap<&'static str, Spread>,
    messages: usize,
    dropped: usize,
    lost: usize,
    doubled: usize,
    around: Around,
}

impl Figures {
    /// Fails unless nothing was lost or doubled, nobody was refused or put out, and everybody was let in in time.
    pub(crate) fn check(&self) {
        let sessions = self.around.sessions;
        assert_eq!(self.admissions.count, sessions, "everybody is let in");
        assert_eq!(self.early, 0, "nobody is let in without a provider");
        assert!(self.put_out.is_empty(), "{:?}", self.put_out);
        assert_eq!((self.dropped, self.lost, self.doubled), (0, 0, 0));
        assert!(self.refused.is_empty(), "{:?}", self.refused);
        assert_eq!(self.written.count, sessions * 6, "reminders written");
        assert!(self.written.p99 <= 60.0, "reminders written late");
        assert!(self.admissions.p50 <= 1.0 && self.admissions.p95 <= 2.0);
        let hottest = self.around.hottest.first();
        assert!(hottest.is_none_or(|(_, units)| *units <= 500.0));
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let around = &self.around;
        let a_session = |sum: f64| sum / around.sessions as f64;
        writeln!(
            to,
            "{} sessions at one hour, in {:.0} s",
            around.sessions, around.took
        )?;
        let row = |to: &mut fmt::Formatter<'_>, what: &str, value: String| {
            writeln!(to, "| {what} | {value} |")
        };
        row(
            to,
            "requests a session",
            format!("{:.0}", a_session(self.requests as f64)),
        )?;
        row(
            to,
            "write units a session",
            format!("{:.0}", a_session(around.write_units)),
        )?;
        row(
            to,
            "read units a session",
            format!("{:.0}", a_session(around.read_units)),
        )?;
        row(to, "refused to clients", format!("{:?}", self.refused))?;
        row(
            to,
            "refused by limits",
            around.limits["refused"].to_string(),
        )?;
        row(to, "host in → member let in", self.admissions.to_string())?;
        row(
            to,
            "let in without a host, put out",
            format!("{}, {:?}", self.early, self.put_out.len()),
        )?;
        row(to, "reminders written late by", self.written.to_string())?;
        row(to, "reminders sent late by", self.sent.to_string())?;
        row(
            to,
            "messages, too late to be of use, lost, doubled",
            format!(
                "{}, {}, {}, {}",
                self.messages, self.dropped, self.lost, self.doubled
            ),
        )?;
        for (function, took) in &self.ticks {
            row(to, &format!("a run of {function} takes"), took.to_string())?;
        }
        for (key, units) in &around.hottest {
            row(
                to,
                "hottest key",
                format!("{key}: {units:.0} units a second"),
            )?;
        }
        for (function, running) in &around.functions {
            row(
                to,
                function,
                format!(
                    "{} at once, {} throttled, {} timed out",
                    running.peak, running.throttled, running.timed_out
                ),
            )?;
        }
        Ok(())
    }
}

/// How values are spread, in seconds.
struct Spread {
    count: usize,
    p50: f64,
    p95: f64,
    p99: f64,
    max: f64,
}

impl Spread {
    fn of(values: &[f64]) -> Self {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let last = values.len().saturating_sub(1);
            values
                .get((last as f64 * share).round() as usize)
                .copied()
                .unwrap_or(f64::NAN)
        };
        Self {
            count: values.len(),
            p50: at(0.5),
            p95: at(0.95),
            p99: at(0.99),
            max: at(1.0),
        }
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            to,
            "p50 {:.2} s, p95 {:.2} s, p99 {:.2} s, max {:.2} s ({})",
            self.p50, self.p95, self.p99, self.max, self.count
        )
    }
}

fn seconds(later: Timestamp, earlier: Timestamp) -> f64 {
    later.duration_since(earlier).as_secs_f64()
}
