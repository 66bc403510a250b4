//! The function `concierge`: people, bookings on their behalf, and deliveries.
//!
//! **Architecture invariant:** no handler here checks the caller's role. One layer around all
//! routes admits only the concierge, so that no route can lack the check.

mod access;
mod add_person;
mod attendance;
mod attention;
mod book;
mod booking_deliveries;
mod change_person;
mod deliveries;
mod dismiss;
mod history;
mod invite;
mod list_people;
mod person_history;
mod resend;
mod schedule;
mod search;
mod see_person;
mod send_links;

use anteroom_domain::values::Role;
use anteroom_http::formats::{EntityTag, IdempotencyKey};
use anteroom_http::words::FailureCode;
use anteroom_http::{Caller, Conventions, HttpState, Problem, fallbacks};
use anteroom_meetings::Meetings;
use axum::extract::FromRequestParts;
use axum::middleware::from_extractor;
use axum::routing::{get, post};
use axum::{Extension, Router};
use http::request::Parts;
use utoipa::OpenApi;

/// The state of the function.
pub type AppState = HttpState;

/// The function's routes, the same as in `template.yaml`.
/// `meetings` ends those of people whose access ends.
pub fn router(state: AppState, meetings: Meetings) -> Router {
    let origin = state.origin.clone();
    let router = Router::new()
        .route(
            "/v1/admin/providers",
            get(list_people::providers).post(add_person::provider),
        )
        .route(
            "/v1/admin/providers/{id}",
            get(see_person::provider).patch(change_person::provider),
        )
        .route(
            "/v1/admin/providers/{id}/schedule",
            get(schedule::see).put(schedule::replace),
        )
        .route(
            "/v1/admin/members",
            get(list_people::members).post(add_person::member),
        )
        .route(
            "/v1/admin/members/{id}",
            get(see_person::member).patch(change_person::member),
        )
        .route(
            "/v1/admin/providers/{id}/history",
            get(person_history::provider),
        )
        .route(
            "/v1/admin/members/{id}/history",
            get(person_history::member),
        )
        .route("/v1/admin/providers/{id}/invite", post(invite::provider))
        .route("/v1/admin/members/{id}/invite", post(invite::member))
        .route(
            "/v1/admin/providers/{id}/deactivate",
            post(access::deactivate_provider),
        )
        .route(
            "/v1/admin/members/{id}/deactivate",
            post(access::deactivate_member),
        )
        .route(
            "/v1/admin/providers/{id}/activate",
            post(access::activate_provider),
        )
        .route(
            "/v1/admin/members/{id}/activate",
            post(access::activate_member),
        )
        .route("/v1/admin/members/{id}/send-links", post(send_links::send))
        .route("/v1/admin/bookings", get(search::search).post(book::book))
        .route("/v1/admin/attention", get(attention::list))
        .route("/v1/admin/bookings/{id}/history", get(history::history))
        .route(
            "/v1/admin/bookings/{id}/deliveries",
            get(booking_deliveries::list),
        )
        .route(
            "/v1/admin/bookings/{id}/attendance",
            get(attendance::attendance),
        )
        .route("/v1/admin/deliveries", get(deliveries::list))
        .route("/v1/admin/deliveries/{id}/resend", post(resend::resend))
        .route("/v1/admin/deliveries/{id}/dismiss", post(dismiss::dismiss))
        .layer(Extension(meetings))
        .route_layer(from_extractor::<ConciergeOnly>());
    fallbacks(router.with_state(state), origin)
}

/// The function's part of the API's description.
#[derive(Debug, OpenApi)]
#[openapi(
    paths(
        list_people::providers,
        list_people::members,
        add_person::provider,
        add_person::member,
        see_person::provider,
        see_person::member,
        change_person::provider,
        change_person::member,
        person_history::provider,
        person_history::member,
        invite::provider,
        invite::member,
        access::deactivate_provider,
        access::deactivate_member,
        access::activate_provider,
        access::activate_member,
        send_links::send,
        schedule::see,
        schedule::replace,
        search::search,
        book::book,
        history::history,
        booking_deliveries::list,
        attendance::attendance,
        attention::list,
        deliveries::list,
        resend::resend,
        dismiss::dismiss,
    ),
    components(schemas(Problem, EntityTag, IdempotencyKey, deliveries::DeliveryList, FailureCode)),
    modifiers(&Conventions),
    tags(
        (name = "admin: people", description = "Providers and members; for the concierge"),
        (name = "admin: bookings", description = "Bookings of all people; for the concierge"),
        (name = "admin: deliveries", description = "The delivery of messages; for the concierge")
    )
)]
pub struct Api;

/// Proof that the caller is the concierge; 403 before any other part of the request is read.
struct ConciergeOnly;

impl<S: Send + Sync> FromRequestParts<S> for ConciergeOnly {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Caller::from_request_parts(parts, state)
            .await?
            .is_in(&[Role::Concierge])?;
        Ok(Self)
    }
}
