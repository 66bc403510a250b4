//! Who may see a booking (A1).

use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::Role;

use crate::{Caller, Problem};

/// Whether a caller may see a booking: their own, or any for the concierge.
pub fn is_visible(record: &BookingRecord, caller: &Caller) -> bool {
    match caller.role {
        Role::Provider => record.booking.provider.id == caller.id,
        Role::Member => record.booking.member.id == caller.id,
        Role::Concierge => true,
        Role::System => false,
    }
}

/// Fails with 404 if a caller may not see a booking.
pub fn check_visible(record: &BookingRecord, caller: &Caller) -> Result<(), Problem> {
    let visible = is_visible(record, caller);
    visible.then_some(()).ok_or_else(Problem::not_found)
}
