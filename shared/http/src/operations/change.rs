//! Changing a booking: load, decide, write in one transaction, answer once.

use std::future::Future;

use anteroom_app::{CommitExtras, Conflict, Limited, Retry, Try, commit, quota_resets_at};
use anteroom_domain::transition::{BookingRecord, Transition};
use anteroom_domain::values::BookingId;

use super::{replayed, show, store_refusal};
use crate::{Answer, Call, HttpState, Problem};

/// The decision on a change of a booking, and the limit that it uses.
#[derive(Debug)]
pub struct Decision {
    /// The step.
    pub step: Transition,
    /// The limit that the change uses, and the error text when it is used up.
    pub limited: Option<(Limited, &'static str)>,
    /// The answer, if it is not the booking after the step.
    pub answer: Option<Answer>,
}

impl From<Transition> for Decision {
    fn from(step: Transition) -> Self {
        Self {
            step,
            limited: None,
            answer: None,
        }
    }
}

/// Changes a booking, if `may_know` allows the caller to see it. Takes two calls, those of the
/// decision, and one more if the answer shows a number. If another change was written first, decides again on the new state.
pub async fn change<F>(
    state: &HttpState,
    call: &Call,
    id: &BookingId,
    may_know: impl Fn(&BookingRecord) -> Result<(), Problem>,
    decide: impl Fn(BookingRecord) -> F,
) -> Result<Answer, Problem>
where
    F: Future<Output = Result<Decision, Problem>> + Send,
{
    let store = &state.store;
    let mut retry = Retry::default();
    loop {
        let (record, kept) = store.record_for(id, call.key.as_ref()).await?;
        if let Some(answer) = replayed(call, kept)? {
            return Ok(answer);
        }
        let known = record.ok_or_else(Problem::not_found).and_then(|record| {
            may_know(&record)?;
            call.check_version(record.booking.version)?;
            Ok(record)
        });
        let decided = match known {
            Ok(record) => decide(record.clone())
                .await
                .map(|decision| (record, decision)),
            Err(problem) => Err(problem),
        };
        let written = match decided {
            Ok((record, decision)) => write(state, call, &record, decision).await,
            Err(problem) => Err(problem),
        };
        match written {
            Ok(Try::Done(answer)) => return Ok(answer),
            Ok(Try::Again) => retry.again()?,
            Err(problem) => return store_refusal(store, call, problem).await,
        }
    }
}

/// Writes a decision together with the answer to the request.
async fn write(
    state: &HttpState,
    call: &Call,
    record: &BookingRecord,
    decision: Decision,
) -> Result<Try<Answer>, Problem> {
    let (step, now) = (&decision.step, call.caller.moment.now);
    let answer = match decision.answer {
        Some(answer) => answer,
        None => {
            let after = record.clone().after(step);
            let version = after.booking.version;
            Answer::ok(&show(state, &call.caller, after).await?).versioned(version)
        }
    };
    let (limited, enough) = decision.limited.unzip();
    let extras = CommitExtras {
        answer: call.keeps(&answer),
        limited: limited.map(|limited| (limited, now)),
        ..CommitExtras::default()
    };
    match commit(&state.store, record, step, extras, &state.policy, now).await {
        Ok(()) => Ok(Try::Done(answer)),
        Err(Conflict::Changed | Conflict::Answered) => Ok(Try::Again),
        Err(Conflict::TooMany) => {
            let detail = enough.unwrap_or("Enough of this was done today.");
            Err(Problem::rate_limited(detail).opening_at(quota_resets_at(now)))
        }
        Err(conflict) => Err(conflict.into()),
    }
}
