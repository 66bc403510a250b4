//! `POST /v1/bookings/{id}/reschedule`: either side or the concierge moves a booking (B5).

use anteroom_domain::values::BookingId;
use anteroom_http::operations::{self, RescheduleBody};
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Call, Id, Problem};
use anteroom_store::BookingRecord;
use axum::extract::State;

use crate::AppState;

/// Moves a booking to another time: the same people, type and length.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/reschedule", operation_id = "reschedule", tag = "bookings",
    params(
        ("id" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer for a day"),
        ("If-Match" = Option<String>, Header, description = "The ETag of what is moved")
    ),
    request_body = RescheduleBody,
    responses((status = 200, body = BookingView, description = "The booking at its new time"))
)]
pub(crate) async fn reschedule(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    let known = |stored: &BookingRecord| operations::known(stored, &call.caller);
    operations::reschedule(&state, &call, &id, known).await
}
