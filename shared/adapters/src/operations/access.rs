//! Who may know of a booking (A1).

use anteroom_domain::values::Role;

use crate::http::{Caller, Problem};
use crate::store::BookingRecord;

impl BookingRecord {
    /// Whether a caller may know of it: their own, or any for the concierge.
    pub fn is_visible_to(&self, caller: &Caller) -> bool {
        match caller.role {
            Role::Provider => self.booking.provider.id == caller.id,
            Role::Member => self.booking.member.id == caller.id,
            Role::Concierge => true,
            Role::System => false,
        }
    }

    /// Fails as if there were no such booking unless a caller may know of it.
    pub fn known_to(&self, caller: &Caller) -> Result<(), Problem> {
        let visible = self.is_visible_to(caller);
        visible.then_some(()).ok_or_else(Problem::not_found)
    }
}
