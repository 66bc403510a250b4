//! `POST /v1/admin/concierges/{id}/deactivate` and `…/activate`: ends a concierge's access, and gives it back (A5).

use anteroom_domain::values::{PersonId, Role};
use anteroom_http::operations::idempotent;
use anteroom_http::views::PersonView;
use anteroom_http::{Answer, Call, EmptyBody, Id, Problem, ProblemCode, formats, headers};
use axum::extract::State;

use crate::AppState;
use crate::access::set_access;

/// Ends a concierge's access. They can't sign in or change anything any more. It may be repeated. 409 `wrong_state` for
/// oneself, so that one concierge is always left.
#[utoipa::path(
    post, path = "/v1/admin/concierges/{id}/deactivate", operation_id = "deactivateConcierge",
    tag = "admin: people",
    params(("id" = formats::PersonId, Path), headers::IdempotencyKey),
    responses((status = 200, body = PersonView, description = "The concierge"))
)]
pub(crate) async fn deactivate(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
    call: Call,
) -> Result<Answer, Problem> {
    change(&state, &call, &id, false).await
}

/// Gives a concierge's access back. It may be repeated. 409 `wrong_state` for oneself.
#[utoipa::path(
    post, path = "/v1/admin/concierges/{id}/activate", operation_id = "activateConcierge",
    tag = "admin: people",
    params(("id" = formats::PersonId, Path), headers::IdempotencyKey),
    responses((status = 200, body = PersonView, description = "The concierge"))
)]
pub(crate) async fn activate(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
    call: Call,
) -> Result<Answer, Problem> {
    change(&state, &call, &id, true).await
}

async fn change(
    state: &AppState,
    call: &Call,
    id: &PersonId,
    enabled: bool,
) -> Result<Answer, Problem> {
    call.body::<EmptyBody>()?;
    idempotent(&state.store, call, async || {
        if call.caller.id == *id {
            let detail = "Nobody changes their own access. Ask another concierge.";
            return Err(Problem::conflict(ProblemCode::WrongState, detail));
        }
        let (person, account) = set_access(state, call, Role::Concierge, id, enabled).await?;
        let view = PersonView::with_account(&person, account.as_ref());
        Ok(Answer::ok(&view).versioned(person.version))
    })
    .await
}
