//! Metric filters over log groups: a pattern, and the metric that counts the lines that match.

use serde_json::Value;

use super::Series;
use crate::template::{Problem, Resource};
use crate::wiring::WiringError;

/// A metric filter.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricFilter {
    pub(super) group: String,
    pub(super) series: Series,
    pub(super) value: f64,
    /// It matches a line of which any of these holds: at this pointer is this text.
    any: Vec<(String, String)>,
}

impl MetricFilter {
    /// Reads a filter. Its pattern is `{ $.a.b = "text" }`, or several such conditions joined by `||`.
    ///
    /// # Errors
    /// If it is anything else.
    pub fn read(resource: &Resource<'_>) -> Result<Self, WiringError> {
        let pattern = resource.property("FilterPattern")?;
        let unsupported = || {
            let problem = Problem::Unsupported(format!("the pattern {pattern}"));
            resource.error("FilterPattern", problem)
        };
        let any = pattern.as_str().and_then(conditions);
        let any = any.ok_or_else(unsupported)?;
        let metric = resource.property("MetricTransformations")?[0].clone();
        let text = |name: &str| metric[name].as_str().unwrap_or_default().to_owned();
        Ok(Self {
            group: resource
                .property("LogGroupName")?
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            series: Series::new(&text("MetricNamespace"), &text("MetricName"), &[]),
            value: text("MetricValue").parse().map_err(|_| unsupported())?,
            any,
        })
    }

    pub(super) fn matches(&self, line: &Value) -> bool {
        let mut any = self.any.iter();
        any.any(|(place, text)| line.pointer(place).and_then(Value::as_str) == Some(text))
    }
}

fn conditions(pattern: &str) -> Option<Vec<(String, String)>> {
    let inside = pattern.trim().strip_prefix('{')?.strip_suffix('}')?;
    let condition = |text: &str| {
        let text = text.trim();
        let text = text
            .strip_prefix('(')
            .map_or(Some(text), |text| text.strip_suffix(')'))?;
        let (place, value) = text.split_once('=')?;
        let place = place.trim().strip_prefix("$.")?.replace('.', "/");
        let value = value.trim().strip_prefix('"')?.strip_suffix('"')?;
        Some((format!("/{place}"), value.to_owned()))
    };
    inside.split("||").map(condition).collect()
}

#[cfg(test)]
mod tests {
    use super::conditions;

    #[test]
    fn a_pattern_is_one_condition_or_several() {
        let condition = |place: &str, text: &str| (place.to_owned(), text.to_owned());
        assert_eq!(
            conditions(r#"{ $.level = "ERROR" }"#),
            Some(vec![condition("/level", "ERROR")])
        );
        assert_eq!(
            conditions(r#"{ ($.a.b = "x") || ($.c = "y") }"#),
            Some(vec![condition("/a/b", "x"), condition("/c", "y")])
        );
        assert_eq!(conditions("ERROR"), None);
        assert_eq!(conditions("{ $.a > 1 }"), None);
    }
}
