//! Faults to come: what a service does wrong the next time a function calls it.

mod order;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use self::order::{Fault, FaultOrder, OrderError};
use crate::calls::Call;

/// What is to be done to one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Answer with an error, typed as the service types it.
    Refuse(Refusal),
    /// Don't do it, don't answer.
    Hang,
    /// Do it, don't answer.
    HangAfter,
    /// Wait, then do it and answer.
    Delay(Duration),
    /// Kill the caller, don't do it.
    Kill,
    /// Do it, kill the caller.
    KillAfter,
}

/// An error with which a service refuses a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Too many calls.
    Throttle,
    /// The service's internal error.
    Error,
    /// Another transaction holds the item.
    Conflict,
    /// The caller has no right to it.
    Denied,
}

/// The faults to come. Clones share one list.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    orders: Arc<Mutex<Vec<FaultOrder>>>,
}

impl Faults {
    /// Adds faults after those already ordered.
    ///
    /// # Errors
    /// If no call could ever match the order, or it contradicts itself.
    pub fn add(&self, order: FaultOrder) -> Result<(), OrderError> {
        order.check()?;
        self.lock().push(order);
        Ok(())
    }

    /// Forgets all faults to come.
    pub fn clear(&self) {
        self.lock().clear();
    }

    /// The orders that are not used up, with what is left of them.
    pub fn pending(&self) -> Vec<FaultOrder> {
        self.lock().clone()
    }

    /// Takes the fault that is due for a call, if any. The first order that matches and has
    /// let enough calls pass gives it.
    pub fn take(&self, call: &Call) -> Option<Effect> {
        let mut orders = self.lock();
        let mut due = None;
        for (place, order) in orders.iter_mut().enumerate() {
            if !order.matches(call) {
                continue;
            }
            if order.skip > 0 {
                order.skip -= 1;
                continue;
            }
            order.count -= 1;
            due = Some((place, order.effect(), order.count == 0));
            break;
        }
        let (place, effect, used_up) = due?;
        if used_up {
            orders.remove(place);
        }
        Some(effect)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<FaultOrder>> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
