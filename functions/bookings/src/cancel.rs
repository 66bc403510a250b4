//! `POST /v1/bookings/{id}/cancel`: either side or the concierge cancels before the start (B6).

use anteroom_domain::values::BookingId;
use anteroom_http::operations::{self, CancelBody};
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Call, Id, Problem};
use anteroom_store::BookingRecord;
use axum::extract::State;

use crate::AppState;

/// Cancels a booking.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/cancel", operation_id = "cancel", tag = "bookings",
    params(
        ("id" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer for a day"),
        ("If-Match" = Option<String>, Header, description = "The ETag of what is cancelled")
    ),
    request_body = CancelBody,
    responses((status = 200, body = BookingView, description = "The cancelled booking"))
)]
pub(crate) async fn cancel(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    let known = |stored: &BookingRecord| operations::known(stored, &call.caller);
    operations::cancel(&state, &call, &id, known).await
}
