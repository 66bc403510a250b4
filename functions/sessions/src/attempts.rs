//! `POST /v1/bookings/{id}/session/attempts`: the provider called, in a phone session (S8).

use anteroom_domain::booking::{HistoryEvent, Status};
use anteroom_domain::session::{Attempt, Outcome};
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::{Answer, Call, Id, Problem};
use anteroom_store::BookingRecord;
use axum::extract::State;
use jiff::Timestamp;
use serde::Deserialize;

use crate::AppState;
use crate::phone::{StepsView, check_phone};
use crate::phone_steps::{self, Step};

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
    responses((status = 200, body = StepsView, description = "What was done so far"))
)]
pub(crate) async fn attempts(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Provider])?;
    let outcome = call.body::<AttemptBody>()?.outcome;
    phone_steps::record(&state, &id, &call, |stored| {
        attempt(stored, outcome, call.caller.moment.now)
    })
    .await
}

fn attempt(stored: &BookingRecord, outcome: Outcome, at: Timestamp) -> Result<Step, Problem> {
    check_phone(&stored.booking, &[Status::Ongoing])?;
    let mut after = stored.live.phone.clone();
    if after.attempts.len() >= MOST_ATTEMPTS {
        let detail = "No more calls are recorded for this session.";
        return Err(Problem::rate_limited(detail));
    }
    after.attempts.push(Attempt { at, outcome });
    Ok(Step {
        what: HistoryEvent::Attempted,
        after,
        sends: None,
    })
}
