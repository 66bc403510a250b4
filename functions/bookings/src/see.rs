//! `GET /v1/bookings/{id}`: one booking, and what the caller may do with it now.

use anteroom_domain::values::BookingId;
use anteroom_http::operations::visible_record;
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Caller, Id, Problem, formats};
use anteroom_store::OpenAt;
use axum::extract::State;

use crate::AppState;

/// Returns a booking: of the caller, or any for the concierge.
#[utoipa::path(
    get, path = "/v1/bookings/{id}", operation_id = "seeBooking", tag = "bookings",
    params(("id" = formats::BookingId, Path)),
    responses((status = 200, body = BookingView, description = "The booking, with its version as ETag"))
)]
pub(crate) async fn see(
    State(state): State<AppState>,
    caller: Caller,
    Id(id): Id<BookingId>,
) -> Result<Answer, Problem> {
    let mut record = visible_record(&state.store, &id, &caller).await?;
    let at = OpenAt {
        now: caller.moment.now,
        policy: &state.policy,
    };
    let only = std::slice::from_mut(&mut record);
    state.store.show_numbers_now(only, caller.role, at).await?;
    let view = BookingView::of(&record, caller.role, &state.policy, at.now);
    Ok(Answer::ok(&view).versioned(record.booking.version))
}
