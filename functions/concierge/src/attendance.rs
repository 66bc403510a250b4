//! `GET /v1/admin/bookings/{id}/attendance`: who was in a session, from when to when (S7).

use anteroom_adapters::context::Desk;
use anteroom_adapters::http::{Answer, Caller, Id, Problem};
use anteroom_adapters::operations;
use anteroom_adapters::views::AttendanceView;
use anteroom_domain::values::BookingId;
use axum::extract::State;

/// Who was in, as clients and the meeting service said it.
#[utoipa::path(
    get, path = "/v1/admin/bookings/{id}/attendance", operation_id = "seeAttendance", tag = "admin: bookings",
    params(("id" = String, Path)),
    responses((status = 200, body = AttendanceView, description = "The record, so far if the session goes on"))
)]
pub(crate) async fn attendance(
    State(desk): State<Desk>,
    caller: Caller,
    Id(id): Id<BookingId>,
) -> Result<Answer, Problem> {
    let stored = desk
        .store
        .booking(&id)
        .await?
        .ok_or_else(Problem::not_found)?;
    let attendance = operations::attendance(&desk.store, &stored, caller.moment.now).await?;
    Ok(Answer::ok(&AttendanceView::from(&attendance)))
}
