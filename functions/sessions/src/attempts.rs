//! `POST /v1/bookings/{id}/session/attempts`: the provider called, in a phone session (S8).

use anteroom_adapters::http::{Answer, Call, Id, Problem};
use anteroom_adapters::operations::once;
use anteroom_adapters::store::Written;
use anteroom_domain::booking::{Change, Status};
use anteroom_domain::session::{Attempt, Outcome};
use anteroom_domain::values::{BookingId, Role};
use axum::extract::State;
use serde::Deserialize;

use crate::phone::{PhoneSteps, check_phone};
use crate::{Room, entry};

/// How a call ended.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttemptBody {
    /// `reached` or `no_answer`.
    #[schema(value_type = String)]
    outcome: Outcome,
}

/// How many calls of a session are recorded: far more than anybody tries.
const MOST_ATTEMPTS: usize = 100;

/// Records a call of an ongoing phone session.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/session/attempts", operation_id = "recordAttempt", tag = "sessions",
    params(
        ("id" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer for a day"),
        ("If-Match" = Option<String>, Header, description = "The ETag of what is changed")
    ), request_body = AttemptBody,
    responses((status = 200, body = PhoneSteps, description = "What was done so far"))
)]
pub(crate) async fn attempts(
    State(room): State<Room>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Provider])?;
    let outcome = call.body::<AttemptBody>()?.outcome;
    once(&room.desk.store, &call, async || {
        record(&room, &id, outcome, &call).await
    })
    .await
}

/// How often a call that met another change is recorded anew.
const TRIES: usize = 3;

async fn record(
    room: &Room,
    id: &BookingId,
    outcome: Outcome,
    call: &Call,
) -> Result<Answer, Problem> {
    for _ in 0..TRIES {
        let stored = room.desk.store.booking(id).await?;
        let stored = stored
            .filter(|s| s.booking.provider.id == call.caller.id)
            .ok_or_else(Problem::not_found)?;
        call.check_version(stored.booking.version)?;
        check_phone(&stored.booking, &[Status::Ongoing])?;
        if stored.live.phone.attempts.len() >= MOST_ATTEMPTS {
            let detail = "No more calls are recorded for this session.";
            return Err(Problem::rate_limited(detail));
        }
        let attempt = Attempt {
            at: call.caller.moment.now,
            outcome,
        };
        let entry = entry(call, Change::Attempted, Status::Ongoing);
        let stored = match room.desk.store.attempt(&stored, &attempt, &entry).await? {
            Written::Done(stored) => stored,
            // The write's answer was lost, and the client tried it a second time.
            Written::Not(Some(stored)) if stored.history.last() == Some(&entry) => stored,
            Written::Not(_) => continue,
        };
        return Ok(Answer::ok(&PhoneSteps::of(&stored, &room.desk.settings)?));
    }
    Err(Problem::unavailable())
}
