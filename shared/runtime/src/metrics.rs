//! What the functions measure: each metric with its unit and meaning, and how it is written.
//!
//! A value is a line of the log in [CloudWatch's embedded metric format][emf], from which CloudWatch makes the
//! metric. The line has no level, and Lambda takes such lines for INFO ([log levels][levels]). Dimensions have few
//! and fixed values. No line has an id or anything of a person.
//!
//! [emf]: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
//! [levels]: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html

use std::io::Write;
use std::sync::LazyLock;

use anteroom_domain::booking::Side;
use anteroom_domain::message::Channel;
use anteroom_domain::session::Leave;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// The namespace that `template.yaml` gives. Without one, as in the tests of a handler, nothing is written.
static NAMESPACE: LazyLock<Option<String>> =
    LazyLock::new(|| std::env::var("METRICS_NAMESPACE").ok());

/// Something that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// How long a member stood before an open door: from when the provider was in and the member asked to come in
    /// until they were let in. Milliseconds.
    HostInToMemberIn(SignedDuration),
    /// From when a member asked to come in until they were let in. Seconds.
    MemberWaited(SignedDuration),
    /// How long after its time a reminder was written. Seconds.
    ReminderLateness(SignedDuration),
    /// How old a message was at its first attempt, without the time for which it was held. Seconds, by channel.
    OutboxAge(Channel, SignedDuration),
    /// A member's credentials were withdrawn. A count, by reason.
    GateClosed(Leave),
    /// A booking ended as a no-show. A count, by who did not come.
    NoShow(Side),
    /// A video session was switched to the telephone. A count.
    PhoneSwitch,
    /// A step was not written. A count, by reason.
    RefusedWrite(Refusal),
}

/// Why a step was not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Another change was written first.
    Changed,
    /// The slot is taken.
    Taken,
    /// A limit is used up.
    Limited,
    /// The person's access has ended.
    Disabled,
}

impl Metric {
    /// Writes the value to the log, as of an instant.
    pub fn record(self, at: Timestamp) {
        if let Some(namespace) = NAMESPACE.as_deref() {
            let line = format!("{}\n", self.line(namespace, at));
            // A metric that is lost is no reason to fail.
            let _ = std::io::stdout().lock().write_all(line.as_bytes());
        }
    }

    fn line(self, namespace: &str, at: Timestamp) -> Value {
        let (name, unit, value) = self.value();
        let dimension = self.dimension();
        let names: Vec<&str> = dimension.iter().map(|(name, _)| *name).collect();
        let mut line = json!({
            "_aws": {
                "Timestamp": at.as_millisecond(),
                "CloudWatchMetrics": [{
                    "Namespace": namespace,
                    "Dimensions": [names],
                    "Metrics": [{"Name": name, "Unit": unit}],
                }],
            },
            name: value,
        });
        if let Some((name, value)) = dimension {
            line[name] = value.into();
        }
        line
    }

    /// The name, the unit and the value.
    fn value(self) -> (&'static str, &'static str, f64) {
        // Clocks of functions and services may differ.
        let seconds = |span: SignedDuration| span.as_secs_f64().max(0.0);
        match self {
            Self::HostInToMemberIn(span) => {
                ("HostInToMemberIn", "Milliseconds", seconds(span) * 1000.0)
            }
            Self::MemberWaited(span) => ("MemberWaited", "Seconds", seconds(span)),
            Self::ReminderLateness(span) => ("ReminderLateness", "Seconds", seconds(span)),
            Self::OutboxAge(_, span) => ("OutboxAge", "Seconds", seconds(span)),
            Self::GateClosed(_) => ("GateClosed", "Count", 1.0),
            Self::NoShow(_) => ("NoShows", "Count", 1.0),
            Self::PhoneSwitch => ("PhoneSwitches", "Count", 1.0),
            Self::RefusedWrite(_) => ("RefusedWrites", "Count", 1.0),
        }
    }

    fn dimension(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::HostInToMemberIn(_)
            | Self::MemberWaited(_)
            | Self::ReminderLateness(_)
            | Self::PhoneSwitch => None,
            Self::OutboxAge(channel, _) => Some(("Channel", channel.as_str())),
            Self::GateClosed(Leave::NotIn) => Some(("Reason", "not_in")),
            Self::GateClosed(Leave::GraceOver) => Some(("Reason", "grace_over")),
            Self::NoShow(Side::Provider) => Some(("Role", "provider")),
            Self::NoShow(Side::Member) => Some(("Role", "member")),
            Self::RefusedWrite(Refusal::Changed) => Some(("Reason", "changed")),
            Self::RefusedWrite(Refusal::Taken) => Some(("Reason", "taken")),
            Self::RefusedWrite(Refusal::Limited) => Some(("Reason", "limited")),
            Self::RefusedWrite(Refusal::Disabled) => Some(("Reason", "disabled")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_a_line_of_the_embedded_metric_format() {
        let metric = Metric::OutboxAge(Channel::Sms, SignedDuration::from_millis(1500));
        let line = metric.line("Anteroom/x", Timestamp::UNIX_EPOCH);
        let expected = json!({
            "_aws": {"Timestamp": 0, "CloudWatchMetrics": [{
                "Namespace": "Anteroom/x", "Dimensions": [["Channel"]],
                "Metrics": [{"Name": "OutboxAge", "Unit": "Seconds"}],
            }]},
            "Channel": "sms", "OutboxAge": 1.5,
        });
        assert_eq!(line, expected);
    }

    #[test]
    fn no_span_is_negative() {
        let metric = Metric::MemberWaited(SignedDuration::from_secs(-1));
        assert_eq!(metric.value().2, 0.0);
    }
}
