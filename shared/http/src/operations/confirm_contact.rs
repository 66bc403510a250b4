//! Confirming one's own new address or number by the code that was sent there (A7).

use anteroom_app::{CommitExtras, Conflict, Retry, Try};
use anteroom_domain::message::Channel;
use anteroom_domain::pending::{CodeRefused, Confirmation};
use anteroom_domain::person::Person;
use anteroom_domain::person_history::PersonChange;
use anteroom_messaging::compose::code;

use super::contacts::{moved_account, moved_address};
use super::{person_entry, replayed, store_refusal};
use crate::views::{ConfirmBody, PersonView};
use crate::{Answer, Call, FieldCode, Fields, HttpState, Problem, ProblemCode};

/// Makes the caller's new address or number count, if they give its code. A wrong code is counted. If
/// another change was written first, decides again on the new state.
pub async fn confirm_contact(state: &HttpState, call: &Call) -> Result<Answer, Problem> {
    let body = call.body::<ConfirmBody>()?;
    let given = body.code()?;
    let mut retry = Retry::default();
    loop {
        if let Some(key) = &call.key
            && let Some(answer) = replayed(call, state.store.answer(key).await?)?
        {
            return Ok(answer);
        }
        let person = state.store.person(&call.caller.id).await?;
        let person = person.ok_or_else(Problem::not_found)?;
        let decided = decide(state, call, &person, body.channel, given).await;
        let (change, answer) = match decided {
            Ok(decided) => decided,
            Err(problem) => return store_refusal(&state.store, call, problem).await,
        };
        match write(state, call, &change, &answer).await? {
            Try::Done(()) => return Ok(answer),
            Try::Again => retry.again()?,
        }
    }
}

/// The change that a code causes, and the answer to it.
async fn decide(
    state: &HttpState,
    call: &Call,
    person: &Person,
    channel: Channel,
    given: &str,
) -> Result<(PersonChange, Answer), Problem> {
    call.check_version(person.version)?;
    let now = call.caller.moment.now;
    let key = &state.settings.link_key;
    let is_code = |message: &_| code::of(key, message) == given;
    let before = Some(person.clone());
    match person.confirm(channel, is_code, now)? {
        Confirmation::Confirmed(after) => {
            let answer = Answer::ok(&PersonView::from(&after)).versioned(after.version);
            let change = PersonChange {
                account: moved_account(state, call, person, &after).await?,
                addresses: moved_address(state, call, person, &after, false).await?,
                entry: person_entry(state, call, before.as_ref(), &after),
                before,
                after,
            };
            Ok((change, answer))
        }
        Confirmation::Wrong {
            counted,
            tries_left,
        } => {
            let change = PersonChange {
                before,
                after: counted,
                addresses: Vec::new(),
                account: None,
                entry: None,
            };
            Ok((change, Answer::refusal(&wrong(tries_left))))
        }
    }
}

/// Writes a change together with the answer to the request.
async fn write(
    state: &HttpState,
    call: &Call,
    change: &PersonChange,
    answer: &Answer,
) -> Result<Try<()>, Conflict> {
    let extras = CommitExtras {
        answer: call.keeps(answer),
        ..CommitExtras::default()
    };
    let now = call.caller.moment.now;
    Try::of(state.store.write_person(change, &extras, now).await)
}

/// The refusal of a wrong code. After the last try there is none left.
fn wrong(tries_left: u32) -> Problem {
    if tries_left == 0 {
        return CodeRefused::Void.into();
    }
    let mut fields = Fields::default();
    let detail = format!("is not the code that was sent; tries left: {tries_left}");
    fields.wrong("/code", FieldCode::Invalid, detail);
    let problem = fields.finish::<()>(None).expect_err("something is wrong");
    problem.coded(ProblemCode::CodeWrong)
}
