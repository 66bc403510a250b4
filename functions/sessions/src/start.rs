//! `POST /v1/bookings/{id}/session/start`: the provider starts the session, or gets in again.

use anteroom_domain::booking::{Booking, HistoryEvent, SessionType, Status, next_due};
use anteroom_domain::session::SessionState;
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::operations::{entry, idempotent};
use anteroom_http::{Answer, Call, EmptyBody, Id, Problem};
use anteroom_meetings::Invited;
use anteroom_store::{
    BookingRecord, Changed, CommitExtras, Conflict, MeetingAttributes, NewMeeting, Written,
};
use axum::extract::State;
use serde::Serialize;
use serde_json::Value;

use crate::phone::{PhoneStart, check_number};
use crate::{AppState, meeting_failed};

/// What a client needs to enter a meeting, in the meeting service's own shapes.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Entrance {
    #[schema(value_type = Object)]
    meeting: Value,
    #[schema(value_type = Object)]
    attendee: Value,
    /// Which meeting of the booking it is; presence reports name it.
    generation: u32,
}

/// How often a start that met another change is decided anew.
const TRIES: usize = 4;

/// Starts the session, or gives the provider the running one again; a meeting that ended by
/// itself is replaced.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/session/start", operation_id = "startSession", tag = "sessions",
    params(
        ("id" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer for a day"),
        ("If-Match" = Option<String>, Header, description = "The ETag of what is changed")
    ),
    responses((status = 200, body = Entrance, description = "A meeting to enter, or in a phone session whom to call (`{phone: {e164, telUri, smsUri, introText}}`)"))
)]
pub(crate) async fn start(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Provider])?;
    call.body::<EmptyBody>()?;
    idempotent(&state.http.store, &call, async || {
        start_session(&state, &id, &call).await
    })
    .await
}

async fn start_session(state: &AppState, id: &BookingId, call: &Call) -> Result<Answer, Problem> {
    let mut made: Option<NewMeeting> = None;
    for _ in 0..TRIES {
        match try_to_start(state, id, call, &mut made).await {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) => {}
            Err(problem) => {
                if let Some(meeting) = made {
                    discard(state, id, &meeting).await?;
                }
                return Err(problem);
            }
        }
    }
    Err(Problem::unavailable())
}

/// Deletes a meeting that was made for a session that can't start any more. Two requests at
/// once make the same meeting, under one token: the one that was recorded is in use.
async fn discard(state: &AppState, id: &BookingId, made: &NewMeeting) -> Result<(), Problem> {
    let stored = state.http.store.booking(id).await?;
    if stored.is_some_and(|s| s.live.meeting_id.as_ref() == Some(&made.id)) {
        return Ok(());
    }
    state
        .meetings
        .delete(&made.id)
        .await
        .map_err(meeting_failed)
}

/// Starts the session as it is now; `None` if it changed while that was done.
async fn try_to_start(
    state: &AppState,
    id: &BookingId,
    call: &Call,
    made: &mut Option<NewMeeting>,
) -> Result<Option<Answer>, Problem> {
    let now = call.caller.moment.now;
    let stored = state
        .http
        .store
        .booking(id)
        .await?
        .filter(|s| s.booking.provider.id == call.caller.id);
    let stored = stored.ok_or_else(Problem::not_found)?;
    if made.is_none() {
        call.check_version(stored.booking.version)?;
    }
    let booking = stored.booking.clone().start(now, &state.http.policy)?;
    let begins = stored.booking.state.status() == Status::Confirmed;
    match (booking.session_type, &stored.live.meeting_id) {
        (SessionType::Phone, _) => {
            let booking = state.http.store.with_people_now(booking).await?;
            check_number(&booking)?;
            if begins && !begin(state, call, &stored, &booking, None).await? {
                return Ok(None);
            }
            Ok(Some(Answer::ok(&PhoneStart::of(
                &booking,
                &state.http.settings,
            )?)))
        }
        (SessionType::Video, Some(meeting)) => {
            match state
                .meetings
                .invite(meeting, &call.caller.id)
                .await
                .map_err(meeting_failed)?
            {
                Invited::Attendee(attendee) => {
                    let objects = stored.meeting.as_ref().ok_or_else(Problem::unavailable)?;
                    entrance(
                        &objects.meeting,
                        &attendee.to_json(),
                        stored.live.generation,
                    )
                    .map(Some)
                }
                Invited::MeetingGone => {
                    let meeting = make(state, &stored).await?;
                    let entry = entry(call, HistoryEvent::MeetingReplaced, Status::Ongoing);
                    let due = next_due(
                        &booking,
                        &renewed(&stored.live, &meeting),
                        &state.http.policy,
                        now,
                    );
                    let written = state
                        .http
                        .store
                        .replace_meeting(&stored, &meeting, &entry, due)
                        .await?;
                    let done = matches!(written, Written::Done(_));
                    answer_unless(done, meeting, made)
                }
            }
        }
        (SessionType::Video, None) => {
            let meeting = make(state, &stored).await?;
            let done = begin(state, call, &stored, &booking, Some(&meeting)).await?;
            answer_unless(done, meeting, made)
        }
    }
}

