//! `GET /v1/admin/bookings/{id}/attendance`: who was in a session, from when to when (S7).

use anteroom_adapters::context::Desk;
use anteroom_adapters::http::{Answer, Caller, Id, Problem};
use anteroom_adapters::store::Stored;
use anteroom_adapters::views::AttendanceView;
use anteroom_domain::attendance::{Attendance, Known};
use anteroom_domain::booking::State as BookingState;
use anteroom_domain::session::Presence;
use anteroom_domain::values::BookingId;
use axum::extract::State;
use jiff::Timestamp;

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
    let mut evidence = stored.client_evidence();
    evidence.extend(desk.store.service_evidence(&id).await?);
    let attendance = Attendance::from_evidence(&evidence, &known(&stored, caller.moment.now));
    Ok(Answer::ok(&AttendanceView::from(&attendance)))
}

/// What is known beside the evidence. The log of a client has its comings and goings; that it
/// was still in afterwards stands in its register.
fn known(stored: &Stored, now: Timestamp) -> Known {
    let last_report = |presence: &Presence| presence.client.map(|word| word.at);
    Known {
        provider_final_seen: last_report(&stored.live.host),
        member_final_seen: last_report(&stored.live.member),
        until: over_at(&stored.booking.state).map_or(now, |over| over.min(now)),
    }
}

/// When a booking was over, if it is.
fn over_at(state: &BookingState) -> Option<Timestamp> {
    match state {
        BookingState::Pending { .. } | BookingState::Confirmed | BookingState::Ongoing { .. } => {
            None
        }
        BookingState::Completed { ended_at, .. } => Some(*ended_at),
        BookingState::Cancelled(cancellation) => Some(cancellation.at),
        BookingState::Expired { at } | BookingState::NoShow { at, .. } => Some(*at),
    }
}
