//! A rule of EventBridge.

use super::error::WiringError;
use super::event::Event;
use crate::pattern::Pattern;

/// A rule that hands events to a function.
#[derive(Debug, Clone)]
pub struct EventRule {
    /// Its name.
    pub name: String,
    /// The function that events go to.
    pub function: String,
    /// Which events.
    pub pattern: Pattern,
}

impl EventRule {
    /// Reads the rule with its pattern.
    pub(super) fn read(event: &Event<'_>) -> Result<EventRule, WiringError> {
        Ok(EventRule {
            name: event.given_name(),
            function: event.function.to_owned(),
            pattern: event.pattern("Pattern", &event.properties["Pattern"])?,
        })
    }
}
