//! `GET /v1/bookings/{id}/session/phone`: what a provider needs for a phone session (S8), also
//! before the hour, and again after a reload.

use anteroom_domain::booking::Status;
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::{Answer, Caller, Id, Problem};
use axum::extract::State;

use crate::AppState;
use crate::phone::{PhonePanel, check_phone};

/// The number, the introduction, and what was done so far. It changes nothing.
#[utoipa::path(
    get, path = "/v1/bookings/{id}/session/phone", operation_id = "seePhoneSession", tag = "sessions",
    params(("id" = String, Path)),
    responses((status = 200, body = PhonePanel, description = "What is needed to introduce oneself and to call"))
)]
pub(crate) async fn see_phone(
    State(state): State<AppState>,
    caller: Caller,
    Id(id): Id<BookingId>,
) -> Result<Answer, Problem> {
    caller.is_in(&[Role::Provider])?;
    let stored = state.http.store.booking(&id).await?;
    let stored = stored.filter(|stored| stored.booking.provider.id == caller.id);
    let stored = stored.ok_or_else(Problem::not_found)?;
    check_phone(
        &stored.booking,
        &[Status::Confirmed, Status::Ongoing, Status::Completed],
    )?;
    let panel = PhonePanel::of(&stored.booking, &stored.live.phone, &state.http.settings)?;
    Ok(Answer::ok(&panel))
}
