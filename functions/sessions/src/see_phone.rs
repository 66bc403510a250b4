//! `GET /v1/bookings/{id}/session/phone`: what a provider needs for a phone session (S8), before
//! its start, after a page reload, and until shortly after its end.

use anteroom_domain::booking::Status;
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::operations::visible_record;
use anteroom_http::{Answer, Caller, Id, Problem, formats};
use axum::extract::State;

use crate::AppState;
use crate::phone::PhonePanel;

/// Returns what the provider needs for a phone session. It changes nothing.
#[utoipa::path(
    get, path = "/v1/bookings/{id}/session/phone", operation_id = "seePhoneSession", tag = "sessions",
    params(("id" = formats::BookingId, Path)),
    responses((status = 200, body = PhonePanel, description = "The number, the introduction and the steps so far"))
)]
pub(crate) async fn see_phone(
    State(state): State<AppState>,
    caller: Caller,
    Id(id): Id<BookingId>,
) -> Result<Answer, Problem> {
    caller.is_in(&[Role::Provider])?;
    let record = visible_record(&state.http.store, &id, &caller).await?;
    let booking = record.booking;
    booking.check_phone(&[Status::Confirmed, Status::Ongoing, Status::Completed])?;
    booking.check_number_shown(&state.http.policy, caller.moment.now)?;
    Ok(Answer::ok(&PhonePanel::of(&booking, &state.http.settings)?))
}
