//! How stored bookings are shown.

use anteroom_domain::transition::BookingRecord;

use crate::views::BookingView;
use crate::{Caller, HttpState, Problem};

/// Shows bookings to the caller as they are now, with their members' present numbers as far as the caller may see
/// them. A call to the table for a hundred numbers, and none without a number.
pub async fn show_all(
    state: &HttpState,
    caller: &Caller,
    mut records: Vec<BookingRecord>,
) -> Result<Vec<BookingView>, Problem> {
    let (role, now, policy) = (caller.role, caller.moment.now, &state.policy);
    let store = &state.store;
    store
        .show_numbers_now(&mut records, role, policy, now)
        .await?;
    let view = |record| BookingView::of(record, role, policy, now);
    Ok(records.iter().map(view).collect())
}

/// Shows one booking to the caller, as [`show_all`].
pub async fn show(
    state: &HttpState,
    caller: &Caller,
    record: BookingRecord,
) -> Result<BookingView, Problem> {
    let views = show_all(state, caller, vec![record]).await?;
    views.into_iter().next().ok_or_else(Problem::not_found)
}
