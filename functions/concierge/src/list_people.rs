//! `GET /v1/admin/providers`, `/v1/admin/members` and `/v1/admin/concierges`: people by name.

use anteroom_domain::search::SearchTerms;
use anteroom_domain::values::Role;
use anteroom_http::views::PersonView;
use anteroom_http::{Answer, FieldCode, Fields, Page, PageQuery, Problem, Query};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::AppState;

/// Which people to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PeopleQuery {
    /// Only people whose name, email or telephone number has each of these words in it, in any order. Marks
    /// and capitals make no difference (`dang` finds Đặng), nor does the form of a number.
    #[param(max_length = 500)]
    q: Option<String>,
}

/// The longest search, in characters. A pasted signature is shorter.
const LONGEST_SEARCH: usize = 500;

/// Lists providers by name. A page may have fewer items than `limit`; only a null `nextCursor` is the
/// end.
#[utoipa::path(
    get, path = "/v1/admin/providers", operation_id = "listProviders", tag = "admin: people",
    params(PeopleQuery, PageQuery),
    responses((status = 200, body = Page<PersonView>, description = "One page of the list"))
)]
pub(crate) async fn providers(
    State(state): State<AppState>,
    Query(query): Query<PeopleQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Answer, Problem> {
    list(&state, Role::Provider, &query, &page).await
}

/// Lists members by name. A page may have fewer items than `limit`; only a null `nextCursor` is the end.
#[utoipa::path(
    get, path = "/v1/admin/members", operation_id = "listMembers", tag = "admin: people",
    params(PeopleQuery, PageQuery),
    responses((status = 200, body = Page<PersonView>, description = "One page of the list"))
)]
pub(crate) async fn members(
    State(state): State<AppState>,
    Query(query): Query<PeopleQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Answer, Problem> {
    list(&state, Role::Member, &query, &page).await
}

/// Lists concierges by name, without those whom nobody has added, such as the first one. A page may have fewer items than
/// `limit`; only a null `nextCursor` is the end.
#[utoipa::path(
    get, path = "/v1/admin/concierges", operation_id = "listConcierges", tag = "admin: people",
    params(PeopleQuery, PageQuery),
    responses((status = 200, body = Page<PersonView>, description = "One page of the list"))
)]
pub(crate) async fn concierges(
    State(state): State<AppState>,
    Query(query): Query<PeopleQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Answer, Problem> {
    list(&state, Role::Concierge, &query, &page).await
}

async fn list(
    state: &AppState,
    role: Role,
    query: &PeopleQuery,
    page: &PageQuery,
) -> Result<Answer, Problem> {
    let typed = query.q.as_deref().unwrap_or_default();
    if typed.chars().count() > LONGEST_SEARCH {
        let mut fields = Fields::default();
        let detail = format!("must have at most {LONGEST_SEARCH} characters");
        fields.wrong("?q", FieldCode::Invalid, detail);
        return fields.finish(None);
    }
    let terms = SearchTerms::parse(typed);
    let name = format!("people/{}/{}", role.as_str(), typed.trim());
    let (limit, from) = (page.limit()?, page.position(&state.cursors, &name)?);
    let (people, next) = state
        .store
        .people(role, terms.as_ref(), limit, from)
        .await?;
    let accounts = state.store.accounts(people.iter().map(|it| &it.id)).await?;
    let people = people.iter().zip(&accounts);
    let people = people.map(|(person, account)| PersonView::with_account(person, account.as_ref()));
    let people = people.collect();
    Ok(Answer::list(&Page::new(
        people,
        next,
        &state.cursors,
        &name,
    )))
}