/// The provider's entrance into a meeting that was made, if it was recorded; otherwise the
/// meeting is remembered, since the booking may have changed for good.
fn answer_unless(
    done: bool,
    meeting: NewMeeting,
    made: &mut Option<NewMeeting>,
) -> Result<Option<Answer>, Problem> {
    if done {
        let objects = &meeting.objects;
        return entrance(&objects.meeting, &objects.host, meeting.generation).map(Some);
    }
    *made = Some(meeting);
    Ok(None)
}

/// Writes that the session begins; whether the booking was still as it was read.
async fn begin(
    state: &AppState,
    call: &Call,
    stored: &BookingRecord,
    booking: &Booking,
    meeting: Option<&NewMeeting>,
) -> Result<bool, Problem> {
    let now = call.caller.moment.now;
    let live = meeting.map_or_else(
        || stored.live.clone(),
        |meeting| renewed(&stored.live, meeting),
    );
    let after = Changed {
        booking: booking.clone(),
        entry: entry(call, HistoryEvent::Started, Status::Ongoing),
        due: next_due(booking, &live, &state.http.policy, now),
    };
    match state
        .http
        .store
        .start(stored, &after, meeting, &CommitExtras::default())
        .await
    {
        Ok(()) => Ok(true),
        Err(Conflict::Changed) => Ok(false),
        Err(conflict) => Err(conflict.into()),
    }
}

async fn make(state: &AppState, stored: &BookingRecord) -> Result<NewMeeting, Problem> {
    let booking = &stored.booking;
    let generation = stored.live.generation + 1;
    let meeting = state
        .meetings
        .create(&booking.id, generation, &booking.provider.id)
        .await
        .map_err(meeting_failed)?;
    Ok(NewMeeting {
        generation: meeting.generation,
        id: meeting.id,
        objects: MeetingAttributes {
            meeting: meeting.meeting,
            host: meeting.host,
        },
    })
}

/// The session with a new meeting, in which nobody has been let in yet.
fn renewed(live: &SessionState, meeting: &NewMeeting) -> SessionState {
    SessionState {
        generation: meeting.generation,
        meeting_id: Some(meeting.id.clone()),
        admitted: None,
        revoking: None,
        ..live.clone()
    }
}

/// The way into a meeting, from the service's objects as JSON.
fn entrance(meeting: &str, attendee: &str, generation: u32) -> Result<Answer, Problem> {
    Ok(Answer::ok(&Entrance::new(meeting, attendee, generation)?))
}

impl Entrance {
    /// From the service's objects as JSON.
    pub(crate) fn new(meeting: &str, attendee: &str, generation: u32) -> Result<Self, Problem> {
        let object = |json| serde_json::from_str(json).map_err(|_| Problem::unavailable());
        Ok(Self {
            meeting: object(meeting)?,
            attendee: object(attendee)?,
            generation,
        })
    }
}
