//! `POST /v1/bookings/{id}/no-show`: the member did not come (B7).

use anteroom_domain::values::{BookingId, Role};
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Call, Id, Problem, operations};
use anteroom_store::BookingRecord;
use axum::extract::State;

use crate::AppState;

/// Marks the member as not shown, if the record of the session agrees.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/no-show", operation_id = "markNoShow", tag = "bookings",
    params(
        ("id" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer for a day"),
        ("If-Match" = Option<String>, Header, description = "The ETag of what is changed")
    ),
    responses((status = 200, body = BookingView, description = "The booking, a no-show"))
)]
pub(crate) async fn no_show(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Provider, Role::Concierge])?;
    let known = |stored: &BookingRecord| operations::known(stored, &call.caller);
    operations::mark_no_show(&state, &call, &id, known).await
}
