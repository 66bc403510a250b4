//! What stands in for CloudWatch: the values of metrics, by the minute of the stack's clock, and the alarms of the
//! templates over them. Functions write values to their logs; the stack itself counts what AWS counts.

mod alarm;
mod aws;
mod emf;
mod expression;
mod filter;
mod query;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::Serialize;

pub use self::alarm::{Alarm, AlarmReport, AlarmState};
pub use self::aws::requested;
pub use self::filter::MetricFilter;
use crate::clock::Clock;
use crate::wiring::Wiring;

/// How long the values of single minutes are kept, in minutes. No alarm looks back further than a day.
const KEPT_MINUTES: i64 = 25 * 60;

/// Which metric: its values are those of one name and one set of dimensions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Series {
    /// Who measures it.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub dimensions: BTreeMap<String, String>,
}

/// All values of a metric since the stack started.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MetricReport {
    /// Which metric.
    #[serde(flatten)]
    pub series: Series,
    /// The unit that came with the values.
    pub unit: String,
    /// Their sum.
    pub sum: f64,
    /// How many there were.
    pub count: u64,
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
}

/// What `GET /_local/metrics` answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Every metric that has values.
    pub metrics: Vec<MetricReport>,
    /// Every alarm of the templates, as it is now.
    pub alarms: Vec<AlarmReport>,
    /// Lines of logs that look like metrics and are none, with the reason; the newest hundred.
    pub invalid: Vec<String>,
}

/// The metrics of a stack. Clones share them.
#[derive(Clone, Debug)]
pub struct Metrics {
    clock: Clock,
    wiring: Arc<Wiring>,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Debug, Default)]
struct Kept {
    series: BTreeMap<Series, Values>,
    invalid: Vec<String>,
}

/// The values of one metric.
#[derive(Debug, Clone)]
struct Values {
    unit: &'static str,
    sum: f64,
    count: u64,
    min: f64,
    max: f64,
    /// By the minute since the Unix epoch.
    minutes: BTreeMap<i64, Vec<f64>>,
    /// Whether a value holds until the next one, as the depth of a queue does.
    is_level: bool,
}

impl Metrics {
    /// No values yet, and the alarms of these templates.
    pub fn new(wiring: &Wiring, clock: Clock) -> Self {
        let (wiring, kept) = (Arc::new(wiring.clone()), Arc::default());
        Self {
            clock,
            wiring,
            kept,
        }
    }

    /// Everything that there is, and the alarms as they are at the stack's time.
    pub fn report(&self) -> Report {
        let now = self.clock.now();
        let kept = self.lock();
        let metrics = kept.series.iter().map(|(series, values)| MetricReport {
            series: series.clone(),
            unit: values.unit.to_owned(),
            sum: values.sum,
            count: values.count,
            min: values.min,
            max: values.max,
        });
        let alarms = self.wiring.alarms.iter();
        Report {
            metrics: metrics.collect(),
            alarms: alarms.map(|alarm| alarm.at(&kept, now)).collect(),
            invalid: kept.invalid.clone(),
        }
    }

    fn add(&self, series: Series, unit: &'static str, at: Timestamp, value: f64) {
        self.lock().add(series, unit, at, value, false);
    }

    fn level(&self, series: Series, unit: &'static str, value: f64) {
        let now = self.clock.now();
        self.lock().add(series, unit, now, value, true);
    }

    fn invalid(&self, why: String) {
        tracing::error!(why, "a line of a log is no valid metric");
        let mut kept = self.lock();
        if kept.invalid.len() == 100 {
            kept.invalid.remove(0);
        }
        kept.invalid.push(why);
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn add(&mut self, series: Series, unit: &'static str, at: Timestamp, value: f64, level: bool) {
        let values = self.series.entry(series).or_insert_with(|| Values {
            unit,
            sum: 0.0,
            count: 0,
            min: value,
            max: value,
            minutes: BTreeMap::new(),
            is_level: level,
        });
        values.sum += value;
        values.count += 1;
        values.min = values.min.min(value);
        values.max = values.max.max(value);
        let minute = minute(at);
        values.minutes.entry(minute).or_default().push(value);
        // The newest of a level stays, however old it is.
        while values.minutes.len() > 1
            && values
                .minutes
                .first_key_value()
                .is_some_and(|(first, _)| *first < minute - KEPT_MINUTES)
        {
            values.minutes.pop_first();
        }
    }
}

impl Series {
    fn new(namespace: &str, name: &str, dimensions: &[(&str, &str)]) -> Self {
        let dimensions = dimensions.iter();
        Self {
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            dimensions: dimensions
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        }
    }
}

fn minute(at: Timestamp) -> i64 {
    at.as_second().div_euclid(60)
}
