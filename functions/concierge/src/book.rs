//! `POST /v1/admin/bookings`: the concierge books for anybody (B4).

use anteroom_http::operations::{self, NewBookingBody};
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Call, Problem, headers};
use axum::extract::State;

use crate::AppState;

/// Books a session for both sides. It is confirmed at once.
#[utoipa::path(
    post, path = "/v1/admin/bookings", operation_id = "bookForAnybody", tag = "admin: bookings",
    params(headers::IdempotencyKey),
    request_body = NewBookingBody,
    responses((status = 201, body = BookingView, description = "The booking, with its version as ETag"))
)]
pub(crate) async fn book(State(state): State<AppState>, call: Call) -> Result<Answer, Problem> {
    operations::book(&state, &call).await
}
