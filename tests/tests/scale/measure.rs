//! What the hour came to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use anteroom_domain::policy::Policy;
use jiff::Timestamp;
use serde_json::Value;

use crate::api::Reply;
use crate::figures::{Around, Figures, Spread};

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
    back: Vec<f64>,
    host_gone: BTreeMap<usize, Timestamp>,
    gates: Vec<f64>,
    again: Vec<f64>,
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

    /// The provider of a session is gone.
    pub(crate) fn host_gone(&self, pair: usize, at: Timestamp) {
        self.0.lock().unwrap().host_gone.insert(pair, at);
    }

    /// A member who is in was told to wait; whether that is because their provider was gone for longer than the grace.
    pub(crate) fn gate_shut(&self, pair: usize, at: Timestamp) -> bool {
        let mut inner = self.0.lock().unwrap();
        let grace = Policy::default().grace.as_secs_f64();
        let late = inner
            .host_gone
            .get(&pair)
            .map(|gone| seconds(at, *gone) - grace);
        let Some(late) = late.filter(|late| *late >= 0.0) else {
            return false;
        };
        inner.gates.push(late);
        true
    }

    /// A member before whom the gate was shut is let in again.
    pub(crate) fn in_again(&self, pair: usize, at: Timestamp) {
        let mut inner = self.0.lock().unwrap();
        let waited = seconds(at, inner.host_in[&pair]);
        inner.again.push(waited);
    }

    /// A member was put out of a running session.
    pub(crate) fn put_out(&self, how: &str) {
        self.0.lock().unwrap().put_out.push(how.to_owned());
    }

    /// A member whose line was gone is in again, so many seconds after it came back.
    pub(crate) fn is_back(&self, took: f64) {
        self.0.lock().unwrap().back.push(took);
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

    /// A message's item was written, as the stream shows it. Reminders are due these hours before its session's start.
    pub(crate) fn message(&self, item: &Value, leads: &[i64]) {
        let text = |name: &str| item[name]["S"].as_str();
        let instant = |name: &str| text(name).and_then(|at| at.parse::<Timestamp>().ok());
        let (Some(id), Some(queued)) = (text("id"), instant("queuedAt")) else {
            return;
        };
        let starts_at = item["facts"]["M"]["startsAt"]["S"].as_str();
        let starts_at = starts_at.and_then(|at| at.parse().ok()).unwrap_or(queued);
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
            back: Spread::of(&inner.back),
            gates: Spread::of(&inner.gates),
            again: Spread::of(&inner.again),
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

fn seconds(later: Timestamp, earlier: Timestamp) -> f64 {
    later.duration_since(earlier).as_secs_f64()
}
