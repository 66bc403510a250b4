//! `POST /v1/bookings/{id}/decline`: the member declines a proposal (B4).

use anteroom_adapters::context::Desk;
use anteroom_adapters::http::{Answer, Call, Id, Problem};
use anteroom_adapters::operations;
use anteroom_adapters::store::BookingRecord;
use anteroom_adapters::views::BookingView;
use anteroom_domain::values::{BookingId, Role};
use axum::extract::State;

/// Declines a proposal; the booking is off from then on, and its time free.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/decline", operation_id = "decline", tag = "bookings",
    params(
        ("id" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer for a day"),
        ("If-Match" = Option<String>, Header, description = "The ETag of what is declined")
    ),
    responses((status = 200, body = BookingView, description = "The declined booking"))
)]
pub(crate) async fn decline(
    State(desk): State<Desk>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Member])?;
    let known = |stored: &BookingRecord| stored.known_to(&call.caller);
    operations::decline(&desk, &call, &id, known).await
}
