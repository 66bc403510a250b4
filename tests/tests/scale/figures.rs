//! The figures of an hour, as they are printed and checked.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde_json::Value;

use crate::bill::{self, Counts, Prices};
use crate::lambda::Running;

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

/// The seconds from one run of `gate-checks` to the next.
const TICK: f64 = 60.0;

/// The most seconds until a page that is in asks again.
const REPORT: f64 = 17.0;

/// The figures of an hour.
pub(crate) struct Figures {
    pub(crate) requests: u64,
    pub(crate) refused: BTreeMap<(String, u16), u64>,
    pub(crate) admissions: Spread,
    pub(crate) early: usize,
    pub(crate) put_out: Vec<String>,
    pub(crate) back: Spread,
    pub(crate) gates: Spread,
    pub(crate) again: Spread,
    pub(crate) written: Spread,
    pub(crate) sent: Spread,
    pub(crate) ticks: BTreeMap<&'static str, Spread>,
    pub(crate) messages: usize,
    pub(crate) dropped: usize,
    pub(crate) lost: usize,
    pub(crate) doubled: usize,
    pub(crate) around: Around,
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
        assert!(self.gates.count > 0 && self.gates.count == self.again.count);
        assert!(self.gates.max <= TICK + REPORT, "gates shut late");
        assert!(self.again.p95 <= 2.0);
        assert_eq!(self.around.refused("sesPerSecond"), 0);
        let at_the_rate = sessions as f64 * 2.0 * 1.05 / 14.0;
        assert!(self.sent.max <= at_the_rate + 3.0, "reminders sent late");
        assert!(self.hottest() <= 500.0);
        assert!(self.dollars() / sessions as f64 <= 0.004);
    }

    /// Fails unless all emails went out once, the last of each reminder's within two minutes of what the rate of one a
    /// second takes, and SES refused hardly any.
    pub(crate) fn check_waiting_mail(&self) {
        assert_eq!((self.dropped, self.lost, self.doubled), (0, 0, 0));
        let at_the_rate = self.around.sessions as f64 * 2.0;
        assert!(self.sent.max <= at_the_rate + 120.0, "reminders sent late");
        assert!(self.around.refused("sesPerSecond") <= 3);
    }

    /// What all of it costs without media, in US dollars, at the prices of `cargo xtask cost`.
    pub(crate) fn dollars(&self) -> f64 {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let prices = std::fs::read_to_string(root.join(bill::PRICES)).unwrap();
        let prices: Prices = serde_yaml_ng::from_str(&prices).unwrap();
        let functions = self.around.functions.values();
        let counts = Counts {
            requests: self.requests as f64,
            write_units: self.around.write_units,
            read_units: self.around.read_units,
            invocations: functions.clone().map(|each| each.begun as f64).sum(),
            seconds: functions.map(|each| each.seconds).sum(),
            emails: self.around.mails.values().sum::<usize>() as f64,
        };
        bill::total(&counts.lines(), &prices).unwrap()
    }

    /// How long the longest run of a function of the schedule took, in seconds.
    pub(crate) fn longest(&self, function: &str) -> f64 {
        self.ticks.get(function).map_or(0.0, |took| took.max)
    }

    /// The write units of the hottest key in its busiest second.
    pub(crate) fn hottest(&self) -> f64 {
        let hottest = self.around.hottest.first();
        hottest.map_or(0.0, |(_, units)| *units)
    }
}

impl Around {
    /// How often a limit refused something.
    fn refused(&self, limit: &str) -> u64 {
        let refused = self.limits["refused"].as_array().into_iter().flatten();
        let counts = refused.filter(|each| each["limit"] == limit);
        counts.filter_map(|each| each["count"].as_u64()).sum()
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let around = &self.around;
        let a_session = |sum: f64| sum / around.sessions as f64;
        writeln!(to, "{} sessions, in {:.0} s", around.sessions, around.took)?;
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
        row(
            to,
            "dollars a session without media",
            format!("{:.5}", a_session(self.dollars())),
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
        row(
            to,
            "gate shut after the grace, until the page knows, by",
            self.gates.to_string(),
        )?;
        row(
            to,
            "host back → member let in again",
            self.again.to_string(),
        )?;
        row(to, "line back → member let in again", self.back.to_string())?;
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
pub(crate) struct Spread {
    count: usize,
    pub(crate) p50: f64,
    p95: f64,
    pub(crate) p99: f64,
    pub(crate) max: f64,
}

impl Spread {
    pub(crate) fn of(values: &[f64]) -> Self {
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
