//! `PATCH /v1/admin/providers/{id}` and `/v1/admin/members/{id}`: the concierge changes a person.

use anteroom_domain::values::{PersonId, Role};
use anteroom_http::operations::change_person;
use anteroom_http::views::{PersonPatch, PersonView};
use anteroom_http::{Answer, Call, Id, Problem};
use axum::extract::State;

use crate::AppState;

/// Changes a provider. What is sent about bookings that were made before goes to them as they are then.
#[utoipa::path(
    patch, path = "/v1/admin/providers/{id}", operation_id = "changeProvider", tag = "admin: people",
    params(
        ("id" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The ETag of what is changed")
    ),
    request_body = PersonPatch,
    responses((status = 200, body = PersonView, description = "The provider after the change"))
)]
pub(crate) async fn provider(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
    call: Call,
) -> Result<Answer, Problem> {
    change_person(&state, &call, &id, |person| person.role == Role::Provider).await
}

/// Changes a member. What is sent about bookings that were made before goes to them as they are then.
#[utoipa::path(
    patch, path = "/v1/admin/members/{id}", operation_id = "changeMember", tag = "admin: people",
    params(
        ("id" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The ETag of what is changed")
    ),
    request_body = PersonPatch,
    responses((status = 200, body = PersonView, description = "The member after the change"))
)]
pub(crate) async fn member(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
    call: Call,
) -> Result<Answer, Problem> {
    change_person(&state, &call, &id, |person| person.role == Role::Member).await
}
