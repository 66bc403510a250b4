//! `PATCH /v1/admin/providers/{id}`, `/v1/admin/members/{id}` and `/v1/admin/concierges/{id}`: the concierge changes a
//! person.

use anteroom_domain::values::{PersonId, Role};
use anteroom_http::operations::change_person;
use anteroom_http::views::{PersonPatch, PersonView};
use anteroom_http::{Answer, Call, Id, Problem, formats, headers};
use axum::extract::State;

use crate::AppState;

/// Changes a provider. Later messages about existing bookings go to the new address or number.
#[utoipa::path(
    patch, path = "/v1/admin/providers/{id}", operation_id = "changeProvider", tag = "admin: people",
    params(
        ("id" = formats::PersonId, Path),
        headers::IfMatch
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

/// Changes a member. Later messages about existing bookings go to the new address or number.
#[utoipa::path(
    patch, path = "/v1/admin/members/{id}", operation_id = "changeMember", tag = "admin: people",
    params(
        ("id" = formats::PersonId, Path),
        headers::IfMatch
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

/// Changes a concierge. What they change of their own address or number does not count before they confirm it, as with
/// `PATCH /v1/me`.
#[utoipa::path(
    patch, path = "/v1/admin/concierges/{id}", operation_id = "changeConcierge", tag = "admin: people",
    params(
        ("id" = formats::PersonId, Path),
        headers::IfMatch
    ),
    request_body = PersonPatch,
    responses((status = 200, body = PersonView, description = "The concierge after the change"))
)]
pub(crate) async fn concierge(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
    call: Call,
) -> Result<Answer, Problem> {
    change_person(&state, &call, &id, |person| person.role == Role::Concierge).await
}
