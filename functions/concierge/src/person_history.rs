//! `GET /v1/admin/providers/{id}/history`, and of members and concierges: who changed a person or their schedule, and when
//! (D5).

use anteroom_domain::values::{PersonId, Role};
use anteroom_http::views::PersonHistoryView;
use anteroom_http::{Answer, Id, Page, PageQuery, Problem, Query, formats};
use axum::extract::State;

use crate::AppState;

/// Lists the changes of a provider and of their schedule, the newest first.
#[utoipa::path(
    get, path = "/v1/admin/providers/{id}/history", operation_id = "seeProviderHistory",
    tag = "admin: people",
    params(("id" = formats::PersonId, Path), PageQuery),
    responses((status = 200, body = Page<PersonHistoryView>, description = "One page of the history"))
)]
pub(crate) async fn provider(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
    Query(page): Query<PageQuery>,
) -> Result<Answer, Problem> {
    list(&state, Role::Provider, &id, &page).await
}

/// Lists the changes of a member, the newest first.
#[utoipa::path(
    get, path = "/v1/admin/members/{id}/history", operation_id = "seeMemberHistory",
    tag = "admin: people",
    params(("id" = formats::PersonId, Path), PageQuery),
    responses((status = 200, body = Page<PersonHistoryView>, description = "One page of the history"))
)]
pub(crate) async fn member(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
    Query(page): Query<PageQuery>,
) -> Result<Answer, Problem> {
    list(&state, Role::Member, &id, &page).await
}

/// Lists the changes of a concierge, the newest first.
#[utoipa::path(
    get, path = "/v1/admin/concierges/{id}/history", operation_id = "seeConciergeHistory",
    tag = "admin: people",
    params(("id" = formats::PersonId, Path), PageQuery),
    responses((status = 200, body = Page<PersonHistoryView>, description = "One page of the history"))
)]
pub(crate) async fn concierge(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
    Query(page): Query<PageQuery>,
) -> Result<Answer, Problem> {
    list(&state, Role::Concierge, &id, &page).await
}

async fn list(
    state: &AppState,
    role: Role,
    id: &PersonId,
    page: &PageQuery,
) -> Result<Answer, Problem> {
    let name = format!("person-history/{id}");
    let (limit, from) = (page.limit()?, page.position(&state.cursors, &name)?);
    let person = state.store.person(id).await?;
    if person.is_none_or(|person| person.role != role) {
        return Err(Problem::not_found());
    }
    let (entries, next) = state.store.person_history(id, limit, from).await?;
    let entries = entries.iter().map(PersonHistoryView::from).collect();
    Ok(Answer::list(&Page::new(
        entries,
        next,
        &state.cursors,
        &name,
    )))
}
