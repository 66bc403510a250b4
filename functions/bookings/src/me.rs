//! `/v1/me`: the profile of the signed-in person.

use anteroom_http::operations::change_person;
use anteroom_http::views::{PersonPatch, PersonView};
use anteroom_http::{Answer, Call, Caller, Problem};
use axum::extract::State;

use crate::AppState;

/// Oneself; 404 for somebody of whom nothing is known but their token.
#[utoipa::path(
    get, path = "/v1/me", operation_id = "seeMe", tag = "me",
    responses((status = 200, body = PersonView, description = "Oneself, with the version as ETag"))
)]
pub(crate) async fn see(State(state): State<AppState>, caller: Caller) -> Result<Answer, Problem> {
    let person = state
        .store
        .person(&caller.id)
        .await?
        .ok_or_else(Problem::not_found)?;
    Ok(Answer::ok(&PersonView::from(&person)).versioned(person.version))
}

/// Changes oneself. What is sent about bookings that were made before goes to them as they are then.
#[utoipa::path(
    patch, path = "/v1/me", operation_id = "changeMe", tag = "me",
    params(("If-Match" = Option<String>, Header, description = "The ETag of what is changed")),
    request_body = PersonPatch,
    responses((status = 200, body = PersonView, description = "Oneself after the change"))
)]
pub(crate) async fn change(State(state): State<AppState>, call: Call) -> Result<Answer, Problem> {
    change_person(&state, &call, &call.caller.id, |_| true).await
}
