//! `POST /v1/bookings/{id}/session/attempts`: records a call of the provider in a phone session
//! (S8).

use anteroom_domain::phone::Outcome;
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::operations::{Decision, change, check_visible};
use anteroom_http::{Answer, Call, Id, Problem};
use axum::extract::State;
use serde::Deserialize;

use crate::AppState;
use crate::phone::StepsView;

/// How a call ended.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttemptBody {
    /// `reached` or `no_answer`.
    #[schema(value_type = String)]
    outcome: Outcome,
}

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
