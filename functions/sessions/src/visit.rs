//! `/v1/visit`: the member's endpoints for the holder of their link (A2). Reading the booking changes
//! nothing (S0). The function `bookings` has those that move it.

use std::future::ready;

use anteroom_domain::booking::Side;
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::Role;
use anteroom_http::operations::{self, CancelBody, change};
use anteroom_http::views::BookingView;
use anteroom_http::{
    Answer, EmptyBody, Problem, Visit, Visitor, headers, void_if_absent, void_link,
};
use axum::extract::State;
use axum::response::Response;

use crate::AppState;
use crate::join::{JoinAnswer, enter};
use crate::presence::{self, MemberAnswer, PresenceBody};

/// Returns the booking of the link, as its member sees it.
#[utoipa::path(
    get, path = "/v1/visit", operation_id = "seeVisit", tag = "visit",
    responses((status = 200, body = BookingView, description = "The booking, with its version as ETag"))
)]
pub(crate) async fn see(
    State(state): State<AppState>,
    visitor: Visitor,
) -> Result<Answer, Problem> {
    let record = visited(&state, &visitor).await?;
    let view = BookingView::of(
        &record,
        Role::Member,
        &state.http.policy,
        visitor.caller.moment.now,
    );
    Ok(Answer::ok(&view).versioned(record.booking.version))
}

/// Asks for admission to the session of the link. Renews the waiting lease.
#[utoipa::path(
    post, path = "/v1/visit/join", operation_id = "joinVisit", tag = "visit",
    responses((status = 200, body = JoinAnswer, description = "The state of the session for the member"))
)]
pub(crate) async fn join(State(state): State<AppState>, visit: Visit) -> Result<Answer, Problem> {
    visit.call.body::<EmptyBody>()?;
    let answer = enter(&state, visit.booking(), Some(visit.link()), &visit.call).await;
    match answer.map_err(void_if_absent)? {
        JoinAnswer::Ended | JoinAnswer::Cancelled => Err(void_link()),
        answer => Ok(Answer::ok(&answer)),
    }
}

/// Reports whether the client of the link's holder is in the meeting.
#[utoipa::path(
    post, path = "/v1/visit/presence", operation_id = "reportVisitPresence", tag = "visit", request_body = PresenceBody,
    responses((status = 200, body = MemberAnswer, description = "The state of the session for the member"))
)]
pub(crate) async fn presence(
    State(state): State<AppState>,
    visit: Visit,
) -> Result<Answer, Problem> {
    let body = visit.call.body()?;
    let (call, link) = (&visit.call, Some(visit.link()));
    let session = presence::report(&state, visit.booking(), Side::Member, call, &body, link).await;
    let session = session.map_err(void_if_absent)?;
    visit.opens(&session)?;
    Ok(Answer::ok(&presence::answer(
        &state,
        Side::Member,
        &session,
        call,
    )))
}

/// Accepts the proposal of the link.
#[utoipa::path(
    post, path = "/v1/visit/accept", operation_id = "acceptVisit", tag = "visit",
    params(
        headers::IdempotencyKey,
        headers::IfMatch
    ),
    responses((status = 200, body = BookingView, description = "The confirmed booking"))
)]
pub(crate) async fn accept(State(state): State<AppState>, visit: Visit) -> Result<Answer, Problem> {
    let (http, call, author) = (&state.http, &visit.call, visit.call.author());
    call.body::<EmptyBody>()?;
    let open = |record: &BookingRecord| visit.opens(&record.session);
    let answer = change(http, call, visit.booking(), open, |record| {
        let step = record.accept(&author, &http.policy);
        ready(step.map(|step| step.by_link().into()).map_err(Into::into))
    });
    answer.await.map_err(void_if_absent)
}

/// Declines the proposal of the link.
#[utoipa::path(
    post, path = "/v1/visit/decline", operation_id = "declineVisit", tag = "visit",
    params(
        headers::IdempotencyKey,
        headers::IfMatch
    ),
    responses((status = 200, body = BookingView, description = "The declined booking"))
)]
pub(crate) async fn decline(
    State(state): State<AppState>,
    visit: Visit,
) -> Result<Answer, Problem> {
    let (http, call, author) = (&state.http, &visit.call, visit.call.author());
    call.body::<EmptyBody>()?;
    let open = |record: &BookingRecord| visit.opens(&record.session);
    let answer = change(http, call, visit.booking(), open, |record| {
        let step = record.decline(&author, &http.policy);
        ready(step.map(|step| step.by_link().into()).map_err(Into::into))
    });
    answer.await.map_err(void_if_absent)
}

/// Cancels the booking of the link.
#[utoipa::path(
    post, path = "/v1/visit/cancel", operation_id = "cancelVisit", tag = "visit",
    params(
        headers::IdempotencyKey,
        headers::IfMatch
    ),
    request_body = CancelBody,
    responses((status = 200, body = BookingView, description = "The cancelled booking"))
)]
pub(crate) async fn cancel(State(state): State<AppState>, visit: Visit) -> Result<Answer, Problem> {
    let (http, call, author) = (&state.http, &visit.call, visit.call.author());
    let reason = call.body::<CancelBody>()?.parse()?;
    let open = |record: &BookingRecord| visit.opens(&record.session);
    let answer = change(http, call, visit.booking(), open, |record| {
        let step = record.cancel(&author, &reason, &http.policy);
        ready(step.map(|step| step.by_link().into()).map_err(Into::into))
    });
    answer.await.map_err(void_if_absent)
}

/// Returns the booking of the link as a calendar event.
#[utoipa::path(
    get, path = "/v1/visit/calendar.ics", operation_id = "seeVisitCalendar", tag = "visit",
    responses((status = 200, content_type = "text/calendar", body = String, description = "An iCalendar file"))
)]
pub(crate) async fn calendar(
    State(state): State<AppState>,
    visitor: Visitor,
) -> Result<Response, Problem> {
    let record = visited(&state, &visitor).await?;
    let now = visitor.caller.moment.now;
    operations::calendar(&state.http, &record.booking, Side::Member, now)
}

/// The link's booking, if the link is still valid for it.
async fn visited(state: &AppState, visitor: &Visitor) -> Result<BookingRecord, Problem> {
    let record = state.http.store.record(visitor.booking()).await?;
    let record = record.ok_or_else(void_link)?;
    visitor.opens(&record.session)?;
    Ok(record)
}
