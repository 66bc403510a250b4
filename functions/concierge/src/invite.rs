//! `POST /v1/admin/providers/{id}/invite`, and of members and concierges: makes a person's account, or sends the invitation
//! again (A5).

use anteroom_app::{Limited, Retry};
use anteroom_domain::account::{Account, AccountChange, InviteRefused};
use anteroom_domain::person::Person;
use anteroom_domain::person_history::PersonEvent;
use anteroom_domain::values::{PersonId, Role};
use anteroom_http::operations::{account_entry, replayed, store_refusal};
use anteroom_http::views::PersonView;
use anteroom_http::{Answer, Call, EmptyBody, Id, Problem, ProblemCode, formats, headers};
use anteroom_store::{CommitExtras, Conflict, quota_resets_at};
use axum::extract::State;

use crate::AppState;
use crate::access::known;
use crate::resend::just_changed;

/// Invites a provider to sign in, by an email with a password for the first time. An earlier one is void then. Once
/// they have signed in, they begin anew: their own password is void, too, and they are signed out everywhere.
/// 409 `account_disabled`.
#[utoipa::path(
    post, path = "/v1/admin/providers/{id}/invite", operation_id = "inviteProvider",
    tag = "admin: people",
    params(("id" = formats::PersonId, Path), headers::IdempotencyKey),
    responses((status = 200, body = PersonView, description = "The provider, whose account is pending or invited"))
)]
pub(crate) async fn provider(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
    call: Call,
) -> Result<Answer, Problem> {
    invite(&state, &call, Role::Provider, &id).await
}

/// Invites a member to sign in, by an email with a password for the first time. An earlier one is void then. Without
/// an account, members come by the links in their emails. 409 `wrong_state` once they have signed in, 409
/// `account_disabled`.
#[utoipa::path(
    post, path = "/v1/admin/members/{id}/invite", operation_id = "inviteMember",
    tag = "admin: people",
    params(("id" = formats::PersonId, Path), headers::IdempotencyKey),
    responses((status = 200, body = PersonView, description = "The member, whose account is pending or invited"))
)]
pub(crate) async fn member(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
    call: Call,
) -> Result<Answer, Problem> {
    invite(&state, &call, Role::Member, &id).await
}

/// Invites a concierge to sign in, by an email with a password for the first time. An earlier one is void then. Once
/// they have signed in, they begin anew: their own password is void, too, and they are signed out everywhere.
/// 409 `account_disabled`.
#[utoipa::path(
    post, path = "/v1/admin/concierges/{id}/invite", operation_id = "inviteConcierge",
    tag = "admin: people",
    params(("id" = formats::PersonId, Path), headers::IdempotencyKey),
    responses((status = 200, body = PersonView, description = "The concierge, whose account is pending or invited"))
)]
pub(crate) async fn concierge(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
    call: Call,
) -> Result<Answer, Problem> {
    invite(&state, &call, Role::Concierge, &id).await
}

async fn invite(
    state: &AppState,
    call: &Call,
    role: Role,
    id: &PersonId,
) -> Result<Answer, Problem> {
    call.body::<EmptyBody>()?;
    let (store, now) = (&state.store, call.caller.moment.now);
    let mut retry = Retry::default();
    loop {
        if let Some(key) = &call.key
            && let Some(answer) = replayed(call, store.answer(key).await?)?
        {
            return Ok(answer);
        }
        let (person, before) = known(state, role, id).await?;
        let after = match decide(state, call, &person, before.as_ref()) {
            Ok(after) => after,
            Err(problem) => return store_refusal(store, call, problem).await,
        };
        let view = PersonView::with_account(&person, Some(&after));
        let answer = Answer::ok(&view).versioned(person.version);
        let extras = CommitExtras {
            answer: call.keeps(&answer),
            limited: Some((Limited::invitation_of(id, &state.policy), now)),
            ..CommitExtras::default()
        };
        let entry = account_entry(call, PersonEvent::Invited, after.version);
        let change = AccountChange { before, after };
        match store.change_account(&change, &entry, &extras).await {
            Ok(()) => return Ok(answer),
            Err(Conflict::Changed | Conflict::Answered) => retry.again()?,
            Err(Conflict::TooMany) => {
                let detail = "They were invited often enough today.";
                return Err(Problem::rate_limited(detail).opening_at(quota_resets_at(now)));
            }
            Err(conflict) => return Err(conflict.into()),
        }
    }
}

/// The account that is to be made, or whose invitation is sent again.
fn decide(
    state: &AppState,
    call: &Call,
    person: &Person,
    before: Option<&Account>,
) -> Result<Account, Problem> {
    let (by, now) = (call.caller.actor(), call.caller.moment.now);
    // Nobody alone takes an address over and signs in by it (A6), and nobody who has signed in is pushed out so.
    let paused = match before {
        Some(account) if account.has_come() => person.paused_until(&by, now, &state.policy),
        _ => person.links_paused_until(&by, now, &state.policy),
    };
    if let Some(from) = paused {
        return Err(just_changed(from));
    }
    let Some(account) = before else {
        // A pool that does not tell capitals from small letters may write a user name in small ones, and a token would
        // name somebody else.
        if person.id.as_str() != person.id.as_str().to_lowercase() {
            let detail = "An id with capitals can't be the name of an account.";
            return Err(Problem::conflict(ProblemCode::WrongState, detail));
        }
        return Ok(Account::new(person, now));
    };
    account.invite(now).map_err(|refused| match refused {
        InviteRefused::Active => {
            let detail = "They have signed in already.";
            Problem::conflict(ProblemCode::WrongState, detail)
        }
        InviteRefused::Disabled => Problem::account_disabled(),
    })
}
