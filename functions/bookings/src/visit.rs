//! `/v1/visit/slots` and `/v1/visit/reschedule`: the holder of a member's link moves their session (A2,
//! B5). The function `sessions` has the link's other endpoints.

use anteroom_domain::availability::SlotQuery;
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::Role;
use anteroom_http::operations::{Decision, change};
use anteroom_http::views::{BookingView, SlotView};
use anteroom_http::{
    Answer, Fields, Page, Problem, Query, Visit, Visitor, formats, headers, void_if_absent,
    void_link,
};
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::AppState;
use crate::reschedule::RescheduleBody;
use crate::slots;

/// Which slots to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(crate) struct VisitSlotsQuery {
    /// The first instant at which a slot may start.
    #[param(value_type = formats::Instant)]
    from: Option<String>,
    /// The instant before which slots start; at most 62 days after `from`.
    #[param(value_type = formats::Instant)]
    to: Option<String>,
}

/// Lists the times to which the session of the link can be moved, the soonest first, on one page.
#[utoipa::path(
    get, path = "/v1/visit/slots", operation_id = "listVisitSlots", tag = "visit",
    params(VisitSlotsQuery),
    responses((status = 200, body = Page<SlotView>, description = "The open slots of its provider, as long as it"))
)]
pub(crate) async fn slots(
    State(state): State<AppState>,
    visitor: Visitor,
    Query(query): Query<VisitSlotsQuery>,
) -> Result<Answer, Problem> {
    let mut fields = Fields::default();
    let range = slots::range(&mut fields, query.from.as_deref(), query.to.as_deref());
    let (from, to) = fields.finish(range)?;
    let record = state.store.record(visitor.booking()).await?;
    let BookingRecord {
        booking, session, ..
    } = record.ok_or_else(void_link)?;
    visitor.opens(&session)?;
    let asked = SlotQuery {
        from,
        to,
        duration: booking.span.duration,
        now: visitor.caller.moment.now,
        notice: state.policy.notice,
    };
    slots::page(&state, &booking.provider.id, &asked).await
}

/// Moves the session of the link to another time. The link is void then; its member gets a new one.
#[utoipa::path(
    post, path = "/v1/visit/reschedule", operation_id = "rescheduleVisit", tag = "visit",
    params(
        headers::IdempotencyKey,
        headers::IfMatch
    ),
    request_body = RescheduleBody,
    responses((status = 200, body = BookingView, description = "The booking at its new time"))
)]
pub(crate) async fn reschedule(
    State(state): State<AppState>,
    visit: Visit,
) -> Result<Answer, Problem> {
    let call = &visit.call;
    let new_time = call.body::<RescheduleBody>()?.parse(Role::Member)?;
    let open = |record: &BookingRecord| visit.opens(&record.session);
    let (state, new_time, author) = (&state, &new_time, &call.author());
    let answer = change(state, call, visit.booking(), open, |record| async move {
        let decision = new_time.decide(&record, author, state).await?;
        Ok(Decision {
            step: decision.step.by_link(),
            ..decision
        })
    });
    answer.await.map_err(void_if_absent)
}
