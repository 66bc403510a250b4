//! Where mail events go.

use serde_json::Value;

use super::values::{text, texts};
use crate::template::{Resource, TemplateError};

/// The configuration set of a destination of mail events, and the types of events that it
/// sends to the event bus: none if it is a destination of another kind.
pub(super) fn events(resource: &Resource<'_>) -> Result<(String, Vec<String>), TemplateError> {
    let set = text(resource, "ConfigurationSetName")?;
    let destination = resource.property("EventDestination")?;
    let types = match &destination["EventBridgeDestination"] {
        Value::Object(_) if destination["Enabled"] != false => {
            texts(&destination["MatchingEventTypes"])
        }
        _ => Vec::new(),
    };
    let types = types.into_iter().map(|name| name.to_uppercase());
    Ok((set, types.collect()))
}
