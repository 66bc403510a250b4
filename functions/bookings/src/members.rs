//! `GET /v1/me/members`: the members with whom a provider has had sessions.

use anteroom_domain::values::{PersonId, Role};
use anteroom_http::{Answer, Caller, Page, PageQuery, Problem, Query};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::AppState;

/// A member, as one of their providers sees them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MetMember)]
pub(crate) struct MetMemberView {
    id: String,
    /// Their name when the provider last started a session with them.
    name: String,
}

/// Lists the members to whom the caller may propose a session, in the order of their ids.
#[utoipa::path(
    get, path = "/v1/me/members", operation_id = "listMyMembers", tag = "me",
    params(PageQuery),
    responses((status = 200, body = Page<MetMemberView>, description = "One page of the list"))
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Query(page): Query<PageQuery>,
) -> Result<Answer, Problem> {
    caller.is_in(&[Role::Provider])?;
    let name = format!("members/{}", caller.id);
    let (limit, from) = (page.limit()?, page.position(&state.cursors, &name)?);
    let (met, next) = state.store.met(&caller.id, limit, from).await?;
    let view = |(id, name): (PersonId, String)| MetMemberView {
        id: id.to_string(),
        name,
    };
    Ok(Answer::list(&Page::new(
        met.into_iter().map(view).collect(),
        next,
        &state.cursors,
        &name,
    )))
}
