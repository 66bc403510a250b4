//! `/v1/me`: the profile of the signed-in person.

use anteroom_domain::values::Role;
use anteroom_http::operations::{change_person, confirm_contact};
use anteroom_http::views::{ConfirmBody, PersonPatch, PersonView};
use anteroom_http::{Answer, Call, Caller, Problem, formats, headers, words};
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::AppState;

/// Who is signed in: a person with their profile, or a concierge of whom the service keeps none.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Me {
    /// A person with their profile.
    Person(Box<PersonView>),
    /// A concierge without a profile.
    Concierge(ConciergeIdentity),
}

/// A concierge whom nobody has added, such as the first one: what their token says, and nothing else is known.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConciergeIdentity {
    #[schema(value_type = formats::PersonId)]
    id: String,
    /// Their role: `concierge`.
    #[schema(value_type = words::ActorRole)]
    role: Role,
}

/// Returns the profile of the caller. Of a concierge without a profile it says who they are; for others without one it is
/// 404. Whoever was invited to sign in has done so then. 403 `account_disabled` if their access has ended.
#[utoipa::path(
    get, path = "/v1/me", operation_id = "seeMe", tag = "me",
    responses((status = 200, body = Me, description = "The caller; a profile has its version as ETag"))
)]
pub(crate) async fn see(State(state): State<AppState>, caller: Caller) -> Result<Answer, Problem> {
    let Some((person, account)) = state.store.person_and_account(&caller.id).await? else {
        return without_profile(&caller);
    };
    // The portal asks for the profile whenever somebody signs in (A5). If another change is written first, the next
    // time tells.
    if let Some(account) = account {
        if !account.enabled {
            return Err(Problem::access_ended());
        }
        if let Some(active) = account.signed_in() {
            state.store.mark_account(&account, &active).await?;
        }
    }
    let me = Me::Person(Box::new(PersonView::from(&person)));
    Ok(Answer::ok(&me).versioned(person.version))
}

fn without_profile(caller: &Caller) -> Result<Answer, Problem> {
    match caller.role {
        Role::Concierge => Ok(Answer::ok(&Me::Concierge(ConciergeIdentity {
            id: caller.id.to_string(),
            role: caller.role,
        }))),
        Role::Provider | Role::Member | Role::System => Err(Problem::not_found()),
    }
}

/// Changes the profile of the caller, or 404 if they have none. Another address or number does not count before it is confirmed by
/// the code that is sent there; until then it is `pendingContact`. Giving it again sends another code, and
/// giving the present one takes the change back. 429 `rate_limited` if enough codes were sent today.
#[utoipa::path(
    patch, path = "/v1/me", operation_id = "changeMe", tag = "me",
    params(headers::IfMatch),
    request_body = PersonPatch,
    responses((status = 200, body = PersonView, description = "The changed profile"))
)]
pub(crate) async fn change(State(state): State<AppState>, call: Call) -> Result<Answer, Problem> {
    change_person(&state, &call, &call.caller.id, |_| true).await
}

/// Confirms the caller's new address or number by the code that was sent there. It counts from then on:
/// later messages about existing bookings go there, and a new address makes earlier links of a member
/// void. 422 `code_wrong` for a wrong code, 409 `code_void` once five were given, 409 `code_expired` after
/// ten minutes, 409 `nothing_pending` if there is nothing to confirm, 409 `duplicate_contact` if somebody
/// else has the address.
#[utoipa::path(
    post, path = "/v1/me/contact/confirm", operation_id = "confirmContact", tag = "me",
    params(
        headers::IdempotencyKey,
        headers::IfMatch
    ),
    request_body = ConfirmBody,
    responses((status = 200, body = PersonView, description = "The profile with the new address or number"))
)]
pub(crate) async fn confirm(State(state): State<AppState>, call: Call) -> Result<Answer, Problem> {
    confirm_contact(&state, &call).await
}
