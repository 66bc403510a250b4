//! The steps of a telephone session (S8): each is decided on what is stored, and recorded
//! with the messages that it sends and the answer that it is given.

use anteroom_app::messages;
use anteroom_domain::booking::HistoryEvent;
use anteroom_domain::message::Draft;
use anteroom_domain::session::PhoneSteps;
use anteroom_domain::values::BookingId;
use anteroom_http::operations::{entry, replayed, store_refusal};
use anteroom_http::{Answer, Call, Problem};
use anteroom_store::{BookingRecord, CommitExtras, Conflict, Limited, quota_resets_at};

use crate::{AppState, phone};

/// A step that is to be recorded.
pub(crate) struct Step {
    /// What it is called in the history.
    pub(crate) what: HistoryEvent,
    /// All steps, this one included.
    pub(crate) after: PhoneSteps,
    /// What it sends.
    pub(crate) sends: Option<Draft>,
}

/// How often a step that met another change is decided anew.
const TRIES: usize = 4;

/// Records the step that `decide` makes of the provider's phone session.
pub(crate) async fn record(
    state: &AppState,
    id: &BookingId,
    call: &Call,
    decide: impl Fn(&BookingRecord) -> Result<Step, Problem>,
) -> Result<Answer, Problem> {
    let store = &state.http.store;
    for _ in 0..TRIES {
        let (stored, replay) = store.booking_for(id, call.key.as_ref()).await?;
        if let Some(answer) = replayed(call, replay)? {
            return Ok(answer);
        }
        let stored = stored.filter(|s| s.booking.provider.id == call.caller.id);
        let Some(mut stored) = stored else {
            return store_refusal(store, call, Problem::not_found()).await;
        };
        stored.booking = store.with_people_now(stored.booking).await?;
        let version = call.check_version(stored.booking.version);
        let step = match version.and_then(|()| decide(&stored)) {
            Ok(step) => step,
            Err(problem) => return store_refusal(store, call, problem).await,
        };
        let view = phone::StepsView::of(&stored.booking, &step.after, &state.http.settings)?;
        let answer = Answer::ok(&view);
        let entry = entry(call, step.what, stored.booking.state.status());
        let now = call.caller.moment.now;
        let introduces = step.sends.is_some();
        let limited = Limited::introduction_by(&call.caller.id, &state.http.policy);
        let extra = CommitExtras {
            messages: messages(&stored.booking, step.sends, now),
            answer: call.keeps(&answer),
            limited: introduces.then_some((limited, now)),
        };
        match store.phone_step(&stored, &step.after, &entry, &extra).await {
            Ok(()) => return Ok(answer),
            Err(Conflict::Changed | Conflict::Answered) => {}
            Err(Conflict::TooMany) => {
                let detail = "You introduced yourself very often today. Use your own phone.";
                let problem = Problem::rate_limited(detail).opening_at(quota_resets_at(now));
                return store_refusal(store, call, problem).await;
            }
            Err(conflict) => return Err(conflict.into()),
        }
    }
    Err(Problem::unavailable())
}
