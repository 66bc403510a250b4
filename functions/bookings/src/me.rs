//! `/v1/me`: the profile of the signed-in person.

use anteroom_http::operations::change_person;
use anteroom_http::views::{PersonPatch, PersonView};
use anteroom_http::{Answer, Call, Caller, Problem, headers};
use axum::extract::State;

use crate::AppState;

/// Returns the profile of the caller, or 404 if they have none.
#[utoipa::path(
    get, path = "/v1/me", operation_id = "seeMe", tag = "me",
    responses((status = 200, body = PersonView, description = "The profile, with its version as ETag"))
)]
pub(crate) async fn see(State(state): State<AppState>, caller: Caller) -> Result<Answer, Problem> {
    let person = state
        .store
        .person(&caller.id)
        .await?
        .ok_or_else(Problem::not_found)?;
    Ok(Answer::ok(&PersonView::from(&person)).versioned(person.version))
}

/// Changes the profile of the caller. Later messages about existing bookings go to the new address or
/// number.
#[utoipa::path(
    patch, path = "/v1/me", operation_id = "changeMe", tag = "me",
    params(headers::IfMatch),
    request_body = PersonPatch,
    responses((status = 200, body = PersonView, description = "The changed profile"))
)]
pub(crate) async fn change(State(state): State<AppState>, call: Call) -> Result<Answer, Problem> {
    change_person(&state, &call, &call.caller.id, |_| true).await
}
