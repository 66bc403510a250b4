//! The event bus and the logs. Services put events and lines on them, and the triggers take them.

use std::sync::{Arc, OnceLock};

use crate::cloud::ses::Emit;
use crate::cloud::sns::Log;
use crate::triggers::Triggers;

/// The event bus. The services are up before the triggers, since the functions that triggers
/// start need the services' URLs; what is put on the bus before then is lost. Clones are the same
/// bus.
#[derive(Clone, Default)]
pub(super) struct EventBus {
    triggers: Arc<OnceLock<Triggers>>,
}

impl EventBus {
    /// What puts an event on the bus.
    pub(super) fn emit(&self) -> Emit {
        let triggers = Arc::clone(&self.triggers);
        Arc::new(move |event| {
            if let Some(triggers) = triggers.get() {
                triggers.emit(event);
            }
        })
    }

    /// What writes a line to a log.
    pub(super) fn log(&self) -> Log {
        let triggers = Arc::clone(&self.triggers);
        Arc::new(move |line| {
            if let Some(triggers) = triggers.get() {
                triggers.log(&line);
            }
        })
    }

    /// Names the triggers that take the events; only the first ones named count.
    pub(super) fn deliver_to(&self, triggers: Triggers) {
        let _ = self.triggers.set(triggers);
    }
}
