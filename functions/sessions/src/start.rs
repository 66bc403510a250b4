//! `POST /v1/bookings/{id}/session/start`: the provider starts the session, or enters it again.

use anteroom_app::{Retry, Try, commit, write};
use anteroom_domain::booking::Status;
use anteroom_domain::transition::{Author, BookingRecord, StartPlan, Transition};
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::operations::{check_visible, idempotent};
use anteroom_http::{Answer, Call, EmptyBody, Id, Problem, formats, headers};
use anteroom_meetings::{Invited, Meeting};
use anteroom_store::{CommitExtras, NewMeeting};
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;

use crate::AppState;
use crate::meeting::{Entrance, meeting_failed};
use crate::phone::PhoneStart;

/// How the provider goes on. A video session has a meeting to enter, a phone session a number to call.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(untagged)]
pub(crate) enum StartAnswer {
    /// The entrance to the meeting.
    Video(Entrance),
    /// Whom to call.
    Phone(PhoneStart),
}

/// Starts the session. If it is already running, returns it again; if the meeting service has ended
/// the meeting, replaces it.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/session/start", operation_id = "startSession", tag = "sessions",
    params(
        ("id" = formats::BookingId, Path),
        headers::IdempotencyKey,
        headers::IfMatch
    ),
    responses((status = 200, body = StartAnswer, description = "The meeting to enter, or in a phone session whom to call"))
)]
pub(crate) async fn start(
    State(app): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Provider])?;
    call.body::<EmptyBody>()?;
    idempotent(&app.http.store, &call, async || {
        // If the session can't start after all, the meeting that was created for it is deleted.
        let mut made = None;
        let started = start_session(&app, &id, &call, &mut made).await;
        if let (Err(_), Some(meeting)) = (&started, made)
            && discard(&app, &id, &meeting).await.is_err()
        {
            // The meeting service ends it when nobody comes.
            tracing::warn!(booking = %id, "meeting_deletion_failed");
        }
        started
    })
    .await
}

async fn start_session(
    app: &AppState,
    id: &BookingId,
    call: &Call,
    made: &mut Option<Meeting>,
) -> Result<Answer, Problem> {
    let mut retry = Retry::default();
    loop {
        match try_to_start(app, id, call, made).await? {
            Try::Done(answer) => return Ok(answer),
            Try::Again => retry.again()?,
        }
    }
}

/// Starts the stored session.
async fn try_to_start(
    app: &AppState,
    id: &BookingId,
    call: &Call,
    made: &mut Option<Meeting>,
) -> Result<Try<Answer>, Problem> {
    let (policy, author) = (&app.http.policy, call.author());
    let found = app
        .http
        .store
        .record_and_access(id, &call.caller.id)
        .await?;
    let (record, has_access) = found.ok_or_else(Problem::not_found)?;
    check_visible(&record, &call.caller)?;
    if !has_access {
        return Err(Problem::access_ended());
    }
    // A session that has begun may be entered again with any version.
    if record.booking.state.status() != Status::Ongoing {
        call.check_version(record.booking.version)?;
    }
    match record.start_plan(policy, author.at)? {
        StartPlan::Phone { begins } => by_phone(app, &record, begins, &author).await,
        StartPlan::NewMeeting { generation } => {
            let meeting = make(app, &record, generation).await?;
            let step = record.start(&author, Some(&meeting.id), policy)?;
            record_meeting(app, &record, step, meeting, made, author.at).await
        }
        StartPlan::Enter { meeting_id } => {
            let invited = app.meetings.invite(&meeting_id, &call.caller.id).await;
            match invited.map_err(meeting_failed)? {
                Invited::Attendee(attendee) => {
                    let generation = record.session.generation;
                    let meeting = app.http.store.meeting(id, generation).await?;
                    let meeting = meeting.ok_or_else(Problem::unavailable)?;
                    let entrance = Entrance::new(&meeting, &attendee.to_json(), generation)?;
                    Ok(Try::Done(Answer::ok(&StartAnswer::Video(entrance))))
                }
                Invited::MeetingGone => {
                    let meeting = make(app, &record, record.next_generation()).await?;
                    let step = record.with_meeting(&author, &meeting.id, policy);
                    record_meeting(app, &record, step, meeting, made, author.at).await
                }
            }
        }
    }
}

/// Starts a phone session, with both people's current data and numbers.
async fn by_phone(
    app: &AppState,
    record: &BookingRecord,
    begins: bool,
    author: &Author,
) -> Result<Try<Answer>, Problem> {
    let booking = app
        .http
        .store
        .with_people_now(record.booking.clone())
        .await?;
    let present = record.with_booking(booking);
    let start = PhoneStart::of(&present.booking, &app.http.settings)?;
    let answer = Answer::ok(&StartAnswer::Phone(start));
    if !begins {
        return Ok(Try::Done(answer));
    }
    let step = present.start(author, None, &app.http.policy)?;
    let extras = CommitExtras::default();
    let (store, policy) = (&app.http.store, &app.http.policy);
    let written = commit(store, record, &step, extras, policy, author.at).await;
    Ok(Try::of(written)?.map(|()| answer))
}

/// Writes a step with its new meeting, and gives the provider's entrance to it.
async fn record_meeting(
    app: &AppState,
    record: &BookingRecord,
    step: Transition,
    meeting: Meeting,
    made: &mut Option<Meeting>,
    now: Timestamp,
) -> Result<Try<Answer>, Problem> {
    let generation = step.session.generation;
    let extras = CommitExtras {
        meeting: Some(NewMeeting {
            generation,
            object: meeting.meeting.clone(),
        }),
        ..CommitExtras::default()
    };
    let entrance = Entrance::new(&meeting.meeting, &meeting.host, generation)?;
    let written = Try::of(write(&app.http.store, record, &step, &extras, now).await)?;
    if matches!(written, Try::Again) {
        *made = Some(meeting);
    }
    Ok(written.map(|()| Answer::ok(&StartAnswer::Video(entrance))))
}

/// Deletes a meeting of a session that can no longer start. Two concurrent requests get the same
/// meeting, by one client token. If the other request has recorded it, it is in use and stays.
async fn discard(app: &AppState, id: &BookingId, made: &Meeting) -> Result<(), Problem> {
    let session = app.http.store.session(id).await?;
    if session.is_some_and(|session| session.meeting_id.as_ref() == Some(&made.id)) {
        return Ok(());
    }
    let deleted = app.meetings.delete(&made.id).await;
    deleted.map_err(meeting_failed)
}

async fn make(app: &AppState, record: &BookingRecord, generation: u32) -> Result<Meeting, Problem> {
    let booking = &record.booking;
    let made = app
        .meetings
        .create(&booking.id, generation, &booking.provider.id)
        .await;
    made.map_err(meeting_failed)
}
