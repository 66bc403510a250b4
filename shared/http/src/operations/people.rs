//! Changing a person: themselves, or the concierge for them.

use anteroom_domain::person::Person;
use anteroom_domain::values::PersonId;
use anteroom_store::Conflict;

use crate::views::{PersonPatch, PersonView};
use crate::{Answer, Call, HttpState, Problem};

/// How often a change that met another one is made anew.
const TRIES: usize = 5;

/// Changes a person, if they are one that the caller may change; 404 otherwise.
pub async fn change_person(
    state: &HttpState,
    call: &Call,
    id: &PersonId,
    may_change: impl Fn(&Person) -> bool,
) -> Result<Answer, Problem> {
    let patch = call.body::<PersonPatch>()?;
    let mut tried: Option<Person> = None;
    for _ in 0..TRIES {
        let person = state
            .store
            .person(id)
            .await?
            .filter(|person| may_change(person));
        let person = person.ok_or_else(Problem::not_found)?;
        // A write whose answer was lost meets itself when the client sends it again.
        if tried.as_ref() == Some(&person) {
            return Ok(answer(&person));
        }
        call.check_version(person.version)?;
        let after = patch.apply(person)?;
        match state.store.change_person(&after).await {
            Ok(()) => return Ok(answer(&after)),
            Err(Conflict::Changed) => tried = Some(after),
            Err(conflict) => return Err(conflict.into()),
        }
    }
    Err(Problem::unavailable())
}

fn answer(person: &Person) -> Answer {
    Answer::ok(&PersonView::from(person)).versioned(person.version)
}
