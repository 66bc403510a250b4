//! One person an address (D4).

use anteroom_domain::account::AccountChange;
use anteroom_domain::contact::{ContactChange, Taken};
use anteroom_domain::person::Person;
use anteroom_domain::values::{EmailAddress, PersonId, Role};

use crate::views::HolderView;
use crate::{Call, HttpState, Problem, ProblemCode};

/// What becomes of the address that a person is to have; 409 `duplicate_contact` if somebody else has
/// it, unless they share it `knowingly`. Only the concierge is told who has it.
pub async fn taken_address(
    state: &HttpState,
    call: &Call,
    address: &EmailAddress,
    person: &PersonId,
    knowingly: bool,
) -> Result<ContactChange, Problem> {
    let before = state.store.contact(address).await?;
    match before.taken_by(person, knowingly) {
        Ok(after) => Ok(ContactChange { before, after }),
        Err(Taken { by }) => {
            let detail = "Somebody else has this email address.";
            let problem = Problem::conflict(ProblemCode::DuplicateContact, detail);
            if call.caller.role != Role::Concierge {
                return Err(problem);
            }
            let holder = state.store.person(&by).await?;
            Err(match &holder {
                Some(holder) => problem.held_by(HolderView::from(holder)),
                None => problem,
            })
        }
    }
}

/// What becomes of the old and the new address of a person who changes. Nothing, if only the case of
/// letters changes.
pub(super) async fn moved_address(
    state: &HttpState,
    call: &Call,
    before: &Person,
    after: &Person,
    knowingly: bool,
) -> Result<Vec<ContactChange>, Problem> {
    if before.email.is_same(&after.email) {
        return Ok(Vec::new());
    }
    let taken = taken_address(state, call, &after.email, &after.id, knowingly).await?;
    let old = state.store.contact(&before.email).await?;
    let left = ContactChange {
        after: old.left_by(&before.id),
        before: old,
    };
    Ok(vec![left, taken])
}

/// What becomes of the account of a person whose address changes: they sign in with the new one (A5).
pub(super) async fn moved_account(
    state: &HttpState,
    call: &Call,
    before: &Person,
    after: &Person,
) -> Result<Option<AccountChange>, Problem> {
    if before.email.is_same(&after.email) {
        return Ok(None);
    }
    let now = call.caller.moment.now;
    let account = state.store.account(&after.id).await?;
    Ok(account.map(|account| AccountChange {
        after: account.moved_to(after.email.clone(), now),
        before: Some(account),
    }))
}
