//! Writes a step, and measures it once it is written: a step that was not written, or was written by somebody
//! else, counts nothing. If the answer to a write is lost, its step is not counted.

use anteroom_domain::booking::{HistoryEvent, State, reminder_due};
use anteroom_domain::message::Kind;
use anteroom_domain::policy::Policy;
use anteroom_domain::session::SessionState;
use anteroom_domain::transition::Transition;
use anteroom_runtime::metrics::{Metric, Refusal};
use anteroom_store::{Before, CommitExtras, Conflict, Store};
use jiff::Timestamp;

/// Writes a step that was decided on `before`; see [`Store::commit`].
pub async fn write(
    store: &Store,
    before: impl Into<Before<'_>>,
    step: &Transition,
    extras: &CommitExtras,
    now: Timestamp,
) -> Result<(), Conflict> {
    let before = before.into();
    let written = store.commit(before, step, extras).await;
    match &written {
        Ok(()) => of(before, step, now).for_each(|metric| metric.record(now)),
        Err(conflict) => {
            if let Some(why) = refusal(conflict) {
                Metric::RefusedWrite(why).record(now);
            }
        }
    }
    written
}

/// How late the reminder is that a step sends, if it sends one.
pub(crate) fn reminder(
    before: Before<'_>,
    step: &Transition,
    policy: &Policy,
    now: Timestamp,
) -> Option<Metric> {
    let reminds = step.drafts.iter().any(|draft| draft.kind == Kind::Reminder);
    let booking = before.booking().filter(|_| reminds)?;
    let lead = reminder_due(booking, policy, now)?;
    let due = booking.span.starts_at - lead.before();
    Some(Metric::ReminderLateness(now.duration_since(due)))
}

/// What a step means.
fn of(before: Before<'_>, step: &Transition, now: Timestamp) -> impl Iterator<Item = Metric> {
    let let_in = before
        .session()
        .filter(|session| session.admissions < step.session.admissions);
    let was_no_show = |booking| matches!(booking, State::NoShow { .. });
    let no_show = match step.booking.as_ref().map(|booking| &booking.state) {
        Some(State::NoShow { who, .. }) => {
            let before = before.booking().map(|booking| booking.state.clone());
            Some(Metric::NoShow(*who)).filter(|_| !before.is_some_and(was_no_show))
        }
        _ => None,
    };
    let entry = step.entry.as_ref().map(|entry| entry.what);
    let switched = (entry == Some(HistoryEvent::SwitchedToPhone)).then_some(Metric::PhoneSwitch);
    let admission = let_in
        .into_iter()
        .flat_map(move |session| admission(session, now));
    admission.chain(no_show).chain(switched)
}

fn admission(session: &SessionState, now: Timestamp) -> impl Iterator<Item = Metric> + use<> {
    let asked = session.waiting_since.unwrap_or(now);
    let open = session.host_in_since().unwrap_or(asked).max(asked);
    [
        Metric::MemberWaited(now.duration_since(asked)),
        Metric::HostInToMemberIn(now.duration_since(open)),
    ]
    .into_iter()
}

/// `None` for a failure of DynamoDB.
fn refusal(conflict: &Conflict) -> Option<Refusal> {
    Some(match conflict {
        Conflict::Changed | Conflict::Answered => Refusal::Changed,
        Conflict::Taken(_) => Refusal::Taken,
        Conflict::TooMany | Conflict::TooManyMessages { .. } => Refusal::Limited,
        Conflict::Disabled => Refusal::Disabled,
        Conflict::Store(_) => return None,
    })
}
