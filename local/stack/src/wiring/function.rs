//! A function: its own properties, over the template's globals.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use super::values;
use crate::grants::Grant;
use crate::template::{Problem, Resource, TemplateError};

/// The properties that the local stack looks at.
pub(super) const PROPERTIES: &[&str] = &[
    "Environment",
    "EventInvokeConfig",
    "Events",
    "LoggingConfig",
    "MemorySize",
    "Policies",
    "ReservedConcurrentExecutions",
    "Timeout",
];

/// How long Lambda keeps an asynchronous event unless told otherwise (developer guide, "How Lambda handles errors and
/// retries with asynchronous invocation").
const LONGEST_EVENT_AGE: Duration = Duration::from_secs(6 * 60 * 60);

/// A function.
#[derive(Debug, Clone)]
pub struct Function {
    /// What it is called here, everywhere: the name of its binary.
    pub name: String,
    /// The logical id in the template.
    pub logical_id: String,
    /// What it is called in the cloud.
    pub physical: String,
    /// The log group that it writes to, if the template names one.
    pub log_group: Option<String>,
    /// Variables that the template sets.
    pub environment: BTreeMap<String, String>,
    /// How long an invocation may take.
    pub timeout: Duration,
    /// Memory in MB.
    pub memory_mb: u64,
    /// The most that may run at once, if the template limits it; more are throttled.
    pub reserved_concurrency: Option<usize>,
    /// How often a failed asynchronous invocation is tried again.
    pub async_retries: u32,
    /// How old an asynchronous event may be that is still tried again after a throttle.
    pub async_max_age: Duration,
    /// Where events go that failed for good, if anywhere.
    pub on_failure: Option<String>,
    /// What it may do.
    pub grants: Vec<Grant>,
    /// Whether logs are JSON, as `LoggingConfig` says.
    pub json_logs: bool,
    /// Whether changes of the table start it.
    pub follows_table: bool,
}

impl Function {
    /// Reads a function from its properties, laid over the globals.
    pub(super) fn read(
        resource: &Resource<'_>,
        properties: &Value,
    ) -> Result<Function, TemplateError> {
        let number_or = |key: &str, default: u64| match values::number(&properties[key]) {
            Some(number) => Ok(number),
            None if properties[key].is_null() => Ok(default),
            None => Err(resource.error(
                key,
                Problem::Shape {
                    expected: "a number",
                },
            )),
        };
        let asynchronous = &properties["EventInvokeConfig"];
        Ok(Function {
            name: resource.binary()?,
            logical_id: resource.id.to_owned(),
            physical: resource.reference()?,
            log_group: properties["LoggingConfig"]["LogGroup"]
                .as_str()
                .map(str::to_owned),
            environment: environment(resource, properties)?,
            // Three seconds, 128 MB and two retries are Lambda's own defaults.
            timeout: Duration::from_secs(number_or("Timeout", 3)?),
            memory_mb: number_or("MemorySize", 128)?,
            reserved_concurrency: values::number(&properties["ReservedConcurrentExecutions"])
                .and_then(|number| usize::try_from(number).ok()),
            async_retries: values::number(&asynchronous["MaximumRetryAttempts"])
                .and_then(|number| u32::try_from(number).ok())
                .unwrap_or(2),
            async_max_age: values::number(&asynchronous["MaximumEventAgeInSeconds"])
                .map_or(LONGEST_EVENT_AGE, Duration::from_secs),
            on_failure: asynchronous["DestinationConfig"]["OnFailure"]["Destination"]
                .as_str()
                .map(str::to_owned),
            grants: Grant::read(&properties["Policies"]),
            json_logs: properties["LoggingConfig"]["LogFormat"] == "JSON",
            follows_table: false,
        })
    }
}

fn environment(
    resource: &Resource<'_>,
    properties: &Value,
) -> Result<BTreeMap<String, String>, TemplateError> {
    let variables = properties["Environment"]["Variables"].as_object();
    variables
        .into_iter()
        .flatten()
        .map(|(name, value)| {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                Value::Bool(bool) => bool.to_string(),
                Value::Null | Value::Array(_) | Value::Object(_) => {
                    let key = format!("Environment.Variables.{name}");
                    return Err(resource.error(&key, Problem::Shape { expected: "a text" }));
                }
            };
            Ok((name.clone(), text))
        })
        .collect()
}
