//! `GET /v1/admin/providers/{id}`, `/v1/admin/members/{id}` and `/v1/admin/concierges/{id}`: one person.

use anteroom_domain::values::{PersonId, Role};
use anteroom_http::views::PersonView;
use anteroom_http::{Answer, Id, Problem, formats};
use axum::extract::State;

use crate::AppState;
use crate::access::known;

/// Returns a provider.
#[utoipa::path(
    get, path = "/v1/admin/providers/{id}", operation_id = "seeProvider", tag = "admin: people",
    params(("id" = formats::PersonId, Path)),
    responses((status = 200, body = PersonView, description = "The provider, with the version as ETag"))
)]
pub(crate) async fn provider(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
) -> Result<Answer, Problem> {
    see(&state, Role::Provider, &id).await
}

/// Returns a member.
#[utoipa::path(
    get, path = "/v1/admin/members/{id}", operation_id = "seeMember", tag = "admin: people",
    params(("id" = formats::PersonId, Path)),
    responses((status = 200, body = PersonView, description = "The member, with the version as ETag"))
)]
pub(crate) async fn member(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
) -> Result<Answer, Problem> {
    see(&state, Role::Member, &id).await
}

/// Returns a concierge.
#[utoipa::path(
    get, path = "/v1/admin/concierges/{id}", operation_id = "seeConcierge", tag = "admin: people",
    params(("id" = formats::PersonId, Path)),
    responses((status = 200, body = PersonView, description = "The concierge, with the version as ETag"))
)]
pub(crate) async fn concierge(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
) -> Result<Answer, Problem> {
    see(&state, Role::Concierge, &id).await
}

/// The person; 404 if they have another role, as if they did not exist.
async fn see(state: &AppState, role: Role, id: &PersonId) -> Result<Answer, Problem> {
    let (person, account) = known(state, role, id).await?;
    let view = PersonView::with_account(&person, account.as_ref());
    Ok(Answer::ok(&view).versioned(person.version))
}
