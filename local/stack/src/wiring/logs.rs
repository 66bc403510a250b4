//! A subscription to a log group.

use super::error::WiringError;
use super::event::Event;
use crate::template::Problem;

/// A subscription that hands each line of a log group to a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogSubscription {
    /// Its name.
    pub name: String,
    /// The function that lines go to.
    pub function: String,
    /// The log group.
    pub group: String,
}

impl LogSubscription {
    /// Reads the subscription. It must want every line: its pattern is empty.
    pub(super) fn read(event: &Event<'_>) -> Result<LogSubscription, WiringError> {
        if !event.text("FilterPattern")?.is_empty() {
            let problem = Problem::Unsupported("patterns of log lines".to_owned());
            return Err(event.error("FilterPattern", problem).into());
        }
        Ok(LogSubscription {
            name: event.given_name(),
            function: event.function.to_owned(),
            group: event.text("LogGroupName")?,
        })
    }
}
