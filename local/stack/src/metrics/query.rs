//! A metric as an alarm looks at it: a statistic over a period. Statistics are those of the user guide:
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html>.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Kept, Series};

/// A statistic of a metric over a period.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Query {
    pub(super) series: Series,
    pub(super) statistic: Statistic,
    /// In minutes.
    pub(super) period: i64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Statistic {
    SampleCount,
    Sum,
    Average,
    Minimum,
    Maximum,
    /// `p99`: that so much of a hundred values are not above.
    Percentile(f64),
    /// `PR(:x)`: how much of a hundred values are at most this.
    RankUpTo(f64),
}

impl Statistic {
    /// `None` if it is not one that the local stack knows.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "SampleCount" => Self::SampleCount,
            "Sum" => Self::Sum,
            "Average" => Self::Average,
            "Minimum" => Self::Minimum,
            "Maximum" => Self::Maximum,
            _ => match text.strip_prefix("PR(:") {
                Some(rank) => Self::RankUpTo(rank.strip_suffix(')')?.parse().ok()?),
                None => Self::Percentile(text.strip_prefix('p')?.parse().ok()?),
            },
        })
    }

    fn of(self, mut values: Vec<f64>) -> Option<f64> {
        let (count, sum) = (values.len() as f64, values.iter().sum::<f64>());
        if values.is_empty() {
            return None;
        }
        values.sort_by(f64::total_cmp);
        Some(match self {
            Self::SampleCount => count,
            Self::Sum => sum,
            Self::Average => sum / count,
            Self::Minimum => values[0],
            Self::Maximum => values[values.len() - 1],
            Self::Percentile(percent) => {
                let rank = (percent / 100.0 * count).ceil() as usize;
                values[rank.clamp(1, values.len()) - 1]
            }
            Self::RankUpTo(most) => {
                let within = values.iter().filter(|value| **value <= most).count();
                within as f64 / count * 100.0
            }
        })
    }
}

impl Query {
    /// The metric that `value` names, which has `Namespace`, `MetricName` and `Dimensions`.
    pub(super) fn series(value: &Value) -> Option<Series> {
        let dimensions = value["Dimensions"].as_array();
        let dimensions = dimensions.into_iter().flatten().map(|each| {
            let text = |name: &str| each[name].as_str().map(str::to_owned);
            Some((text("Name")?, text("Value")?))
        });
        Some(Series {
            namespace: value["Namespace"].as_str()?.to_owned(),
            name: value["MetricName"].as_str()?.to_owned(),
            dimensions: dimensions.collect::<Option<BTreeMap<_, _>>>()?,
        })
    }

    /// The statistic over the period that ends before a minute; `None` without a value in it.
    pub(super) fn before(&self, kept: &Kept, end: i64) -> Option<f64> {
        let values = kept.series.get(&self.series)?;
        let start = end - self.period;
        let within = values.minutes.range(start..end);
        let mut all: Vec<f64> = within.flat_map(|(_, values)| values).copied().collect();
        if values.is_level
            && let Some((_, earlier)) = values.minutes.range(..start).next_back()
        {
            all.extend(earlier.last());
        }
        self.statistic.of(all)
    }
}

#[cfg(test)]
mod tests {
    use super::Statistic;

    #[test]
    fn statistics_are_those_of_the_guide() {
        let of = |text: &str| Statistic::parse(text)?.of(vec![4.0, 1.0, 2.0, 3.0]);
        for (text, value) in [
            ("SampleCount", 4.0),
            ("Sum", 10.0),
            ("Average", 2.5),
            ("Minimum", 1.0),
            ("Maximum", 4.0),
            ("p50", 2.0),
            ("p99", 4.0),
            ("PR(:3)", 75.0),
        ] {
            assert_eq!(of(text), Some(value), "{text}");
        }
        assert_eq!(of("tm90"), None);
    }
}
