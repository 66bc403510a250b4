//! `POST …/deactivate` and `…/activate` of a provider or a member: ends somebody's access, and gives it back (A5).

use anteroom_app::{Retry, Try, commit};
use anteroom_domain::account::{Account, AccountChange};
use anteroom_domain::booking::{Status, View};
use anteroom_domain::person::Person;
use anteroom_domain::person_history::{PersonChange, PersonEvent};
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{BookingId, PersonId, Role};
use anteroom_http::operations::{account_entry, idempotent, show_all};
use anteroom_http::views::{BookingView, PersonView};
use anteroom_http::{Answer, Call, EmptyBody, Id, Problem, formats, headers};
use anteroom_meetings::Meetings;
use anteroom_store::{CommitExtras, Conflict, OpenAt};
use axum::Extension;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::AppState;

/// Somebody whose access has ended, and what is still booked.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Deactivated {
    #[serde(flatten)]
    person: PersonView,
    /// Their sessions to come, the soonest hundred. They stay until the concierge cancels them.
    bookings: Vec<BookingView>,
}

/// Ends a provider's access. They can't sign in, start, answer or be booked any more, and have no open slots. A session
/// of theirs that is running ends for both at once. It may be repeated.
#[utoipa::path(
    post, path = "/v1/admin/providers/{id}/deactivate", operation_id = "deactivateProvider",
    tag = "admin: people",
    params(("id" = formats::PersonId, Path), headers::IdempotencyKey),
    responses((status = 200, body = Deactivated, description = "The provider, and what is booked"))
)]
pub(crate) async fn deactivate_provider(
    State(state): State<AppState>,
    Extension(meetings): Extension<Meetings>,
    Id(id): Id<PersonId>,
    call: Call,
) -> Result<Answer, Problem> {
    deactivate(&state, &meetings, &call, Role::Provider, &id).await
}

/// Ends a member's access. They can't sign in, come to a session, answer or be booked any more, and their links are
/// void. A session of theirs that is running ends for both at once. It may be repeated.
#[utoipa::path(
    post, path = "/v1/admin/members/{id}/deactivate", operation_id = "deactivateMember",
    tag = "admin: people",
    params(("id" = formats::PersonId, Path), headers::IdempotencyKey),
    responses((status = 200, body = Deactivated, description = "The member, and what is booked"))
)]
pub(crate) async fn deactivate_member(
    State(state): State<AppState>,
    Extension(meetings): Extension<Meetings>,
    Id(id): Id<PersonId>,
    call: Call,
) -> Result<Answer, Problem> {
    deactivate(&state, &meetings, &call, Role::Member, &id).await
}

/// Gives a provider's access back, as it was. It may be repeated.
#[utoipa::path(
    post, path = "/v1/admin/providers/{id}/activate", operation_id = "activateProvider",
    tag = "admin: people",
    params(("id" = formats::PersonId, Path), headers::IdempotencyKey),
    responses((status = 200, body = PersonView, description = "The provider"))
)]
pub(crate) async fn activate_provider(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
    call: Call,
) -> Result<Answer, Problem> {
    activate(&state, &call, Role::Provider, &id).await
}

/// Gives a member's access back. Links from before stay void. It may be repeated.
#[utoipa::path(
    post, path = "/v1/admin/members/{id}/activate", operation_id = "activateMember",
    tag = "admin: people",
    params(("id" = formats::PersonId, Path), headers::IdempotencyKey),
    responses((status = 200, body = PersonView, description = "The member"))
)]
pub(crate) async fn activate_member(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
    call: Call,
) -> Result<Answer, Problem> {
    activate(&state, &call, Role::Member, &id).await
}

/// How many bookings are listed, and looked through for sessions that are running.
const LISTED: i32 = 100;

async fn deactivate(
    state: &AppState,
    meetings: &Meetings,
    call: &Call,
    role: Role,
    id: &PersonId,
) -> Result<Answer, Problem> {
    call.body::<EmptyBody>()?;
    idempotent(&state.store, call, async || {
        known(state, role, id).await?;
        end_sessions(state, meetings, call, role, id).await?;
        let (person, account) = set_access(state, call, role, id, false).await?;
        // One may have been started in between; from now on none can be.
        let booked = end_sessions(state, meetings, call, role, id).await?;
        let deactivated = Deactivated {
            person: PersonView::with_account(&person, account.as_ref()),
            bookings: show_all(state, &call.caller, booked).await?,
        };
        Ok(Answer::ok(&deactivated).versioned(person.version))
    })
    .await
}

