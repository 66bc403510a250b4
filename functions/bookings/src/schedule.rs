//! `/v1/me/schedule`: when the signed-in provider can be booked (B3).

use anteroom_domain::values::Role;
use anteroom_http::views::ScheduleBody;
use anteroom_http::{Answer, Call, Caller, Problem, headers, operations};
use axum::extract::State;

use crate::AppState;

/// Returns the caller's schedule, or 404 if they have none yet.
#[utoipa::path(
    get, path = "/v1/me/schedule", operation_id = "seeMySchedule", tag = "me",
    responses((status = 200, body = ScheduleBody, description = "The schedule, with its version as ETag"))
)]
pub(crate) async fn see(State(state): State<AppState>, caller: Caller) -> Result<Answer, Problem> {
    caller.is_in(&[Role::Provider])?;
    operations::schedule(&state, &caller.id).await
}

/// Replaces the caller's schedule, or creates it. Existing bookings stay.
#[utoipa::path(
    put, path = "/v1/me/schedule", operation_id = "replaceMySchedule", tag = "me",
    params(headers::IfMatch),
    request_body = ScheduleBody,
    responses((status = 200, body = ScheduleBody, description = "The new schedule"))
)]
pub(crate) async fn replace(State(state): State<AppState>, call: Call) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Provider])?;
    operations::replace_schedule(&state, &call, &call.caller.id).await
}
