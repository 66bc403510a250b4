//! Sessions: starting, waiting, being let in, being present, ending; and the same for the
//! holder of a member's link.

mod attempts;
mod end;
mod intro;
mod join;
mod phone;
mod presence;
mod see_phone;
mod start;
mod steps;
mod visit;

use anteroom_adapters::context::Desk;
use anteroom_adapters::gate::shut_if_due;
use anteroom_adapters::http::{Conventions, Problem, fallbacks};
use anteroom_adapters::meetings::{MeetingError, Meetings};
use anteroom_adapters::store::Stored;
use anteroom_domain::booking::{Change, HistoryEntry, Status};
use anteroom_domain::values::Actor;
use axum::Router;
use axum::routing::{get, post};
use jiff::Timestamp;

/// What the function works with.
#[derive(Clone, Debug)]
pub struct Room {
    /// The table, the rules and the words.
    pub desk: Desk,
    /// The meeting service.
    pub meetings: Meetings,
}

/// The function's routes; `template.yaml` lists the same.
pub fn router(room: Room) -> Router {
    let router = Router::new()
        .route("/v1/bookings/{id}/session/start", post(start::start))
        .route(
            "/v1/bookings/{id}/session/presence",
            post(presence::presence),
        )
        .route("/v1/bookings/{id}/session/join", post(join::join))
        .route("/v1/bookings/{id}/session/end", post(end::end))
        .route("/v1/bookings/{id}/session/phone", get(see_phone::see_phone))
        .route("/v1/bookings/{id}/session/intro", post(intro::intro))
        .route(
            "/v1/bookings/{id}/session/attempts",
            post(attempts::attempts),
        )
        .route("/v1/visit", get(visit::see))
        .route("/v1/visit/join", post(visit::join))
        .route("/v1/visit/presence", post(visit::presence))
        .route("/v1/visit/cancel", post(visit::cancel))
        .route("/v1/visit/calendar.ics", get(visit::calendar));
    fallbacks(router.with_state(room))
}

/// The function's part of the API's description.
#[derive(Debug, utoipa::OpenApi)]
#[openapi(
    paths(
        start::start,
        presence::presence,
        join::join,
        end::end,
        see_phone::see_phone,
        intro::intro,
        attempts::attempts,
        visit::see,
        visit::join,
        visit::presence,
        visit::cancel,
        visit::calendar,
    ),
    components(schemas(Problem, phone::PhoneStart, presence::MemberAnswer)),
    modifiers(&Conventions),
    tags(
        (name = "sessions", description = "The waiting room and the session, by sign-in"),
        (name = "visit", description = "The same for whoever holds a member's link")
    )
)]
pub struct Api;

/// A line of history by the author of a call.
fn entry(call: &anteroom_adapters::http::Call, what: Change, status: Status) -> HistoryEntry {
    let by = Actor::person(call.caller.id.clone(), call.caller.role);
    let request_id = call.caller.moment.request_id.clone();
    HistoryEntry {
        at: call.caller.moment.now,
        by,
        what,
        status,
        why: None,
        request_id,
    }
}

/// The meeting service failed: our fault, logged here.
fn meeting_failed(error: MeetingError) -> Problem {
    tracing::error!(error = %error, "the meeting service could not be used");
    Problem::unavailable()
}

/// Shuts the gate if that is due. If it can't be shut just now, what was recorded stands, and
/// time tries again.
async fn shut_gate(room: &Room, stored: Stored, now: Timestamp) -> Stored {
    let desk = &room.desk;
    match shut_if_due(
        &desk.store,
        &room.meetings,
        &desk.policy,
        stored.clone(),
        now,
    )
    .await
    {
        Ok(stored) => stored,
        Err(error) => {
            tracing::error!(booking = %stored.booking.id, error = %error, "the gate could not be shut");
            stored
        }
    }
}
