//! A function's events: routes, schedules, stream mappings, rules.

use std::time::Duration;

use serde_json::Value;

use super::functions::number;
use super::resources::{Api, texts};
use super::{EventRule, Route, Schedule, StreamMapping, TemplateError, Wiring};
use crate::pattern::Pattern;
use crate::template::{Problem, Resource};

/// Adds the events of a function to the wiring.
pub(super) fn read(
    wiring: &mut Wiring,
    resource: &Resource<'_>,
    properties: &Value,
    function: &str,
    api: &Api,
) -> Result<(), TemplateError> {
    for (name, event) in properties["Events"].as_object().into_iter().flatten() {
        let source = Source {
            resource,
            key: format!("Events.{name}"),
            function,
            name,
            properties: &event["Properties"],
        };
        match event["Type"].as_str() {
            Some("HttpApi") => wiring.routes.push(source.route(api)?),
            Some("ScheduleV2") => wiring.schedules.push(source.schedule(true)?),
            Some("Schedule") => wiring.schedules.push(source.schedule(false)?),
            Some("DynamoDB") => wiring.streams.push(source.stream()?),
            Some("EventBridgeRule" | "CloudWatchEvent") => wiring.rules.push(source.rule()?),
            Some(kind) => {
                let problem = Problem::Unsupported(format!("events of type {kind}"));
                return Err(source.error("Type", problem));
            }
            None => return Err(source.error("Type", Problem::Missing)),
        }
    }
    Ok(())
}

/// One event of a function, and where it stands.
struct Source<'a> {
    resource: &'a Resource<'a>,
    key: String,
    function: &'a str,
    name: &'a str,
    properties: &'a Value,
}

impl Source<'_> {
    /// Without a path it is the `$default` route.
    fn route(&self, api: &Api) -> Result<Route, TemplateError> {
        let auth = &self.properties["Auth"];
        let method = self.properties["Method"].as_str().map(str::to_uppercase);
        let path = self.properties["Path"].as_str().map(str::to_owned);
        let authorized = match auth["Authorizer"].as_str() {
            None => api.authorized,
            Some(name) => name != "NONE",
        };
        if authorized && api.authorizer.is_none() {
            let problem = Problem::Unknown("the authorizer (no DefaultAuthorizer)".to_owned());
            return Err(self.error("Auth.Authorizer", problem));
        }
        let scopes = match &auth["AuthorizationScopes"] {
            Value::Null => api.scopes.clone(),
            own => texts(own),
        };
        Ok(Route {
            method: method
                .filter(|method| method != "ANY" && method != "X-AMAZON-APIGATEWAY-ANY-METHOD"),
            path: path.filter(|path| path != "$default"),
            function: self.function.to_owned(),
            authorized,
            scopes,
        })
    }

    fn schedule(&self, scheduler: bool) -> Result<Schedule, TemplateError> {
        let key = if scheduler {
            "ScheduleExpression"
        } else {
            "Schedule"
        };
        let expression = self.text(key)?;
        let every_minutes = minutes(&expression)
            .ok_or_else(|| self.error(key, Problem::Unsupported(expression)))?;
        Ok(Schedule {
            name: self.given_name(),
            function: self.function.to_owned(),
            every_minutes,
            input: self.properties["Input"].as_str().map(str::to_owned),
            scheduler,
        })
    }

    fn stream(&self) -> Result<StreamMapping, TemplateError> {
        let properties = self.properties;
        let filters = properties["FilterCriteria"]["Filters"].as_array();
        let filters = filters
            .into_iter()
            .flatten()
            .map(|filter| self.filter(filter));
        // Minus one stands for "no bound" in both settings.
        let bound = |key: &str| number(&properties[key]);
        let position = self.text("StartingPosition")?;
        Ok(StreamMapping {
            function: self.function.to_owned(),
            from_start: position == "TRIM_HORIZON",
            batch_size: bound("BatchSize")
                .and_then(|size| usize::try_from(size).ok())
                .map_or(100, |size| size.max(1)),
            parallel: bound("ParallelizationFactor")
                .and_then(|factor| usize::try_from(factor).ok())
                .map_or(1, |factor| factor.clamp(1, 10)),
            retries: bound("MaximumRetryAttempts").and_then(|count| u32::try_from(count).ok()),
            max_age: bound("MaximumRecordAgeInSeconds").map(Duration::from_secs),
            bisect: properties["BisectBatchOnFunctionError"] == true,
            partial: texts(&properties["FunctionResponseTypes"])
                .iter()
                .any(|kind| kind == "ReportBatchItemFailures"),
            filters: filters.collect::<Result<_, _>>()?,
            on_failure: properties["DestinationConfig"]["OnFailure"]["Destination"]
                .as_str()
                .map(str::to_owned),
        })
    }

    fn rule(&self) -> Result<EventRule, TemplateError> {
        let pattern = Pattern::read(&self.properties["Pattern"])
            .map_err(|error| self.error("Pattern", error.into()))?;
        Ok(EventRule {
            name: self.given_name(),
            function: self.function.to_owned(),
            pattern,
        })
    }

    fn filter(&self, filter: &Value) -> Result<Pattern, TemplateError> {
        let key = "FilterCriteria.Filters";
        let text = filter["Pattern"]
            .as_str()
            .ok_or_else(|| self.error(key, Problem::Missing))?;
        let json: Value =
            serde_json::from_str(text).map_err(|error| self.error(key, error.into()))?;
        Pattern::read(&json).map_err(|error| self.error(key, error.into()))
    }

    fn given_name(&self) -> String {
        match self.properties["Name"].as_str() {
            Some(name) => name.to_owned(),
            None => format!("{}{}", self.resource.id, self.name),
        }
    }

    fn text(&self, key: &str) -> Result<String, TemplateError> {
        let text = self.properties[key].as_str();
        text.map(str::to_owned)
            .ok_or_else(|| self.error(key, Problem::Missing))
    }

    fn error(&self, key: &str, problem: Problem) -> TemplateError {
        self.resource.error(&format!("{}.{key}", self.key), problem)
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
