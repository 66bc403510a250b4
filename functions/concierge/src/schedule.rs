//! `/v1/admin/providers/{id}/schedule`: when a provider can be booked (B3).

use anteroom_domain::values::PersonId;
use anteroom_http::views::ScheduleBody;
use anteroom_http::{Answer, Call, Id, Problem, formats, headers, operations};
use axum::extract::State;

use crate::AppState;

/// Returns a provider's schedule, or 404 if they have none yet.
#[utoipa::path(
    get, path = "/v1/admin/providers/{id}/schedule", operation_id = "seeSchedule", tag = "admin: people",
    params(("id" = formats::PersonId, Path)),
    responses((status = 200, body = ScheduleBody, description = "The schedule, with its version as ETag"))
)]
pub(crate) async fn see(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
) -> Result<Answer, Problem> {
    operations::schedule(&state, &id).await
}

/// Replaces a provider's schedule, or creates it. Existing bookings stay.
#[utoipa::path(
    put, path = "/v1/admin/providers/{id}/schedule", operation_id = "replaceSchedule", tag = "admin: people",
    params(
        ("id" = formats::PersonId, Path),
        headers::IfMatch
    ),
    request_body = ScheduleBody,
    responses((status = 200, body = ScheduleBody, description = "The new schedule"))
)]
pub(crate) async fn replace(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
    call: Call,
) -> Result<Answer, Problem> {
    operations::replace_schedule(&state, &call, &id).await
}
