//! `POST /v1/bookings/{id}/session/end`: the provider ends the session for all (S6).

use anteroom_app::{Retry, Try, commit};
use anteroom_domain::booking::Status;
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::operations::{idempotent, show, visible_record};
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Call, EmptyBody, Id, Problem, formats, headers};
use anteroom_store::CommitExtras;
use axum::extract::State;

use crate::AppState;
use crate::meeting::delete_meeting;

/// Ends the session for all, and deletes its meeting. It may be repeated.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/session/end", operation_id = "endSession", tag = "sessions",
    params(
        ("id" = formats::BookingId, Path),
        headers::IdempotencyKey,
        headers::IfMatch
    ),
    responses((status = 200, body = BookingView, description = "The completed booking"))
)]
pub(crate) async fn end(
    State(app): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Provider])?;
    call.body::<EmptyBody>()?;
    idempotent(&app.http.store, &call, async || {
        let mut retry = Retry::default();
        let record = loop {
            match try_to_end(&app, &id, &call).await? {
                Try::Done(record) => break record,
                Try::Again => retry.again()?,
            }
        };
        delete_meeting(&app, &record.session).await;
        let version = record.booking.version;
        Ok(Answer::ok(&show(&app.http, &call.caller, record).await?).versioned(version))
    })
    .await
}

/// Ends the stored session; gives the booking afterwards.
async fn try_to_end(
    app: &AppState,
    id: &BookingId,
    call: &Call,
) -> Result<Try<BookingRecord>, Problem> {
    let author = call.author();
    let record = visible_record(&app.http.store, id, &call.caller).await?;
    // An ended session may be ended again with any version.
    if record.booking.state.status() == Status::Completed {
        return Ok(Try::Done(record));
    }
    call.check_version(record.booking.version)?;
    let step = record.end(&author, &app.http.policy)?;
    let extras = CommitExtras::default();
    let (store, policy) = (&app.http.store, &app.http.policy);
    let written = commit(store, &record, &step, extras, policy, author.at).await;
    Ok(Try::of(written)?.map(|()| record.after(&step)))
}
