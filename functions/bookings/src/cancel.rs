//! `POST /v1/bookings/{id}/cancel`: either side or the concierge cancels before the start (B6).

use std::future::ready;

use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::BookingId;
use anteroom_http::operations::{CancelBody, change, check_visible};
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Call, Id, Problem, formats, headers};
use axum::extract::State;

use crate::AppState;

/// Cancels a booking.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/cancel", operation_id = "cancel", tag = "bookings",
    params(
        ("id" = formats::BookingId, Path),
        headers::IdempotencyKey,
        headers::IfMatch
    ),
    request_body = CancelBody,
    responses((status = 200, body = BookingView, description = "The cancelled booking"))
)]
pub(crate) async fn cancel(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    let reason = call.body::<CancelBody>()?.parse()?;
    let author = call.author();
    let visible = |record: &BookingRecord| check_visible(record, &call.caller);
    change(&state, &call, &id, visible, |record| {
        let step = record.cancel(&author, &reason, &state.policy);
        ready(step.map(Into::into).map_err(Into::into))
    })
    .await
}
