//! Who may know of a booking (A1).

use anteroom_domain::values::Role;
use anteroom_store::BookingRecord;

use crate::{Caller, Problem};

/// Whether a caller may know of a booking: their own, or any for the concierge.
pub fn is_visible(stored: &BookingRecord, caller: &Caller) -> bool {
    match caller.role {
        Role::Provider => stored.booking.provider.id == caller.id,
        Role::Member => stored.booking.member.id == caller.id,
        Role::Concierge => true,
        Role::System => false,
    }
}

/// Fails as if there were no such booking unless a caller may know of it.
pub fn known(stored: &BookingRecord, caller: &Caller) -> Result<(), Problem> {
    let visible = is_visible(stored, caller);
    visible.then_some(()).ok_or_else(Problem::not_found)
}
