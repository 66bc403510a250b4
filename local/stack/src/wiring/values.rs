//! Values of properties: numbers, texts, and a resource's own laid over the globals.

use serde_json::Value;

use crate::template::{Problem, Resource, TemplateError};

/// Lays a resource's properties over the globals, as SAM does: maps are merged, lists
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

/// A number, which a template may also write as text.
pub(super) fn number(value: &Value) -> Option<u64> {
    value
        .as_u64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

/// A property that has to be a text.
pub(super) fn text(resource: &Resource<'_>, key: &str) -> Result<String, TemplateError> {
    match resource.property(key)? {
        Value::String(text) => Ok(text),
        Value::Null => Err(resource.error(key, Problem::Missing)),
        _ => Err(resource.error(key, Problem::Shape { expected: "a text" })),
    }
}

/// A list of texts, which may also be a single one.
pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items
            .iter()
            .filter_map(|item| item.as_str().map(str::to_owned))
            .collect(),
        _ => Vec::new(),
    }
}
