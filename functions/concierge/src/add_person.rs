//! `POST /v1/admin/providers`, `/v1/admin/members` and `/v1/admin/concierges`: adds a person.

use anteroom_domain::account::{Account, AccountChange};
use anteroom_domain::person_history::PersonChange;
use anteroom_domain::values::Role;
use anteroom_http::operations::{person_entry, store_refusal, taken_address};
use anteroom_http::views::{PersonBody, PersonView};
use anteroom_http::{Answer, Call, Problem, ProblemCode, headers};
use anteroom_runtime::ids;
use anteroom_store::{CommitExtras, Conflict};
use axum::extract::State;

use crate::AppState;

/// Adds a provider. They can be booked once they have a schedule. An account is made and they are invited to sign in,
/// unless an `id` is given: then they have one.
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

/// Adds another concierge. An account is made and they are invited to sign in, unless an `id` is given: then they have
/// one, as the first concierge does.
#[utoipa::path(
    post, path = "/v1/admin/concierges", operation_id = "addConcierge", tag = "admin: people",
    params(headers::IdempotencyKey),
    request_body = PersonBody,
    responses((status = 201, body = PersonView, description = "The concierge, with the version as ETag"))
)]
pub(crate) async fn concierge(
    State(state): State<AppState>,
    call: Call,
) -> Result<Answer, Problem> {
    add(&state, &call, Role::Concierge).await
}

/// How many times a person is added when others are written first.
const TRIES: usize = 5;

/// Writes the person and the answer under the caller's key in one transaction. A request that is
/// sent again after a crash finds both or neither, so that nobody is added twice.
async fn add(state: &AppState, call: &Call, role: Role) -> Result<Answer, Problem> {
    let (store, now) = (&state.store, call.caller.moment.now);
    let body = call.body::<PersonBody>()?;
    let knowingly = body.shared_contact;
    let has_account = body.has_id();
    let person = body.into_person(role, &state.policy.phone_countries, || {
        ids::person(role, now, store.random.draw())
    })?;
    let location = format!("/v1/admin/{}s/{}", role.as_str(), person.id);
    // Members come by links, too, and are invited on request.
    let account = (role != Role::Member && !has_account).then(|| Account::new(&person, now));
    let view = PersonView::with_account(&person, account.as_ref());
    let answer = Answer::created(&view, location).versioned(person.version);
    let extras = CommitExtras {
        answer: call.keeps(&answer),
        ..CommitExtras::default()
    };
    for _ in 0..TRIES {
        let address = taken_address(state, call, &person.email, &person.id, knowingly).await;
        let address = match address {
            Ok(address) => address,
            // The first try of the same request may have given them the address.
            Err(problem) => return store_refusal(store, call, problem).await,
        };
        let change = PersonChange {
            before: None,
            after: person.clone(),
            addresses: vec![address],
            account: account.clone().map(|after| AccountChange {
                before: None,
                after,
            }),
            entry: person_entry(state, call, None, &person),
        };
        match store.write_person(&change, &extras, now).await {
            Ok(()) => return Ok(answer),
            Err(Conflict::Answered) => return earlier(state, call).await,
            Err(Conflict::Changed) if store.person(&person.id).await?.is_none() => {}
            Err(Conflict::Changed) => {
                let detail = "There is somebody with this id. Change them, or leave the id out.";
                let problem = Problem::conflict(ProblemCode::AlreadyExists, detail);
                return store_refusal(store, call, problem).await;
            }
            Err(conflict) => return Err(conflict.into()),
        }
    }
    Err(Problem::unavailable())
}

/// The stored answer of the same request, if there is one.
async fn earlier(state: &AppState, call: &Call) -> Result<Answer, Problem> {
    let key = call.key.as_ref().ok_or_else(Problem::unavailable)?;
    let kept = state.store.answer(key).await?;
    Answer::replayed(&kept.ok_or_else(Problem::unavailable)?, key)
}
