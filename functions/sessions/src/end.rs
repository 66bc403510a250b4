//! `POST /v1/bookings/{id}/session/end`: the provider ends the session for all (S6).

use anteroom_domain::booking::{HistoryEvent, Status};
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::operations::{entry, idempotent};
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Call, EmptyBody, Id, Problem};
use anteroom_store::Written;
use axum::extract::State;

use crate::{AppState, delete_meeting};

/// Ends the session: recorded first, then the meeting is deleted. Twice is the same as once.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/session/end", operation_id = "endSession", tag = "sessions",
    params(
        ("id" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer for a day"),
        ("If-Match" = Option<String>, Header, description = "The ETag of what is changed")
    ),
    responses((status = 200, body = BookingView, description = "The booking, ended"))
)]
pub(crate) async fn end(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Provider])?;
    call.body::<EmptyBody>()?;
    idempotent(&state.http.store, &call, async || {
        end_session(&state, &id, &call).await
    })
    .await
}

async fn end_session(state: &AppState, id: &BookingId, call: &Call) -> Result<Answer, Problem> {
    let (provider, now) = (&call.caller.id, call.caller.moment.now);
    let entry = entry(call, HistoryEvent::Ended, Status::Completed);
    let stored = match state
        .http
        .store
        .end(id, provider, call.if_match, &entry)
        .await?
    {
        Written::Done(stored) => stored,
        Written::Not(stored) => {
            let stored = stored
                .filter(|s| s.booking.provider.id == *provider)
                .ok_or_else(Problem::not_found)?;
            // An ended session may be ended again, whatever version the caller knew.
            if stored.booking.state.status() != Status::Completed {
                call.check_version(stored.booking.version)?;
            }
            stored.booking.clone().end(now)?;
            stored
        }
    };
    delete_meeting(state, &stored).await;
    let view = BookingView::of(&stored, Role::Provider, &state.http.policy, now);
    Ok(Answer::ok(&view).versioned(stored.booking.version))
}
