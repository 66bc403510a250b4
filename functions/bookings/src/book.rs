//! `POST /v1/bookings`: a member books an open slot, a provider proposes a session (B4).

use anteroom_domain::values::Role;
use anteroom_http::operations::{self, NewBookingBody};
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Call, Problem, headers};
use axum::extract::State;

use crate::AppState;

/// Books a session.
///
/// For a member, the booking is confirmed at once. For a provider, it is a proposal to a member with whom
/// they have had a session, and pending until the member accepts it.
#[utoipa::path(
    post, path = "/v1/bookings", operation_id = "book", tag = "bookings",
    params(headers::IdempotencyKey),
    request_body = NewBookingBody,
    responses((status = 201, body = BookingView, description = "The booking, with its version as ETag"))
)]
pub(crate) async fn book(State(state): State<AppState>, call: Call) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Member, Role::Provider])?;
    operations::book(&state, &call).await
}
