//! `POST /v1/bookings/{id}/decline`: the member declines a proposal (B4).

use std::future::ready;

use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::operations::{change, check_visible};
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Call, EmptyBody, Id, Problem, formats, headers};
use axum::extract::State;

use crate::AppState;

/// Declines a proposal. The booking is then cancelled, and its time is free.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/decline", operation_id = "decline", tag = "bookings",
    params(
        ("id" = formats::BookingId, Path),
        headers::IdempotencyKey,
        headers::IfMatch
    ),
    responses((status = 200, body = BookingView, description = "The declined booking"))
)]
pub(crate) async fn decline(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Member])?;
    call.body::<EmptyBody>()?;
    let author = call.author();
    let visible = |record: &BookingRecord| check_visible(record, &call.caller);
    change(&state, &call, &id, visible, |record| {
        let step = record.decline(&author, &state.policy);
        ready(step.map(Into::into).map_err(Into::into))
    })
    .await
}
