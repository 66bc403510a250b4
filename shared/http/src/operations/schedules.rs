//! A provider's schedule: reading and replacing it, by themselves or by the concierge.

use anteroom_domain::availability::Schedule;
use anteroom_domain::values::PersonId;
use anteroom_store::Conflict;

use crate::views::ScheduleBody;
use crate::{Answer, Call, HttpState, Problem};

/// How often a replacement that met another one is made anew.
const TRIES: usize = 5;

/// A provider's schedule; 404 if there is none yet, or no such provider.
pub async fn schedule(state: &HttpState, provider: &PersonId) -> Result<Answer, Problem> {
    let (_, schedule) = state
        .store
        .provider(provider)
        .await?
        .ok_or_else(Problem::not_found)?;
    schedule.as_ref().map(answer).ok_or_else(Problem::not_found)
}

/// Replaces a provider's schedule, or gives them their first; 404 if there is no such
/// provider. What it leaves out comes from their profile and the rules.
pub async fn replace_schedule(
    state: &HttpState,
    call: &Call,
    provider: &PersonId,
) -> Result<Answer, Problem> {
    let body = call.body::<ScheduleBody>()?;
    let mut tried: Option<Schedule> = None;
    for _ in 0..TRIES {
        let (person, before) = state
            .store
            .provider(provider)
            .await?
            .ok_or_else(Problem::not_found)?;
        // A write whose answer was lost meets itself when the client sends it again.
        if let Some(before) = before
            .as_ref()
            .filter(|before| tried.as_ref() == Some(before))
        {
            return Ok(answer(before));
        }
        let version = before.map_or(0, |before| before.version());
        call.check_version(version)?;
        let after = body.to_schedule(&person.zone, state.policy.buffer, version + 1)?;
        match state.store.change_schedule(provider, &after).await {
            Ok(()) => return Ok(answer(&after)),
            Err(Conflict::Changed) => tried = Some(after),
            Err(conflict) => return Err(conflict.into()),
        }
    }
    Err(Problem::unavailable())
}

fn answer(schedule: &Schedule) -> Answer {
    Answer::ok(&ScheduleBody::from(schedule)).versioned(schedule.version())
}
