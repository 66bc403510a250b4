//! Changing a person, by themselves or by the concierge.

use anteroom_app::{CommitExtras, Conflict, about_reader, counted};
use anteroom_domain::message::contact_changed;
use anteroom_domain::person::Person;
use anteroom_domain::person_history::PersonChange;
use anteroom_domain::values::{PersonId, Role};

use crate::views::{PersonPatch, PersonView};
use crate::{Answer, Call, FieldCode, Fields, HttpState, Problem};

use super::contacts::moved_address;
use super::person_history::person_entry;

/// How many times a change is tried when others are written first.
const TRIES: usize = 5;

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
    for _ in 0..TRIES {
        let person = store.person(id).await?.filter(|person| may_change(person));
        let person = person.ok_or_else(Problem::not_found)?;
        // When the answer to a write is lost, the client's retry conflicts with the first write.
        if tried.as_ref() == Some(&person) {
            return Ok(answer(&person));
        }
        call.check_version(person.version)?;
        let (by, policy) = (call.caller.actor(), &state.policy);
        let after = patch
            .apply(person.clone(), &policy.phone_countries)?
            .changed_by(&person, &by, now, policy);
        let extras = extras(state, call, &person, &after);
        let knowingly = patch.shared_contact;
        let change = PersonChange {
            addresses: moved_address(state, call, &person, &after, knowingly).await?,
            entry: person_entry(state, call, Some(&person), &after),
            before: Some(person),
            after,
        };
        match store.write_person(&change, &extras, now).await {
            Ok(()) => return Ok(answer(&change.after)),
            Err(Conflict::Changed) => tried = Some(change.after),
            Err(conflict) => return Err(conflict.into()),
        }
    }
    Err(Problem::unavailable())
}

/// What tells the person of an address or a number that the concierge has changed (A6).
fn extras(state: &HttpState, call: &Call, before: &Person, after: &Person) -> CommitExtras {
    let (by, now) = (call.caller.actor(), call.caller.moment.now);
    if by.role != Role::Concierge {
        return CommitExtras::default();
    }
    let drafts = contact_changed(before, after, now);
    let messages = drafts
        .iter()
        .map(|draft| about_reader(draft, now, &state.store))
        .collect();
    counted(messages, &by, &state.policy, now)
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

fn answer(person: &Person) -> Answer {
    Answer::ok(&PersonView::from(person)).versioned(person.version)
}
