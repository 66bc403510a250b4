//! `POST /v1/admin/providers` and `/v1/admin/members`: adds a person.

use anteroom_domain::values::Role;
use anteroom_http::operations::store_refusal;
use anteroom_http::views::{PersonBody, PersonView};
use anteroom_http::{Answer, Call, Problem, ProblemCode, headers};
use anteroom_runtime::ids;
use anteroom_store::{CommitExtras, Conflict};
use axum::extract::State;

use crate::AppState;

/// Adds a provider. They can be booked once they have a schedule.
#[utoipa::path(
    post, path = "/v1/admin/providers", operation_id = "addProvider", tag = "admin: people",
    params(headers::IdempotencyKey),
    request_body = PersonBody,
    responses((status = 201, body = PersonView, description = "The provider, with the version as ETag"))
)]
pub(crate) async fn provider(State(state): State<AppState>, call: Call) -> Result<Answer, Problem> {
    add(&state, &call, Role::Provider).await
}

/// Adds a member.
#[utoipa::path(
    post, path = "/v1/admin/members", operation_id = "addMember", tag = "admin: people",
    params(headers::IdempotencyKey),
    request_body = PersonBody,
    responses((status = 201, body = PersonView, description = "The member, with the version as ETag"))
)]
pub(crate) async fn member(State(state): State<AppState>, call: Call) -> Result<Answer, Problem> {
    add(&state, &call, Role::Member).await
}

/// Writes the person and the answer under the caller's key in one transaction. A request that is
/// sent again after a crash finds both or neither, so that nobody is added twice.
async fn add(state: &AppState, call: &Call, role: Role) -> Result<Answer, Problem> {
    let caller = &call.caller;
    let person = call
        .body::<PersonBody>()?
        .into_person(role, || ids::person(role, caller.moment.now))?;
    let location = format!("/v1/admin/{}s/{}", role.as_str(), person.id);
    let answer = Answer::created(&PersonView::from(&person), location).versioned(person.version);
    let kept = call.keeps(&answer);
    match state
        .store
        .create_person(
            &person,
            &CommitExtras {
                messages: Vec::new(),
                answer: kept,
                ..CommitExtras::default()
            },
        )
        .await
    {
        Ok(()) => Ok(answer),
        Err(Conflict::Answered) => earlier(state, call).await,
        Err(Conflict::Changed) => {
            let detail = "There is somebody with this id. Change them, or leave the id out.";
            store_refusal(
                &state.store,
                call,
                Problem::conflict(ProblemCode::AlreadyExists, detail),
            )
            .await
        }
        Err(conflict) => Err(conflict.into()),
    }
}

/// The stored answer of the same request, if there is one.
async fn earlier(state: &AppState, call: &Call) -> Result<Answer, Problem> {
    let key = call.key.as_ref().ok_or_else(Problem::unavailable)?;
    let kept = state.store.answer(key).await?;
    Answer::replayed(&kept.ok_or_else(Problem::unavailable)?, key)
}
