//! A schedule, and the expressions that say how often it fires.

use super::event::Event;
use crate::template::{Problem, TemplateError};

/// A schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Its name.
    pub name: String,
    /// The function that it starts.
    pub function: String,
    /// Minutes between two ticks.
    pub every_minutes: u32,
    /// The input given in the template, if any.
    pub input: Option<String>,
    /// Whether it is EventBridge Scheduler's (`ScheduleV2`), not a rule of EventBridge's;
    /// their events look different.
    pub scheduler: bool,
}

impl Schedule {
    /// Reads a schedule of EventBridge Scheduler, or of a rule.
    pub(super) fn read(event: &Event<'_>, scheduler: bool) -> Result<Schedule, TemplateError> {
        let key = if scheduler {
            "ScheduleExpression"
        } else {
            "Schedule"
        };
        let expression = event.text(key)?;
        let every_minutes = minutes(&expression)
            .ok_or_else(|| event.error(key, Problem::Unsupported(expression)))?;
        Ok(Schedule {
            name: event.given_name(),
            function: event.function.to_owned(),
            every_minutes,
            input: event.properties["Input"].as_str().map(str::to_owned),
            scheduler,
        })
    }
}

/// The minutes between two ticks of a schedule expression: a rate, or the cron expression
/// of every minute or every so many minutes.
fn minutes(expression: &str) -> Option<u32> {
    let (kind, inside) = expression.strip_suffix(')')?.split_once('(')?;
    let words: Vec<&str> = inside.split_whitespace().collect();
    let minutes = match (kind, words.as_slice()) {
        ("rate", [count, unit]) => {
            let minutes_each = match unit.trim_end_matches('s') {
                "minute" => 1,
                "hour" => 60,
                "day" => 24 * 60,
                _ => return None,
            };
            count.parse::<u32>().ok()?.checked_mul(minutes_each)?
        }
        ("cron", [minute, "*", "*", "*", "?", "*"] | [minute, "*", "?", "*", "*", "*"]) => {
            match minute.split_once('/') {
                None if *minute == "*" => 1,
                Some(("*" | "0", step)) => step.parse().ok()?,
                _ => return None,
            }
        }
        _ => return None,
    };
    (minutes > 0).then_some(minutes)
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn reads_rates_and_steps() {
        assert_eq!(minutes("rate(1 minute)"), Some(1));
        assert_eq!(minutes("rate(2 hours)"), Some(120));
        assert_eq!(minutes("cron(* * * * ? *)"), Some(1));
        assert_eq!(minutes("cron(0/5 * * * ? *)"), Some(5));
        assert_eq!(minutes("cron(0 12 * * ? *)"), None);
        assert_eq!(minutes("rate(0 minutes)"), None);
    }
}
