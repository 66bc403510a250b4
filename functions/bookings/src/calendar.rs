//! `GET /v1/bookings/{id}/calendar.ics`: the booking as a calendar file.

use anteroom_domain::values::{BookingId, Role};
use anteroom_http::{Caller, Id, Problem, formats, operations};
use axum::extract::State;
use axum::response::Response;

use crate::AppState;

/// Returns the booking as a calendar event, with the same UID as in the emails.
#[utoipa::path(
    get, path = "/v1/bookings/{id}/calendar.ics", operation_id = "seeCalendar", tag = "bookings",
    params(("id" = formats::BookingId, Path)),
    responses((status = 200, body = String, content_type = "text/calendar", description = "An iCalendar file"))
)]
pub(crate) async fn calendar(
    State(state): State<AppState>,
    caller: Caller,
    Id(id): Id<BookingId>,
) -> Result<Response, Problem> {
    caller.is_in(&[Role::Provider, Role::Member])?;
    let record = operations::visible_record(&state.store, &id, &caller).await?;
    let booking = record.booking;
    let side = booking.side_of(&caller.id).ok_or_else(Problem::not_found)?;
    operations::calendar(&state, &booking, side, caller.moment.now)
}
