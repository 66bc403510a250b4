//! `POST /v1/bookings/{id}/accept`: the member accepts a proposal (B4).

use std::future::ready;

use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::operations::{change, check_visible};
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Call, EmptyBody, Id, Problem};
use axum::extract::State;

use crate::AppState;

/// Accepts a proposal; the booking is confirmed from then on.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/accept", operation_id = "accept", tag = "bookings",
    params(
        ("id" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer for a day"),
        ("If-Match" = Option<String>, Header, description = "The ETag of what is accepted")
    ),
    responses((status = 200, body = BookingView, description = "The confirmed booking"))
)]
pub(crate) async fn accept(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Member])?;
    call.body::<EmptyBody>()?;
    let author = call.author();
    let visible = |record: &BookingRecord| check_visible(record, &call.caller);
    change(&state, &call, &id, visible, |record| {
        let step = record.accept(&author, &state.policy);
        ready(step.map(Into::into).map_err(Into::into))
    })
    .await
}