async fn activate(
    state: &AppState,
    call: &Call,
    role: Role,
    id: &PersonId,
) -> Result<Answer, Problem> {
    call.body::<EmptyBody>()?;
    idempotent(&state.store, call, async || {
        let (person, account) = set_access(state, call, role, id, true).await?;
        let view = PersonView::with_account(&person, account.as_ref());
        Ok(Answer::ok(&view).versioned(person.version))
    })
    .await
}

/// The person and their account; 404 if they have another role, as if they did not exist.
pub(crate) async fn known(
    state: &AppState,
    role: Role,
    id: &PersonId,
) -> Result<(Person, Option<Account>), Problem> {
    let found = state.store.person_and_account(id).await?;
    let found = found.filter(|(person, _)| person.role == role);
    found.ok_or_else(Problem::not_found)
}

/// Writes whether a person has access, unless it is so. A member's links become void with their access.
pub(crate) async fn set_access(
    state: &AppState,
    call: &Call,
    role: Role,
    id: &PersonId,
    enabled: bool,
) -> Result<(Person, Option<Account>), Problem> {
    let now = call.caller.moment.now;
    let mut retry = Retry::default();
    loop {
        let (person, before) = known(state, role, id).await?;
        let has_access = Account::gives_access(before.as_ref());
        if has_access == enabled {
            return Ok((person, before));
        }
        let account = before.clone();
        let account = account.unwrap_or_else(|| Account::absent(&person));
        let account = account.with_access(enabled, now);
        let what = if enabled {
            PersonEvent::Activated
        } else {
            PersonEvent::Deactivated
        };
        let after = if !enabled && role == Role::Member {
            person.clone().without_links()
        } else {
            person.clone()
        };
        let entry = account_entry(call, what, account.version);
        let change = PersonChange {
            before: Some(person),
            after,
            addresses: Vec::new(),
            account: Some(AccountChange {
                before,
                after: account.clone(),
            }),
            entry: Some(entry),
        };
        // Of two concierges who end each other's access at once, one keeps theirs.
        let by = (role == Role::Concierge).then(|| call.caller.id.clone());
        let extras = CommitExtras {
            with_access: by,
            ..CommitExtras::default()
        };
        match state.store.write_person(&change, &extras, now).await {
            Ok(()) => return Ok((change.after, Some(account))),
            Err(Conflict::Changed) => retry.again()?,
            Err(Conflict::Disabled) => return Err(Problem::access_ended()),
            Err(conflict) => return Err(conflict.into()),
        }
    }
}

/// Ends the sessions of a person that are running; gives what is booked besides. Each end is written before its meeting
/// is deleted, and `gate-checks` deletes what is left over (S6). A call is written with it, so that every concierge sees
/// that somebody was cut off.
async fn end_sessions(
    state: &AppState,
    meetings: &Meetings,
    call: &Call,
    role: Role,
    id: &PersonId,
) -> Result<Vec<BookingRecord>, Problem> {
    let (store, policy, now) = (&state.store, &state.policy, call.caller.moment.now);
    let open = OpenAt { now, policy };
    let listed = store.bookings(id, role, View::Upcoming, LISTED, None, open);
    let (listed, _) = listed.await?;
    let mut booked = Vec::new();
    for record in listed {
        // The index lags behind: one that runs may be listed as one to come.
        let (from, _) = record.booking.start_window(policy);
        if now < from || !end(state, meetings, call, &record.booking.id).await? {
            booked.push(record);
        }
    }
    Ok(booked)
}

/// Ends a session if it is running. False if it has not begun.
async fn end(
    state: &AppState,
    meetings: &Meetings,
    call: &Call,
    id: &BookingId,
) -> Result<bool, Problem> {
    let (store, policy, author) = (&state.store, &state.policy, call.author());
    let mut retry = Retry::default();
    loop {
        let Some(record) = store.record(id).await? else {
            return Ok(true);
        };
        match record.booking.state.status() {
            Status::Ongoing => {}
            Status::Pending | Status::Confirmed => return Ok(false),
            Status::Completed | Status::Cancelled | Status::Expired | Status::NoShow => {
                return Ok(true);
            }
        }
        let step = record.cut_off(&author, policy)?;
        let none = CommitExtras::default();
        let written = commit(store, &record, &step, none, policy, author.at).await;
        if let Try::Done(()) = Try::of(written)? {
            if let Some(meeting) = &record.session.meeting_id
                && let Err(error) = meetings.delete(meeting).await
            {
                let booking = &record.booking.id;
                tracing::warn!(%booking, %error, "meeting_deletion_failed");
            }
            return Ok(true);
        }
        retry.again()?;
    }
}
