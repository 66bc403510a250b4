//! `POST /v1/bookings/{id}/cancel`: either side or the concierge cancels before the start (B6).

use anteroom_adapters::context::Desk;
use anteroom_adapters::http::{Answer, Call, Id, Problem};
use anteroom_adapters::operations::{self, CancelBody};
use anteroom_adapters::store::BookingRecord;
use anteroom_adapters::views::BookingView;
use anteroom_domain::values::BookingId;
use axum::extract::State;

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
    State(desk): State<Desk>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    let known = |stored: &BookingRecord| stored.known_to(&call.caller);
    operations::cancel(&desk, &call, &id, known).await
}
