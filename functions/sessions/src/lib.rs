//! The function `sessions`: start, wait, join, report presence, end; with the same endpoints for
//! the holder of a member's link.

mod attempts;
mod end;
mod intro;
mod join;
mod meeting;
mod phone;
mod presence;
mod see_phone;
mod start;
mod switch_to_phone;
mod visit;

use anteroom_http::formats::IdempotencyKey;
use anteroom_http::{Conventions, HttpState, Problem, fallbacks};
use anteroom_meetings::Meetings;
use anteroom_runtime::aws::{self, SdkConfig};
use anteroom_runtime::environment::{self, EnvironmentError};
use axum::Router;
use axum::routing::{get, post};

/// The state of the function.
#[derive(Clone, Debug)]
pub struct AppState {
    /// The state that it shares with the other HTTP functions.
    pub http: HttpState,
    /// The meeting service.
    pub meetings: Meetings,
}

impl AppState {
    /// Reads the environment.
    pub fn from_environment(config: &SdkConfig) -> Result<Self, EnvironmentError> {
        Ok(Self {
            http: HttpState::from_environment(config)?,
            meetings: Meetings::new(aws::meetings(config), environment::text("MEDIA_REGION")?),
        })
    }
}

impl AsRef<HttpState> for AppState {
    fn as_ref(&self) -> &HttpState {
        &self.http
    }
}

/// The function's routes, the same as in `template.yaml`.
pub fn router(state: AppState) -> Router {
    let origin = state.http.origin.clone();
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
    fallbacks(router.with_state(state), origin)
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
    components(schemas(Problem, IdempotencyKey)),
    modifiers(&Conventions),
    tags(
        (name = "sessions", description = "The waiting room and the session, for signed-in people"),
        (name = "visit", description = "The same for the holder of a member's link")
    )
)]
pub struct Api;
