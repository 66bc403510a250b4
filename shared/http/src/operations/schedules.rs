//! Reading and replacing a provider's schedule, by the provider or the concierge.

use anteroom_app::Conflict;
use anteroom_domain::availability::Schedule;
use anteroom_domain::values::PersonId;

use crate::views::ScheduleBody;
use crate::{Answer, Call, HttpState, Problem};

use super::person_history::schedule_entry;

/// How many times a replacement is tried when others are written first.
const TRIES: usize = 5;

/// A provider's schedule; 404 if there is none, or no such provider.
pub async fn schedule(state: &HttpState, provider: &PersonId) -> Result<Answer, Problem> {
    let (_, schedule) = state
        .store
        .provider(provider)
        .await?
        .ok_or_else(Problem::not_found)?;
    schedule.as_ref().map(answer).ok_or_else(Problem::not_found)
}

/// Replaces a provider's schedule, or creates it; 404 if there is no such provider. The defaults
/// come from their profile and the rules.
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
        // When the answer to a write is lost, the client's retry conflicts with the first write.
        if let Some(before) = before
            .as_ref()
            .filter(|before| tried.as_ref() == Some(before))
        {
            return Ok(answer(before));
        }
        let version = before.map_or(0, |before| before.version());
        call.check_version(version)?;
        let after = body.to_schedule(&person.zone, state.policy.buffer, version + 1)?;
        let entry = schedule_entry(call, after.version());
        let written = state.store.change_schedule(provider, &after, &entry).await;
        match written {
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
