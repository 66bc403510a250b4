//! `POST /v1/bookings`: a member books an open slot, a provider proposes a session (B4).

use anteroom_domain::values::Role;
use anteroom_http::operations::{self, NewBookingBody};
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Call, Problem};
use axum::extract::State;

use crate::AppState;

/// For a member books an open slot, confirmed at once. For a provider proposes a follow-up to
/// a member with whom they have had a session: pending until the member accepts.
#[utoipa::path(
    post, path = "/v1/bookings", operation_id = "book", tag = "bookings",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer for a day")),
    request_body = NewBookingBody,
    responses((status = 201, body = BookingView, description = "The booking, with its version as ETag"))
)]
pub(crate) async fn book(State(state): State<AppState>, call: Call) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Member, Role::Provider])?;
    operations::book(&state, &call).await
}
