//! An event in a function's property `Events`: what starts the function, and where it is written.

use serde_json::Value;

use super::error::WiringError;
use crate::pattern::Pattern;
use crate::template::{Problem, Resource, TemplateError};

/// One event of a function.
pub(super) struct Event<'a> {
    pub(super) resource: &'a Resource<'a>,
    /// The function that it starts.
    pub(super) function: &'a str,
    pub(super) name: &'a str,
    pub(super) kind: Option<&'a str>,
    pub(super) properties: &'a Value,
}

impl<'a> Event<'a> {
    /// The events among the properties of a function.
    pub(super) fn all(
        resource: &'a Resource<'a>,
        properties: &'a Value,
        function: &'a str,
    ) -> impl Iterator<Item = Event<'a>> {
        let events = properties["Events"].as_object().into_iter().flatten();
        events.map(move |(name, event)| Event {
            resource,
            function,
            name,
            kind: event["Type"].as_str(),
            properties: &event["Properties"],
        })
    }

    /// Its name: the one that the template gives, or the function's id and its own.
    pub(super) fn given_name(&self) -> String {
        match self.properties["Name"].as_str() {
            Some(name) => name.to_owned(),
            None => format!("{}{}", self.resource.id, self.name),
        }
    }

    /// A property that has to be a text.
    pub(super) fn text(&self, key: &str) -> Result<String, TemplateError> {
        let text = self.properties[key].as_str();
        text.map(str::to_owned)
            .ok_or_else(|| self.error(key, Problem::Missing))
    }

    /// The pattern that stands at a key.
    pub(super) fn pattern(&self, key: &str, json: &Value) -> Result<Pattern, WiringError> {
        Pattern::read(json).map_err(|error| WiringError::Pattern {
            location: self.resource.location(&self.path(key)),
            error,
        })
    }

    /// An error at a key of this event.
    pub(super) fn error(&self, key: &str, problem: Problem) -> TemplateError {
        self.resource.error(&self.path(key), problem)
    }

    fn path(&self, key: &str) -> String {
        format!("Events.{}.{key}", self.name)
    }
}
