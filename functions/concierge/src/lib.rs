//! The function `concierge`: people, bookings on their behalf, and deliveries.
//!
//! **Architecture invariant:** no handler here checks the caller's role or access. One layer around all
//! routes admits only concierges, so that no route can lack the check.

mod access;
mod add_person;
mod attendance;
mod attention;
mod book;
mod booking_deliveries;
mod change_person;
mod colleagues;
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

use anteroom_domain::account::Account;
use anteroom_domain::values::Role;
use anteroom_http::formats::{EntityTag, EntityTags, IdempotencyKey};
use anteroom_http::words::FailureCode;
use anteroom_http::{Caller, Conventions, HttpState, Problem, fallbacks};
use anteroom_meetings::Meetings;
use axum::extract::FromRequestParts;
use axum::middleware::from_extractor_with_state;
use axum::routing::{get, post};
use axum::{Extension, Router};
use http::Method;
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
        .route(
            "/v1/admin/concierges",
            get(list_people::concierges).post(add_person::concierge),
        )
        .route(
            "/v1/admin/concierges/{id}",
            get(see_person::concierge).patch(change_person::concierge),
        )
        .route(
            "/v1/admin/concierges/{id}/history",
            get(person_history::concierge),
        )
        .route("/v1/admin/concierges/{id}/invite", post(invite::concierge))
        .route(
            "/v1/admin/concierges/{id}/deactivate",
            post(colleagues::deactivate),
        )
        .route(
            "/v1/admin/concierges/{id}/activate",
            post(colleagues::activate),
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
        .route_layer(from_extractor_with_state::<ConciergeOnly, _>(state.clone()));
    fallbacks(router.with_state(state), origin)
}

/// The function's part of the API's description.
#[derive(Debug, OpenApi)]
#[openapi(
    paths(
        list_people::providers,
        list_people::members,
        list_people::concierges,
        add_person::provider,
        add_person::member,
        add_person::concierge,
        see_person::provider,
        see_person::member,
        see_person::concierge,
        change_person::provider,
        change_person::member,
        change_person::concierge,
        person_history::provider,
        person_history::member,
        person_history::concierge,
        invite::provider,
        invite::member,
        invite::concierge,
        access::deactivate_provider,
        access::deactivate_member,
        access::activate_provider,
        access::activate_member,
        colleagues::deactivate,
        colleagues::activate,
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
    components(schemas(Problem, EntityTag, EntityTags, IdempotencyKey, deliveries::DeliveryList, FailureCode)),
    modifiers(&Conventions),
    tags(
        (name = "admin: people", description = "Providers, members and concierges; for the concierge"),
        (name = "admin: bookings", description = "Bookings of all people; for the concierge"),
        (name = "admin: deliveries", description = "The delivery of messages; for the concierge")
    )
)]
pub struct Api;

/// Proof that the caller is a concierge, and for a change, that their access has not ended (A5); 403 before any other part
/// of the request is read.
struct ConciergeOnly;

/// Where the transaction of a change asks for the caller's access itself, so that booking takes no further call.
const ASKED_IN_THE_WRITE: &str = "/v1/admin/bookings";

impl FromRequestParts<AppState> for ConciergeOnly {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, state).await?;
        caller.is_in(&[Role::Concierge])?;
        if parts.method != Method::GET && parts.uri.path() != ASKED_IN_THE_WRITE {
            let account = state.store.account(&caller.id).await?;
            if !Account::gives_access(account.as_ref()) {
                return Err(Problem::access_ended());
            }
        }
        Ok(Self)
    }
}
