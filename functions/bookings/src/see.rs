//! `GET /v1/bookings/{id}`: one booking, and what the caller may do with it now.

use anteroom_domain::values::BookingId;
use anteroom_http::operations::{show, visible_record};
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Caller, Id, Problem, formats};
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
    let record = visible_record(&state.store, &id, &caller).await?;
    let version = record.booking.version;
    Ok(Answer::ok(&show(&state, &caller, record).await?).versioned(version))
}
