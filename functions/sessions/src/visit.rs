//! `/v1/visit`: the member's endpoints for the holder of their link (A2).
//!
//! A link opens one booking for one member. Each request verifies its token here. The session says
//! whether it is still valid ([`SessionState::is_opened_by`]): it is void after the booking moves,
//! ends or is cancelled, and once the member has another address. A read checks this on the session
//! that it read, a write also as its condition. Reading the booking changes nothing.

use std::future::ready;

use anteroom_domain::booking::Side;
use anteroom_domain::session::{Link, SessionState};
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::Role;
use anteroom_http::operations::{self, CancelBody, change};
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Call, Caller, EmptyBody, Problem, ProblemCode, RequestTime, headers};
use anteroom_messaging::compose::link::{LinkClaims, LinkError, verify};
use axum::extract::{FromRequest, FromRequestParts, Request, State};
use axum::response::Response;
use http::request::Parts;
use http::{StatusCode, header};

use crate::AppState;
use crate::join::{JoinAnswer, enter};
use crate::presence::{self, MemberAnswer, PresenceBody};

/// The holder of a link, and the time of their request.
#[derive(Debug)]
pub(crate) struct Visitor {
    claims: LinkClaims,
    caller: Caller,
}

/// A changing request of the holder of a link.
#[derive(Debug)]
pub(crate) struct Visit {
    claims: LinkClaims,
    call: Call,
}

/// Returns the booking of the link, as its member sees it.
#[utoipa::path(
    get, path = "/v1/visit", operation_id = "seeVisit", tag = "visit",
    responses((status = 200, body = BookingView, description = "The booking, with its version as ETag"))
)]
pub(crate) async fn see(
    State(state): State<AppState>,
    visitor: Visitor,
) -> Result<Answer, Problem> {
    let record = visited(&state, &visitor.claims).await?;
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
    let claims = &visit.claims;
    let link = Some(link_of(claims));
    let answer = enter(&state, &claims.booking, link, &visit.call).await;
    match answer.map_err(void_if_absent)? {
        JoinAnswer::Ended | JoinAnswer::Cancelled => Err(void()),
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
    let (claims, call) = (&visit.claims, &visit.call);
    let link = Some(link_of(claims));
    let session = presence::report(&state, &claims.booking, Side::Member, call, &body, link).await;
    let session = session.map_err(void_if_absent)?;
    check(&session, claims)?;
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
    let claims = &visit.claims;
    let (http, call, author) = (&state.http, &visit.call, visit.call.author());
    call.body::<EmptyBody>()?;
    let open = |record: &BookingRecord| check(&record.session, claims);
    let answer = change(http, call, &claims.booking, open, |record| {
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
    let claims = &visit.claims;
    let (http, call, author) = (&state.http, &visit.call, visit.call.author());
    call.body::<EmptyBody>()?;
    let open = |record: &BookingRecord| check(&record.session, claims);
    let answer = change(http, call, &claims.booking, open, |record| {
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
    let claims = &visit.claims;
    let (http, call, author) = (&state.http, &visit.call, visit.call.author());
    let reason = call.body::<CancelBody>()?.parse()?;
    let open = |record: &BookingRecord| check(&record.session, claims);
    let answer = change(http, call, &claims.booking, open, |record| {
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
    let record = visited(&state, &visitor.claims).await?;
    let now = visitor.caller.moment.now;
    operations::calendar(&state.http, &record.booking, Side::Member, now)
}

/// The link's booking, if the link is still valid for it.
async fn visited(state: &AppState, claims: &LinkClaims) -> Result<BookingRecord, Problem> {
    let record = state.http.store.record(&claims.booking).await?;
    let record = record.ok_or_else(void)?;
    check(&record.session, claims)?;
    Ok(record)
}

/// Fails unless the session is the member's and their link is still valid.
fn check(session: &SessionState, claims: &LinkClaims) -> Result<(), Problem> {
    let open = session.terms.member == claims.member && session.is_opened_by(link_of(claims));
    open.then_some(()).ok_or_else(void)
}

fn link_of(claims: &LinkClaims) -> Link {
    Link {
        sequence: claims.sequence,
        epoch: claims.epoch,
    }
}

fn void() -> Problem {
    let detail = "This link is not valid any more: the session has moved, is over or was cancelled, or you have another address by now.";
    Problem::new(StatusCode::UNAUTHORIZED, ProblemCode::LinkVoid, detail)
}

/// Converts a 404 for the link's booking to a void link.
fn void_if_absent(problem: Problem) -> Problem {
    if problem.status() == StatusCode::NOT_FOUND {
        void()
    } else {
        problem
    }
}

impl FromRequestParts<AppState> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let moment = RequestTime::from_request_parts(parts, state).await?;
        let bearer = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let token = bearer
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token)
            .ok_or_else(Problem::unauthorized)?;
        let claims =
            verify(&state.http.settings.link_key, token.trim(), moment.now).map_err(|error| {
                match error {
                    LinkError::Expired => Problem::new(
                        StatusCode::UNAUTHORIZED,
                        ProblemCode::LinkExpired,
                        "This link has expired. Ask for a new one.",
                    ),
                    LinkError::Void => void(),
                }
            })?;
        let caller = Caller {
            id: claims.member.clone(),
            role: Role::Member,
            moment,
        };
        Ok(Self { claims, caller })
    }
}

impl FromRequest<AppState> for Visit {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let Visitor { claims, caller } = Visitor::from_request_parts(&mut parts, state).await?;
        Ok(Self {
            call: Call::by(caller, claims.booking.as_str(), &parts, body).await?,
            claims,
        })
    }
}
