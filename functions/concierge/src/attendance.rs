//! `GET /v1/admin/bookings/{id}/attendance`: the attendance record of a session (S7).

use anteroom_app::attendance as record_of;
use anteroom_domain::values::BookingId;
use anteroom_http::views::AttendanceView;
use anteroom_http::{Answer, Caller, Id, Problem, formats};
use axum::extract::State;

use crate::AppState;

/// Returns the attendance record, from the reports of clients and of the meeting service.
#[utoipa::path(
    get, path = "/v1/admin/bookings/{id}/attendance", operation_id = "seeAttendance", tag = "admin: bookings",
    params(("id" = formats::BookingId, Path)),
    responses((status = 200, body = AttendanceView, description = "The record; of an ongoing session, up to now"))
)]
pub(crate) async fn attendance(
    State(state): State<AppState>,
    caller: Caller,
    Id(id): Id<BookingId>,
) -> Result<Answer, Problem> {
    let record = state
        .store
        .record(&id)
        .await?
        .ok_or_else(Problem::not_found)?;
    let record = record_of(&state.store, &record, caller.moment.now).await?;
    Ok(Answer::ok(&AttendanceView::of(
        &record.all,
        &record.confirmed,
    )))
}
