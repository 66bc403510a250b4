//! `/v1/admin/providers/{id}/schedule`: when a provider can be booked (B3).

use anteroom_domain::values::PersonId;
use anteroom_http::views::ScheduleBody;
use anteroom_http::{Answer, Call, Id, Problem, operations};
use axum::extract::State;

use crate::AppState;

/// A provider's schedule; 404 as long as there is none.
#[utoipa::path(
    get, path = "/v1/admin/providers/{id}/schedule", operation_id = "seeSchedule", tag = "admin: people",
    params(("id" = String, Path)),
    responses((status = 200, body = ScheduleBody, description = "The schedule, with its version as ETag"))
)]
pub(crate) async fn see(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
) -> Result<Answer, Problem> {
    operations::schedule(&state, &id).await
}

/// Replaces a provider's schedule, or sets up the first. Sessions that are booked stay booked.
#[utoipa::path(
    put, path = "/v1/admin/providers/{id}/schedule", operation_id = "replaceSchedule", tag = "admin: people",
    params(
        ("id" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The ETag of what is replaced")
    ),
    request_body = ScheduleBody,
    responses((status = 200, body = ScheduleBody, description = "The schedule as it is now"))
)]
pub(crate) async fn replace(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
    call: Call,
) -> Result<Answer, Problem> {
    operations::replace_schedule(&state, &call, &id).await
}
