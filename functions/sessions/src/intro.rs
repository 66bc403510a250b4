//! `POST /v1/bookings/{id}/session/intro`: the introduction of a phone session (S8).

use anteroom_domain::phone::Via;
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::operations::{Decision, change, check_visible};
use anteroom_http::{Answer, Call, Id, Problem};
use anteroom_store::Limited;
use axum::extract::State;
use serde::Deserialize;

use crate::AppState;
use crate::phone::StepsView;

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
