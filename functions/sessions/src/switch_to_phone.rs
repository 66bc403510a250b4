//! `POST /v1/bookings/{id}/session/switch-to-phone`: a video session that fails goes on by
//! telephone, in the same booking (S9).

use anteroom_app::messages;
use anteroom_domain::booking::{Booking, HistoryEvent, SessionType, next_due};
use anteroom_domain::message::on_switched_to_phone;
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::operations::{entry, idempotent};
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Call, EmptyBody, Id, Problem};
use anteroom_store::{BookingRecord, Changed, CommitExtras, Conflict};
use axum::extract::State;

use crate::{AppState, delete_meeting};

/// Goes on by telephone: recorded first, then the meeting is deleted, so that credentials that
/// were given out are worthless. Twice is the same as once.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/session/switch-to-phone", operation_id = "switchToPhone", tag = "sessions",
    params(
        ("id" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer for a day"),
        ("If-Match" = Option<String>, Header, description = "The ETag of what is changed")
    ),
    responses((status = 200, body = BookingView, description = "The booking, a phone session from now on"))
)]
pub(crate) async fn switch_to_phone(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Provider])?;
    call.body::<EmptyBody>()?;
    idempotent(&state.http.store, &call, async || {
        switch(&state, &id, &call).await
    })
    .await
}

/// How often a switch that met another change is decided anew.
const TRIES: usize = 4;

async fn switch(state: &AppState, id: &BookingId, call: &Call) -> Result<Answer, Problem> {
    let (store, policy, now) = (
        &state.http.store,
        &state.http.policy,
        call.caller.moment.now,
    );
    for _ in 0..TRIES {
        let stored = store.booking(id).await?;
        let stored = stored.filter(|s| s.booking.provider.id == call.caller.id);
        let stored = stored.ok_or_else(Problem::not_found)?;
        let is_done = stored.booking.session_type == SessionType::Phone;
        if !is_done {
            call.check_version(stored.booking.version)?;
        }
        let before = store.with_people_now(stored.booking.clone()).await?;
        let booking = before.switch_to_phone(now, policy)?;
        if is_done || write(state, call, &stored, &booking).await? {
            delete_meeting(state, &stored).await;
            let view = BookingView::without_session(&booking, Role::Provider, policy, now);
            return Ok(Answer::ok(&view).versioned(booking.version));
        }
    }
    Err(Problem::unavailable())
}

/// Writes that the session goes on by telephone; whether the booking was still as it was read.
async fn write(
    state: &AppState,
    call: &Call,
    before: &BookingRecord,
    booking: &Booking,
) -> Result<bool, Problem> {
    let now = call.caller.moment.now;
    let after = Changed {
        booking: booking.clone(),
        entry: entry(call, HistoryEvent::SwitchedToPhone, booking.state.status()),
        due: next_due(booking, &before.live, &state.http.policy, now),
    };
    let extra = CommitExtras {
        messages: messages(booking, on_switched_to_phone(booking), now),
        answer: None,
        ..CommitExtras::default()
    };
    match state
        .http
        .store
        .switch_to_phone(before, &after, &extra)
        .await
    {
        Ok(()) => Ok(true),
        Err(Conflict::Changed) => Ok(false),
        Err(conflict) => Err(conflict.into()),
    }
}
