//! `POST /v1/bookings/{id}/session/intro`: the introduction of a phone session (S8).

use anteroom_domain::phone::Via;
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::operations::{Decision, change, check_visible};
use anteroom_http::{Answer, Call, Id, Problem, formats, headers, words};
use anteroom_store::Limited;
use axum::extract::State;
use serde::Deserialize;

use crate::AppState;
use crate::phone::StepsView;

/// An introduction to send.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IntroBody {
    /// With `service`, the service sends a text message. With `handset`, the request only records that
    /// the provider has sent one.
    #[schema(value_type = words::IntroductionVia)]
    via: Via,
}

/// Sends the introduction of a phone session, or records that the provider has sent it.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/session/intro", operation_id = "introduce", tag = "sessions",
    params(
        ("id" = formats::BookingId, Path),
        headers::IdempotencyKey,
        headers::IfMatch
    ), request_body = IntroBody,
    responses((status = 200, body = StepsView, description = "The steps so far"))
)]
pub(crate) async fn intro(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Provider])?;
    let via = call.body::<IntroBody>()?.via;
    let (http, author, provider) = (&state.http, &call.author(), &call.caller.id);
    let own = |record: &BookingRecord| check_visible(record, &call.caller);
    change(http, &call, &id, own, |record: BookingRecord| async move {
        let present = http.store.with_people_now(record.booking.clone()).await?;
        let step = record.introduce(&present, author, via, &http.policy)?;
        let limited = Limited::introduction_by(provider, &http.policy);
        let enough = "You introduced yourself very often today. Use your own phone.";
        Ok(Decision {
            limited: (via == Via::Service).then_some((limited, enough)),
            answer: Some(StepsView::after(&present, &step, &http.settings)?),
            step,
        })
    })
    .await
}
