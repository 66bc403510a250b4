//! `POST /v1/bookings/{id}/session/intro`: the introduction of a phone session (S8).

use anteroom_domain::booking::{HistoryEvent, Status};
use anteroom_domain::message::introduction;
use anteroom_domain::session::{Introduction, Via};
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::{Answer, Call, Id, Problem};
use anteroom_store::BookingRecord;
use axum::extract::State;
use jiff::Timestamp;
use serde::Deserialize;

use crate::AppState;
use crate::phone::{StepsView, check_number, check_phone};
use crate::phone_steps::{self, Step};

/// How many introductions of a session are recorded: far more than anybody sends.
const MOST_INTRODUCTIONS: usize = 100;

/// How the introduction goes out.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IntroBody {
    /// `service` sends an SMS; `handset` records that the provider has sent one.
    #[schema(value_type = String)]
    via: Via,
}

/// Sends the introduction by the service, or records that the provider sent it.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/session/intro", operation_id = "introduce", tag = "sessions",
    params(
        ("id" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer for a day"),
        ("If-Match" = Option<String>, Header, description = "The ETag of what is changed")
    ), request_body = IntroBody,
    responses((status = 200, body = StepsView, description = "What was done so far"))
)]
pub(crate) async fn intro(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Provider])?;
    let via = call.body::<IntroBody>()?.via;
    let limit = state.http.policy.intro_limit;
    phone_steps::record(&state, &id, &call, |stored| {
        introduce(stored, via, limit, call.caller.moment.now)
    })
    .await
}

fn introduce(stored: &BookingRecord, via: Via, limit: u32, at: Timestamp) -> Result<Step, Problem> {
    check_phone(&stored.booking, &[Status::Confirmed, Status::Ongoing])?;
    check_number(&stored.booking)?;
    let mut after = stored.live.phone.clone();
    let sends = via == Via::Service;
    if sends && after.sent_by_service() >= limit {
        let detail = "This introduction was sent often enough. Send it from your own phone.";
        return Err(Problem::rate_limited(detail));
    }
    if after.introductions.len() >= MOST_INTRODUCTIONS {
        let detail = "No more introductions are recorded for this session.";
        return Err(Problem::rate_limited(detail));
    }
    after.introductions.push(Introduction { at, via });
    Ok(Step {
        what: HistoryEvent::Introduced,
        after,
        sends: introduction(&stored.booking).filter(|_| sends),
    })
}
