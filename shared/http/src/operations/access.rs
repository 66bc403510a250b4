//! Who may see a booking (A1).

use anteroom_app::Store;
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{BookingId, Role};

use crate::{Caller, Problem};

/// Fails with 404 if a caller may not see a booking: their own, or any for the concierge.
pub fn check_visible(record: &BookingRecord, caller: &Caller) -> Result<(), Problem> {
    let is_visible = match caller.role {
        Role::Provider => record.booking.provider.id == caller.id,
        Role::Member => record.booking.member.id == caller.id,
        Role::Concierge => true,
        Role::System => false,
    };
    is_visible.then_some(()).ok_or_else(Problem::not_found)
}

/// Reads a booking with its session. Fails with 404 if there is none, or if the caller may not see
/// it.
pub async fn visible_record(
    store: &Store,
    id: &BookingId,
    caller: &Caller,
) -> Result<BookingRecord, Problem> {
    let record = store.record(id).await?.ok_or_else(Problem::not_found)?;
    check_visible(&record, caller)?;
    Ok(record)
}
