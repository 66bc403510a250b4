//! Alarms of the templates, evaluated as CloudWatch evaluates them: each minute, over periods that slide on to end
//! with the last full minute.
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html>

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::expression::Expression;
use super::query::{Query, Statistic};
use super::{Kept, minute};
use crate::template::{Problem, Resource, TemplateError};

/// What an alarm compares.
const PROPERTIES: &[&str] = &[
    "ComparisonOperator",
    "DatapointsToAlarm",
    "Dimensions",
    "EvaluationPeriods",
    "ExtendedStatistic",
    "MetricName",
    "Metrics",
    "Namespace",
    "Period",
    "Statistic",
    "Threshold",
    "TreatMissingData",
];

/// An alarm.
#[derive(Debug, Clone, PartialEq)]
pub struct Alarm {
    /// Its logical id in the template.
    pub name: String,
    metrics: Vec<(String, Query)>,
    /// What is compared: an expression over the metrics, or the only one of them.
    expression: Expression,
    /// In minutes.
    period: i64,
    periods: i64,
    datapoints: usize,
    comparison: Comparison,
    threshold: f64,
    missing: NoData,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Comparison {
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

/// What a period without data counts as.
#[derive(Debug, Clone, Copy, PartialEq)]
enum NoData {
    Breaching,
    NotBreaching,
    Missing,
}

/// The state of an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AlarmState {
    /// It rests.
    Ok,
    /// It is on.
    Alarm,
    /// Nothing was measured.
    InsufficientData,
}

/// An alarm as it is at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AlarmReport {
    /// Its logical id.
    pub name: String,
    /// Its state.
    pub state: AlarmState,
    /// The values compared, the newest first, and the threshold.
    pub reason: String,
}

impl Alarm {
    /// Reads an alarm.
    ///
    /// # Errors
    /// If it says something that the local stack does not evaluate.
    pub fn read(resource: &Resource<'_>) -> Result<Self, TemplateError> {
        let properties = resource.properties(PROPERTIES)?;
        let unknown = |key: &str| {
            let problem = Problem::Unsupported(format!("{key} as it is"));
            resource.error(key, problem)
        };
        let number = |key: &str| number(&properties[key]).ok_or_else(|| unknown(key));
        let (metrics, expression) = if properties["Metrics"].is_null() {
            let query = query(&properties, &properties).ok_or_else(|| unknown("MetricName"))?;
            let id = "only".to_owned();
            (vec![(id.clone(), query)], Expression::Id(id))
        } else {
            math(&properties["Metrics"]).ok_or_else(|| unknown("Metrics"))?
        };
        let period = metrics.first().map(|(_, query)| query.period);
        let same = metrics
            .iter()
            .all(|(_, query)| Some(query.period) == period);
        let periods = number("EvaluationPeriods")?;
        Ok(Self {
            name: resource.id.to_owned(),
            period: period.filter(|_| same).ok_or_else(|| unknown("Period"))?,
            metrics,
            expression,
            periods: periods as i64,
            datapoints: match properties["DatapointsToAlarm"] {
                Value::Null => periods as usize,
                _ => number("DatapointsToAlarm")? as usize,
            },
            comparison: match properties["ComparisonOperator"].as_str() {
                Some("GreaterThanThreshold") => Comparison::Greater,
                Some("GreaterThanOrEqualToThreshold") => Comparison::GreaterOrEqual,
                Some("LessThanThreshold") => Comparison::Less,
                Some("LessThanOrEqualToThreshold") => Comparison::LessOrEqual,
                _ => return Err(unknown("ComparisonOperator")),
            },
            threshold: number("Threshold")?,
            missing: match properties["TreatMissingData"].as_str() {
                Some("breaching") => NoData::Breaching,
                Some("notBreaching") => NoData::NotBreaching,
                None | Some("missing") => NoData::Missing,
                Some(_) => return Err(unknown("TreatMissingData")),
            },
        })
    }

    pub(super) fn at(&self, kept: &Kept, now: Timestamp) -> AlarmReport {
        let end = minute(now);
        let values = (0..self.periods).map(|back| self.before(kept, end - back * self.period));
        let values: Vec<Option<f64>> = values.collect();
        let breaches = values.iter().filter(|value| match value {
            Some(value) => self.comparison.holds(*value, self.threshold),
            None => self.missing == NoData::Breaching,
        });
        let nothing = values.iter().all(Option::is_none) && self.missing == NoData::Missing;
        let state = if breaches.count() >= self.datapoints {
            AlarmState::Alarm
        } else if nothing {
            AlarmState::InsufficientData
        } else {
            AlarmState::Ok
        };
        let text = |value: &Option<f64>| value.map_or("nothing".to_owned(), |v| v.to_string());
        let values: Vec<String> = values.iter().map(text).collect();
        AlarmReport {
            name: self.name.clone(),
            state,
            reason: format!("{} against {}", values.join(", "), self.threshold),
        }
    }

    /// What is compared of the period that ends before a minute.
    fn before(&self, kept: &Kept, end: i64) -> Option<f64> {
        let metrics = self.metrics.iter();
        let values = metrics.map(|(id, query)| (id.as_str(), query.before(kept, end)));
        self.expression.value(&BTreeMap::from_iter(values))
    }
}

impl Comparison {
    fn holds(self, value: f64, threshold: f64) -> bool {
        match self {
            Self::Greater => value > threshold,
            Self::GreaterOrEqual => value >= threshold,
            Self::Less => value < threshold,
            Self::LessOrEqual => value <= threshold,
        }
    }
}

/// The metrics of an alarm on an expression, and the expression: the one entry that returns data.
fn math(entries: &Value) -> Option<(Vec<(String, Query)>, Expression)> {
    let (mut metrics, mut expression) = (Vec::new(), None);
    for entry in entries.as_array()? {
        match entry["Expression"].as_str() {
            Some(text) if entry["ReturnData"] != false && expression.is_none() => {
                expression = Some(Expression::parse(text)?);
            }
            Some(_) => return None,
            None => {
                let stat = &entry["MetricStat"];
                let id = entry["Id"].as_str()?.to_owned();
                metrics.push((id, query(&stat["Metric"], stat)?));
            }
        }
    }
    Some((metrics, expression?))
}

fn query(metric: &Value, stat: &Value) -> Option<Query> {
    let mut statistics = ["Stat", "Statistic", "ExtendedStatistic"].iter();
    let statistic = statistics.find_map(|key| stat[*key].as_str())?;
    Some(Query {
        series: Query::series(metric)?,
        statistic: Statistic::parse(statistic)?,
        period: number(&stat["Period"])? as i64 / 60,
    })
}

/// A number, which the value of a parameter is as a text.
fn number(value: &Value) -> Option<f64> {
    let text = value.as_str().and_then(|text| text.parse().ok());
    value.as_f64().or(text)
}
