//! `POST /v1/bookings/{id}/session/attempts`: records a call of the provider in a phone session
//! (S8).

use anteroom_domain::phone::Outcome;
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::operations::{Decision, change, check_visible};
use anteroom_http::{Answer, Call, Id, Problem, formats, headers, words};
use axum::extract::State;
use serde::Deserialize;

use crate::AppState;
use crate::phone::StepsView;

/// A call that the provider made.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttemptBody {
    /// How it ended.
    #[schema(value_type = words::CallOutcome)]
    outcome: Outcome,
}

/// Records a call of the provider in an ongoing phone session.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/session/attempts", operation_id = "recordAttempt", tag = "sessions",
    params(
        ("id" = formats::BookingId, Path),
        headers::IdempotencyKey,
        headers::IfMatch
    ), request_body = AttemptBody,
    responses((status = 200, body = StepsView, description = "The steps so far"))
)]
pub(crate) async fn attempts(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Provider])?;
    let outcome = call.body::<AttemptBody>()?.outcome;
    let (http, author) = (&state.http, &call.author());
    let own = |record: &BookingRecord| check_visible(record, &call.caller);
    change(http, &call, &id, own, |record: BookingRecord| async move {
        let present = http.store.with_people_now(record.booking.clone()).await?;
        let step = record.attempt(author, outcome, &http.policy)?;
        Ok(Decision {
            answer: Some(StepsView::after(&present, &step, &http.settings)?),
            ..Decision::from(step)
        })
    })
    .await
}
