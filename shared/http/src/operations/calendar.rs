//! A booking as a calendar file.

use anteroom_domain::booking::{Booking, Side};
use anteroom_messaging::compose;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use jiff::Timestamp;

use crate::{HttpState, Problem};

/// The event of a booking for one side. Its UID is the same as in the emails about the booking.
pub fn calendar(
    state: &HttpState,
    booking: &Booking,
    side: Side,
    now: Timestamp,
) -> Result<Response, Problem> {
    let file = compose::calendar(booking, side, &state.settings, now).map_err(|error| {
        tracing::error!(booking = %booking.id, %error, "calendar_not_rendered");
        Problem::unavailable()
    })?;
    let headers = [
        (CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"session.ics\""),
    ];
    Ok((headers, file).into_response())
}
