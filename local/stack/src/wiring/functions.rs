//! A function's own properties, over the template's globals.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use super::{Function, TemplateError};
use crate::grants::Grant;
use crate::template::{Problem, Resource};

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

/// Lays a function's properties over the globals, as SAM does: maps are merged, lists
/// joined, anything else is replaced.
pub(super) fn merged(globals: &Value, own: Value) -> Value {
    match (globals, own) {
        (Value::Object(globals), Value::Object(mut own)) => {
            for (key, global) in globals {
                let value = match own.remove(key) {
                    Some(value) => merged(global, value),
                    None => global.clone(),
                };
                own.insert(key.clone(), value);
            }
            Value::Object(own)
        }
        (Value::Array(globals), Value::Array(own)) => globals.iter().cloned().chain(own).collect(),
        (globals, Value::Null) => globals.clone(),
        (_, own) => own,
    }
}

/// Reads a function from its merged properties.
pub(super) fn read(resource: &Resource<'_>, properties: &Value) -> Result<Function, TemplateError> {
    let number = |key: &str, default: u64| match number(&properties[key]) {
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
        environment: environment(resource, properties)?,
        // Three seconds, 128 MB and two retries are Lambda's own defaults.
        timeout: Duration::from_secs(number("Timeout", 3)?),
        memory_mb: number("MemorySize", 128)?,
        reserved_concurrency: self::number(&properties["ReservedConcurrentExecutions"])
            .and_then(|number| usize::try_from(number).ok()),
        async_retries: self::number(&asynchronous["MaximumRetryAttempts"])
            .and_then(|number| u32::try_from(number).ok())
            .unwrap_or(2),
        on_failure: asynchronous["DestinationConfig"]["OnFailure"]["Destination"]
            .as_str()
            .map(str::to_owned),
        grants: Grant::read(&properties["Policies"]),
        json_logs: properties["LoggingConfig"]["LogFormat"] == "JSON",
    })
}

/// A number, which a template may also write as text.
pub(super) fn number(value: &Value) -> Option<u64> {
    value
        .as_u64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
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
