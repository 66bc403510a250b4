//! The function `bookings`: one's own profile and schedule, a provider's open slots, and the
//! bookings of a provider or a member; and the move of a session by its member's link.

mod accept;
mod book;
mod calendar;
mod cancel;
mod decline;
mod list;
mod me;
mod members;
mod no_show;
mod policy;
mod reschedule;
mod schedule;
mod see;
mod slots;
mod visit;

use anteroom_http::formats::{EntityTag, EntityTags, IdempotencyKey};
use anteroom_http::words::BookingView;
use anteroom_http::{Conventions, HttpState, Problem, fallbacks};
use axum::Router;
use axum::routing::{get, post};
use utoipa::OpenApi;

/// The state of the function.
pub type AppState = HttpState;

/// The function's routes, the same as in `template.yaml`.
pub fn router(state: AppState) -> Router {
    let origin = state.origin.clone();
    let router = Router::new()
        .route("/v1/me", get(me::see).patch(me::change))
        .route("/v1/me/contact/confirm", post(me::confirm))
        .route("/v1/me/schedule", get(schedule::see).put(schedule::replace))
        .route("/v1/me/members", get(members::list))
        .route("/v1/policy", get(policy::see))
        .route("/v1/providers/{id}/slots", get(slots::list))
        .route("/v1/bookings", get(list::list).post(book::book))
        .route("/v1/bookings/{id}", get(see::see))
        .route("/v1/bookings/{id}/accept", post(accept::accept))
        .route("/v1/bookings/{id}/decline", post(decline::decline))
        .route("/v1/bookings/{id}/reschedule", post(reschedule::reschedule))
        .route("/v1/bookings/{id}/no-show", post(no_show::no_show))
        .route("/v1/bookings/{id}/cancel", post(cancel::cancel))
        .route("/v1/bookings/{id}/calendar.ics", get(calendar::calendar))
        .route("/v1/visit/slots", get(visit::slots))
        .route("/v1/visit/reschedule", post(visit::reschedule));
    fallbacks(router.with_state(state), origin)
}

/// The function's part of the API's description.
#[derive(Debug, OpenApi)]
#[openapi(
    paths(
        me::see,
        me::change,
        me::confirm,
        schedule::see,
        schedule::replace,
        members::list,
        policy::see,
        slots::list,
        list::list,
        book::book,
        see::see,
        accept::accept,
        decline::decline,
        reschedule::reschedule,
        no_show::no_show,
        cancel::cancel,
        calendar::calendar,
        visit::slots,
        visit::reschedule,
    ),
    components(schemas(Problem, EntityTag, EntityTags, IdempotencyKey, BookingView)),
    modifiers(&Conventions),
    tags(
        (name = "me", description = "The signed-in person"),
        (name = "slots", description = "When a provider can be booked"),
        (name = "bookings", description = "The bookings of a provider or a member")
    )
)]
pub struct Api;
