//! The event bus. Services put events on it, and the triggers take them.

use std::sync::{Arc, OnceLock};

use crate::cloud::ses::Emit;
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

    /// Names the triggers that take the events; only the first ones named count.
    pub(super) fn deliver_to(&self, triggers: Triggers) {
        let _ = self.triggers.set(triggers);
    }
}
