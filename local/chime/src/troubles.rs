//! What goes wrong with events on their way, as it may in the cloud, when somebody asks for it.

use std::collections::VecDeque;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What happens to an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// It never arrives.
    Lose,
    /// It arrives twice.
    Double,
    /// It waits until it is released. Others overtake it: so events come late, or in disorder.
    Hold,
}

/// An order for trouble with events to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TroubleOrder {
    /// What happens.
    pub trouble: Trouble,
    /// The type of event that it happens to, without the prefix `chime:`; any, if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_type: Option<String>,
    /// How many events it happens to.
    pub count: NonZeroU32,
    /// How many matching events pass before the first.
    #[serde(default)]
    pub skip: u32,
}

/// The orders that are not used up, and the events that wait, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Troubles {
    orders: Vec<TroubleOrder>,
    held: VecDeque<Value>,
}

impl Troubles {
    pub(crate) fn add(&mut self, order: TroubleOrder) {
        self.orders.push(order);
    }

    pub(crate) fn clear(&mut self) {
        self.orders.clear();
    }

    pub(crate) fn pending(&self) -> Vec<TroubleOrder> {
        self.orders.clone()
    }

    pub(crate) fn held(&self) -> Vec<Value> {
        self.held.iter().cloned().collect()
    }

    pub(crate) fn release(&mut self) -> Vec<Value> {
        self.held.drain(..).collect()
    }

    /// What arrives when an event is sent.
    pub(crate) fn pass(&mut self, event: Value) -> Vec<Value> {
        match self.take(&event) {
            None => vec![event],
            Some(Trouble::Lose) => Vec::new(),
            Some(Trouble::Double) => vec![event.clone(), event],
            Some(Trouble::Hold) => {
                self.held.push_back(event);
                Vec::new()
            }
        }
    }

    /// The trouble that is due. The first order that matches and has let enough events pass gives it.
    fn take(&mut self, event: &Value) -> Option<Trouble> {
        let name = event["detail"]["eventType"].as_str().unwrap_or_default();
        let name = name.strip_prefix("chime:").unwrap_or(name);
        let mut due = None;
        for (place, order) in self.orders.iter_mut().enumerate() {
            let wanted = order.event_type.as_deref();
            if wanted.is_some_and(|wanted| wanted.strip_prefix("chime:").unwrap_or(wanted) != name)
            {
                continue;
            }
            if order.skip > 0 {
                order.skip -= 1;
                continue;
            }
            due = Some(place);
            break;
        }
        let order = self.orders.get_mut(due?)?;
        let trouble = order.trouble;
        match NonZeroU32::new(order.count.get() - 1) {
            Some(left) => order.count = left,
            None => drop(self.orders.remove(due?)),
        }
        Some(trouble)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(kind: &str) -> Value {
        json!({"detail": {"eventType": format!("chime:{kind}")}})
    }

    fn order(trouble: Trouble, event_type: Option<&str>, skip: u32) -> TroubleOrder {
        TroubleOrder {
            trouble,
            event_type: event_type.map(str::to_owned),
            count: NonZeroU32::MIN,
            skip,
        }
    }

    #[test]
    fn trouble_comes_to_those_events_that_are_meant_and_then_no_more() {
        let mut troubles = Troubles::default();
        troubles.add(order(Trouble::Lose, Some("AttendeeLeft"), 1));
        let mut arrived = |kind| troubles.pass(event(kind)).len();
        assert_eq!(arrived("AttendeeJoined"), 1);
        assert_eq!(arrived("AttendeeLeft"), 1);
        assert_eq!(arrived("AttendeeLeft"), 0);
        assert_eq!(arrived("AttendeeLeft"), 1);
        assert_eq!(troubles.pending(), []);
    }

    #[test]
    fn an_event_comes_twice() {
        let mut troubles = Troubles::default();
        troubles.add(order(Trouble::Double, None, 0));
        let both = [event("AttendeeLeft"), event("AttendeeLeft")];
        assert_eq!(troubles.pass(event("AttendeeLeft")), both);
    }

    #[test]
    fn an_event_that_is_held_is_overtaken() {
        let mut troubles = Troubles::default();
        troubles.add(order(Trouble::Hold, Some("chime:AttendeeJoined"), 0));
        assert_eq!(troubles.pass(event("AttendeeJoined")), Vec::<Value>::new());
        assert_eq!(troubles.pass(event("AttendeeLeft")).len(), 1);
        assert_eq!(troubles.held(), [event("AttendeeJoined")]);
        assert_eq!(troubles.release(), [event("AttendeeJoined")]);
        assert_eq!(troubles.held(), Vec::<Value>::new());
    }
}
