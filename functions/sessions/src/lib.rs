//! Sessions: starting, waiting, being let in, being present, ending; and the same for the
//! holder of a member's link.

mod attempts;
mod end;
mod intro;
mod join;
mod phone;
mod phone_steps;
mod presence;
mod see_phone;
mod start;
mod switch_to_phone;
mod visit;

use anteroom_app::gate::shut_if_due;
use anteroom_http::{Conventions, HttpState, Problem, fallbacks};
use anteroom_meetings::{MeetingError, Meetings};
use anteroom_runtime::aws::{self, SdkConfig};
use anteroom_runtime::environment::{self, EnvironmentError};
use anteroom_store::BookingRecord;
use axum::Router;
use axum::routing::{get, post};
use jiff::Timestamp;

/// What the function works with.
#[derive(Clone, Debug)]
pub struct AppState {
    /// What it shares with the other HTTP functions: the table, the rules and the words.
    pub http: HttpState,
    /// The meeting service.
    pub meetings: Meetings,
}

impl AppState {
    /// From the environment.
    pub fn from_environment(config: &SdkConfig) -> Result<Self, EnvironmentError> {
        Ok(Self {
            http: HttpState::from_environment(config)?,
            meetings: Meetings::new(aws::meetings(config), environment::text("MEDIA_REGION")?),
        })
    }
}

/// The function's routes; `template.yaml` lists the same.
pub fn router(state: AppState) -> Router {
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
        .route(
            "/v1/bookings/{id}/session/switch-to-phone",
            post(switch_to_phone::switch_to_phone),
        )
        .route("/v1/visit", get(visit::see))
        .route("/v1/visit/join", post(visit::join))
        .route("/v1/visit/presence", post(visit::presence))
        .route("/v1/visit/accept", post(visit::accept))
        .route("/v1/visit/decline", post(visit::decline))
        .route("/v1/visit/cancel", post(visit::cancel))
        .route("/v1/visit/calendar.ics", get(visit::calendar));
    fallbacks(router.with_state(state))
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
        switch_to_phone::switch_to_phone,
        visit::see,
        visit::join,
        visit::presence,
        visit::accept,
        visit::decline,
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

/// Deletes the meeting of a session that is over, or goes on without one. If that fails, what
/// was recorded stands all the same: time looks for the meeting once more.
async fn delete_meeting(state: &AppState, stored: &BookingRecord) {
    let Some(meeting) = &stored.live.meeting_id else {
        return;
    };
    if let Err(error) = state.meetings.delete(meeting).await {
        tracing::warn!(booking = %stored.booking.id, error = %error, "a meeting is deleted later");
    }
}

/// The meeting service failed: our fault, logged here.
fn meeting_failed(error: MeetingError) -> Problem {
    tracing::error!(error = %error, "the meeting service could not be used");
    Problem::unavailable()
}

/// Shuts the gate if that is due. If it can't be shut just now, what was recorded stands, and
/// time tries again.
async fn shut_gate(state: &AppState, stored: BookingRecord, now: Timestamp) -> BookingRecord {
    let http = &state.http;
    match shut_if_due(
        &http.store,
        &state.meetings,
        &http.policy,
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
