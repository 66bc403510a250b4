//! Lines of logs in the embedded metric format, checked as its specification demands:
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>.
//! CloudWatch drops what is invalid without a word, so that here it is an error that tests see.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::Series;

/// The units that CloudWatch knows ("MetricDatum" in its API reference).
const UNITS: [&str; 27] = [
    "Seconds",
    "Microseconds",
    "Milliseconds",
    "Bytes",
    "Kilobytes",
    "Megabytes",
    "Gigabytes",
    "Terabytes",
    "Bits",
    "Kilobits",
    "Megabits",
    "Gigabits",
    "Terabits",
    "Percent",
    "Count",
    "Bytes/Second",
    "Kilobytes/Second",
    "Megabytes/Second",
    "Gigabytes/Second",
    "Terabytes/Second",
    "Bits/Second",
    "Kilobits/Second",
    "Megabits/Second",
    "Gigabits/Second",
    "Terabits/Second",
    "Count/Second",
    "None",
];

/// The most metrics of a directive, and the most values of one metric.
const MOST: usize = 100;

/// The most dimensions of a metric.
const MOST_DIMENSIONS: usize = 30;

/// A value that a line holds.
#[derive(Debug, PartialEq)]
pub(super) struct Point {
    pub(super) series: Series,
    pub(super) unit: &'static str,
    pub(super) at: Timestamp,
    pub(super) value: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Metadata {
    timestamp: i64,
    cloud_watch_metrics: Vec<Directive>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Directive {
    namespace: String,
    dimensions: Vec<Vec<String>>,
    metrics: Vec<Definition>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Definition {
    name: String,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default)]
    storage_resolution: Option<u8>,
}

/// The values of a line that has `_aws`, or what is wrong with it.
pub(super) fn points(line: &Map<String, Value>, now: Timestamp) -> Result<Vec<Point>, String> {
    let metadata = line.get("_aws").cloned().unwrap_or_default();
    let metadata: Metadata = serde_json::from_value(metadata).map_err(|error| error.to_string())?;
    let at = Timestamp::from_millisecond(metadata.timestamp).map_err(|error| error.to_string())?;
    // Two weeks back and two hours ahead ("PutMetricData" in the API reference).
    let age = now.duration_since(at);
    if age > SignedDuration::from_hours(14 * 24) || age < SignedDuration::from_hours(-2) {
        return Err(format!("the time {at} is too far from now"));
    }
    let mut points = Vec::new();
    for directive in &metadata.cloud_watch_metrics {
        check_name("namespace", &directive.namespace, 255)?;
        if !(1..=MOST).contains(&directive.metrics.len()) {
            return Err(format!("{} metrics", directive.metrics.len()));
        }
        for metric in &directive.metrics {
            let (unit, values) = metric.read(line)?;
            for names in &directive.dimensions {
                let series = Series {
                    namespace: directive.namespace.clone(),
                    name: metric.name.clone(),
                    dimensions: dimensions(names, line)?,
                };
                points.extend(values.iter().map(|value| Point {
                    series: series.clone(),
                    unit,
                    at,
                    value: *value,
                }));
            }
        }
    }
    Ok(points)
}

impl Definition {
    fn read(&self, line: &Map<String, Value>) -> Result<(&'static str, Vec<f64>), String> {
        check_name("metric", &self.name, 1024)?;
        if !matches!(self.storage_resolution, None | Some(1 | 60)) {
            return Err(format!("the resolution of {}", self.name));
        }
        let unit = self.unit.as_deref().unwrap_or("None");
        let unit = UNITS.into_iter().find(|known| *known == unit);
        let unit = unit.ok_or_else(|| format!("the unit of {}", self.name))?;
        let values = match line.get(&self.name) {
            Some(Value::Array(values)) if values.len() <= MOST => values.iter().collect(),
            Some(value) => vec![value],
            None => Vec::new(),
        };
        let numbers = values.into_iter().map(Value::as_f64);
        let numbers: Option<Vec<f64>> = numbers.collect();
        let numbers = numbers.filter(|numbers| !numbers.is_empty());
        let numbers = numbers.ok_or_else(|| format!("{} is no number", self.name))?;
        Ok((unit, numbers))
    }
}

fn dimensions(
    names: &[String],
    line: &Map<String, Value>,
) -> Result<BTreeMap<String, String>, String> {
    if names.len() > MOST_DIMENSIONS {
        return Err(format!("{} dimensions", names.len()));
    }
    let dimension = |name: &String| {
        check_name("dimension", name, 250)?;
        let value = line.get(name).and_then(Value::as_str).unwrap_or_default();
        check_name("value of a dimension", value, 1024)?;
        Ok((name.clone(), value.to_owned()))
    };
    names.iter().map(dimension).collect()
}

fn check_name(what: &str, name: &str, longest: usize) -> Result<(), String> {
    let is_valid = (1..=longest).contains(&name.len()) && !name.trim().is_empty();
    match is_valid && name.is_ascii() && !name.starts_with(':') {
        true => Ok(()),
        false => Err(format!("the {what} {name:?}")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    fn line() -> Value {
        json!({
            "_aws": {"Timestamp": 60_000, "CloudWatchMetrics": [{
                "Namespace": "A", "Dimensions": [["D"], []],
                "Metrics": [{"Name": "M", "Unit": "Count"}],
            }]},
            "D": "d", "M": [1, 2],
        })
    }

    fn read(line: &Value) -> Result<Vec<Point>, String> {
        points(line.as_object().unwrap(), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn each_value_counts_under_each_set_of_dimensions() {
        let points = read(&line()).unwrap();
        let values: Vec<_> = points
            .iter()
            .map(|point| (point.series.dimensions.len(), point.value))
            .collect();
        assert_eq!(values, [(1, 1.0), (1, 2.0), (0, 1.0), (0, 2.0)]);
    }

    #[test]
    fn what_cloudwatch_would_drop_is_an_error() {
        let directive = "/_aws/CloudWatchMetrics/0";
        for (place, value) in [
            ("/_aws/Timestamp", json!("now")),
            ("/_aws/Timestamp", json!(99_999_999)),
            (&format!("{directive}/Namespace"), json!("")),
            (&format!("{directive}/Dimensions"), json!([["absent"]])),
            (&format!("{directive}/Dimensions/0"), json!(vec!["D"; 31])),
            (&format!("{directive}/Metrics"), json!([])),
            (&format!("{directive}/Metrics/0/Unit"), json!("Minutes")),
            (&format!("{directive}/Metrics/0/Name"), json!("absent")),
            ("/D", json!("")),
            ("/M", json!("1")),
            ("/M", json!(vec![1; 101])),
        ] {
            let mut line = line();
            *line.pointer_mut(place).unwrap() = value.clone();
            assert!(read(&line).is_err(), "{place}: {value}");
        }
    }
}
