//! Changing a person, by themselves or by the concierge. What they change of their own address or number
//! is pending until they confirm it (A7).

use anteroom_app::{
    CommitExtras, Conflict, Limited, Retry, about_reader, counted, quota_resets_at,
};
use anteroom_domain::account::Account;
use anteroom_domain::message::{Message, contact_changed, contact_codes};
use anteroom_domain::person::Person;
use anteroom_domain::person_history::PersonChange;
use anteroom_domain::values::{PersonId, Role};
use anteroom_runtime::ids;

use crate::views::{PersonPatch, PersonView};
use crate::{Answer, Call, FieldCode, Fields, HttpState, Problem};

use super::contacts::{moved_account, moved_address};
use super::person_history::person_entry;

/// Changes a person, if the caller may change them; 404 otherwise.
pub async fn change_person(
    state: &HttpState,
    call: &Call,
    id: &PersonId,
    may_change: impl Fn(&Person) -> bool,
) -> Result<Answer, Problem> {
    let patch = call.body::<PersonPatch>()?;
    may_share(call, &patch)?;
    let now = call.caller.moment.now;
    let store = &state.store;
    let mut tried: Option<Person> = None;
    let mut retry = Retry::default();
    loop {
        let found = store.person_and_account(id).await?;
        let found = found.filter(|(person, _)| may_change(person));
        let (person, account) = found.ok_or_else(Problem::not_found)?;
        let has_access = Account::gives_access(account.as_ref());
        if call.caller.id == *id && !has_access {
            return Err(Problem::access_ended());
        }
        // When the answer to a write is lost, the client's retry conflicts with the first write.
        if tried.as_ref() == Some(&person) {
            return answer(state, call, &person).await;
        }
        call.check_version(person.version)?;
        let (by, policy) = (call.caller.actor(), &state.policy);
        let given = patch.apply(person.clone(), &policy.phone_countries)?;
        let after = if call.caller.id == person.id {
            given.holding_back(&person, || ids::delivery(now, store.random.draw()), now)
        } else {
            given.changed_by(&person, &by, now, policy)
        };
        let extras = extras(state, call, &person, &after);
        let knowingly = patch.shared_contact;
        let change = PersonChange {
            account: moved_account(state, call, &person, &after).await?,
            addresses: moved_address(state, call, &person, &after, knowingly).await?,
            entry: person_entry(state, call, Some(&person), &after),
            before: Some(person),
            after,
        };
        match store.write_person(&change, &extras, now).await {
            Ok(()) => return answer(state, call, &change.after).await,
            Err(Conflict::Changed) => {
                retry.again()?;
                tried = Some(change.after);
            }
            Err(Conflict::TooMany) => {
                let detail = "Enough codes were sent today.";
                return Err(Problem::rate_limited(detail).opening_at(quota_resets_at(now)));
            }
            Err(conflict) => return Err(conflict.into()),
        }
    }
}

/// What tells the person of an address or a number that the concierge has changed (A6), or the code for
/// one that they have given themselves (A7).
fn extras(state: &HttpState, call: &Call, before: &Person, after: &Person) -> CommitExtras {
    let (by, now) = (call.caller.actor(), call.caller.moment.now);
    let policy = &state.policy;
    let codes = contact_codes(before, after, now).into_iter();
    let codes = codes.map(|(id, draft)| Message {
        id,
        ..about_reader(&draft, now, &state.store)
    });
    let codes: Vec<Message> = codes.collect();
    if let Some(sent) = u32::try_from(codes.len()).ok().filter(|sent| *sent > 0) {
        let limited = Limited::codes_of(&after.id, sent, policy);
        return CommitExtras {
            limited: Some((limited, now)),
            ..counted(codes, &by, policy, now)
        };
    }
    if by.role != Role::Concierge {
        return CommitExtras::default();
    }
    let drafts = contact_changed(before, after, now);
    let messages = drafts
        .iter()
        .map(|draft| about_reader(draft, now, &state.store))
        .collect();
    counted(messages, &by, policy, now)
}

/// Only the concierge may let two people have one address; 422 otherwise.
fn may_share(call: &Call, patch: &PersonPatch) -> Result<(), Problem> {
    let mut fields = Fields::default();
    if patch.shared_contact && call.caller.role != Role::Concierge {
        let why = "only the concierge may let two people have one address";
        fields.wrong("/sharedContact", FieldCode::Invalid, why);
    }
    fields.finish(Some(()))
}

/// The person after the change. Only the concierge sees what there is of an account.
async fn answer(state: &HttpState, call: &Call, person: &Person) -> Result<Answer, Problem> {
    let view = match call.caller.role {
        Role::Concierge => {
            let account = state.store.account(&person.id).await?;
            PersonView::with_account(person, account.as_ref())
        }
        Role::Provider | Role::Member | Role::System => PersonView::from(person),
    };
    Ok(Answer::ok(&view).versioned(person.version))
}
