//! `POST /v1/bookings/{id}/session/switch-to-phone`: switches a failing video session to the
//! telephone, in the same booking (S9).

use anteroom_app::{CommitExtras, Retry, Try, commit};
use anteroom_domain::booking::SessionType;
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::operations::{idempotent, visible_record};
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Call, EmptyBody, Id, Problem, formats, headers};
use axum::extract::State;

use crate::AppState;
use crate::meeting::delete_meeting;

/// Switches a video session to the telephone, and deletes its meeting. It may be repeated.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/session/switch-to-phone", operation_id = "switchToPhone", tag = "sessions",
    params(
        ("id" = formats::BookingId, Path),
        headers::IdempotencyKey,
        headers::IfMatch
    ),
    responses((status = 200, body = BookingView, description = "The booking, now a phone session"))
)]
pub(crate) async fn switch_to_phone(
    State(app): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Provider])?;
    call.body::<EmptyBody>()?;
    idempotent(&app.http.store, &call, async || {
        let mut retry = Retry::default();
        let record = loop {
            match try_to_switch(&app, &id, &call).await? {
                Try::Done(record) => break record,
                Try::Again => retry.again()?,
            }
        };
        delete_meeting(&app, &record.session).await;
        let (booking, now) = (&record.booking, call.caller.moment.now);
        let view = BookingView::without_session(booking, Role::Provider, &app.http.policy, now);
        Ok(Answer::ok(&view).versioned(booking.version))
    })
    .await
}

/// Switches the stored session; gives the booking afterwards.
async fn try_to_switch(
    app: &AppState,
    id: &BookingId,
    call: &Call,
) -> Result<Try<BookingRecord>, Problem> {
    let author = call.author();
    let record = visible_record(&app.http.store, id, &call.caller).await?;
    let is_done = record.booking.session_type == SessionType::Phone;
    if !is_done {
        call.check_version(record.booking.version)?;
    }
    let booking = app
        .http
        .store
        .with_people_now(record.booking.clone())
        .await?;
    let step = record
        .with_booking(booking)
        .switch_to_phone(&author, &app.http.policy)?;
    if is_done {
        return Ok(Try::Done(record));
    }
    let extras = CommitExtras::default();
    let (store, policy) = (&app.http.store, &app.http.policy);
    let written = commit(store, &record, &step, extras, policy, author.at).await;
    Ok(Try::of(written)?.map(|()| record.after(&step)))
}
