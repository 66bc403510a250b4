//! `/v1/me/schedule`: when the signed-in provider can be booked (B3).

use anteroom_domain::values::Role;
use anteroom_http::views::ScheduleBody;
use anteroom_http::{Answer, Call, Caller, Problem, operations};
use axum::extract::State;

use crate::AppState;

/// One's own schedule; 404 as long as there is none.
#[utoipa::path(
    get, path = "/v1/me/schedule", operation_id = "seeMySchedule", tag = "me",
    responses((status = 200, body = ScheduleBody, description = "The schedule, with its version as ETag"))
)]
pub(crate) async fn see(State(state): State<AppState>, caller: Caller) -> Result<Answer, Problem> {
    caller.is_in(&[Role::Provider])?;
    operations::schedule(&state, &caller.id).await
}

/// Replaces one's own schedule, or sets up the first. Sessions that are booked stay booked.
#[utoipa::path(
    put, path = "/v1/me/schedule", operation_id = "replaceMySchedule", tag = "me",
    params(("If-Match" = Option<String>, Header, description = "The ETag of what is replaced")),
    request_body = ScheduleBody,
    responses((status = 200, body = ScheduleBody, description = "The schedule as it is now"))
)]
pub(crate) async fn replace(State(state): State<AppState>, call: Call) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Provider])?;
    operations::replace_schedule(&state, &call, &call.caller.id).await
}
