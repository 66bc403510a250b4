//! What a stage costs in a month in which nobody has a session: what the templates have that is paid for by the month, and
//! the ticks.

use serde_yaml_ng::Value;

use super::bill::{Line, MEMORY_GB};
use crate::failure::Failure;
use crate::tools;

/// The functions that run each minute: `gate-checks` and `scheduler`.
const CLOCKS: f64 = 2.0;

/// A month has 365 / 12 days.
const TICKS: f64 = CLOCKS * 60.0 * 24.0 * 365.0 / 12.0;

/// Queries of a tick that finds nothing due: of both functions' 20, half. `tests/tests/flows/budgets.rs` holds them.
const QUERIES: f64 = 20.0 / CLOCKS;

/// Read units of a query of an index that finds nothing.
const UNITS: f64 = 0.5;

/// Milliseconds of a tick: five for each query over the cloud's network, assumed, and as much of its own as other
/// invocations take.
const MILLISECONDS: f64 = 1.6 + QUERIES * 5.0;

/// Metrics of the functions' and of their logs (docs/operations.md, "What is measured"). One is paid for by the hour in
/// which it has a value, so with no session there are none.
const OWN_METRICS: f64 = 18.0;

/// The lines of the bill.
pub(super) fn lines() -> Result<Vec<Line>, Failure> {
    let counted = Counted::in_templates()?;
    let line = |what, count, price| Line { what, count, price };
    Ok(vec![
        line(
            "metrics that alarms watch",
            counted.alarm_metrics,
            "alarm metric",
        ),
        line("dashboards", counted.dashboards, "dashboard"),
        line("secrets", counted.secrets, "secret"),
        line("firewalls", counted.firewalls, "firewall"),
        line("rules of the firewall", counted.rules, "firewall rule"),
        line("ticks", TICKS, "schedule"),
        line("invocations by ticks", TICKS, "lambda invocation"),
        line(
            "GB-seconds of ticks",
            TICKS * MEMORY_GB * MILLISECONDS / 1000.0,
            "lambda GB-second",
        ),
        line(
            "read units of ticks",
            TICKS * QUERIES * UNITS,
            "dynamodb read unit",
        ),
        // X-Ray traces the first request of each second, so each tick.
        line("traces of ticks", TICKS, "trace"),
    ])
}

/// What comes on top in a month that has sessions in each of its hours.
pub(super) fn with_sessions() -> Line {
    Line {
        what: "metrics of its own",
        count: OWN_METRICS,
        price: "metric",
    }
}

/// What is paid for by the month.
#[derive(Debug, Default, PartialEq)]
struct Counted {
    /// Of each alarm, the metrics in its expression; one if it has none.
    alarm_metrics: f64,
    dashboards: f64,
    secrets: f64,
    firewalls: f64,
    rules: f64,
}

impl Counted {
    fn in_templates() -> Result<Self, Failure> {
        let mut counted = Self::default();
        for file in tools::templates()? {
            let text = tools::read(&tools::root().join(&file))?;
            let template: Value = serde_yaml_ng::from_str(&text)
                .map_err(|error| Failure::Usage(format!("{}: {error}.", file.display())))?;
            let resources = template["Resources"].as_mapping().into_iter().flatten();
            for (_, resource) in resources {
                counted.add(resource);
            }
        }
        Ok(counted)
    }

    fn add(&mut self, resource: &Value) {
        let properties = &resource["Properties"];
        let entries = |name: &str| properties[name].as_sequence().into_iter().flatten();
        match resource["Type"].as_str() {
            Some("AWS::CloudWatch::Alarm") => {
                let metrics = entries("Metrics").filter(|each| each["MetricStat"].is_mapping());
                self.alarm_metrics += number(metrics).max(1.0);
            }
            Some("AWS::CloudWatch::Dashboard") => self.dashboards += 1.0,
            Some("AWS::SecretsManager::Secret") => self.secrets += 1.0,
            Some("AWS::WAFv2::WebACL") => {
                self.firewalls += 1.0;
                self.rules += number(entries("Rules"));
            }
            _ => {}
        }
    }
}

fn number<T>(items: impl Iterator<Item = T>) -> f64 {
    items.map(|_| 1.0).sum()
}

#[cfg(test)]
mod tests {
    use super::super::bill::total;
    use super::super::prices;
    use super::*;

    #[test]
    fn what_is_paid_for_by_the_month_is_counted_in_all_templates() {
        let alarms = "{Type: 'AWS::CloudWatch::Alarm', Properties: {Metrics: [{Id: a, Expression: b + c}, {Id: b, MetricStat: {}}, {Id: c, MetricStat: {}}]}}";
        let mut counted = Counted::default();
        counted.add(&serde_yaml_ng::from_str(alarms).unwrap());
        counted.add(
            &serde_yaml_ng::from_str(
                "{Type: 'AWS::CloudWatch::Alarm', Properties: {MetricName: a}}",
            )
            .unwrap(),
        );
        assert_eq!(counted.alarm_metrics, 3.0);

        let counted = Counted::in_templates().unwrap();
        assert!(counted.alarm_metrics > 20.0, "{counted:?}");
        let others = (
            counted.dashboards,
            counted.secrets,
            counted.firewalls,
            counted.rules,
        );
        assert_eq!(others, (1.0, 2.0, 1.0, 5.0));
    }

    #[test]
    fn a_month_without_sessions_costs_less_than_twenty_five_dollars() {
        let total = total(&lines().unwrap(), &prices().unwrap()).unwrap();
        assert!(total < 25.0, "{total}");
        assert!(total > 10.0, "the firewall alone is ten: {total}");
    }
}
