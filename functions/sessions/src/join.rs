//! `POST /v1/bookings/{id}/session/join`: the member asks to come in.
//!
//! The request renews the waiting lease. Its answer holds only for the moment, so an idempotency
//! key has no effect: an old answer could let somebody in without the provider (S2).

use anteroom_app::lateness::tell_if_late;
use anteroom_app::{is_written, write};
use anteroom_domain::booking::{Side, Status};
use anteroom_domain::policy::Policy;
use anteroom_domain::session::{
    Admitted, AttendeeId, CameBy, HostPresent, Link, SessionState, WaitingRoom, waiting_room,
};
use anteroom_domain::transition::Transition;
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::{Answer, Call, EmptyBody, Id, Problem, formats};
use anteroom_meetings::Invited;
use anteroom_store::{CommitExtras, Conflict, Polled, Visitor};
use axum::extract::State;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::AppState;
use crate::meeting::{Entrance, meeting_failed, shut_gate};

/// The state of the session for a member who asks for admission.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(crate) enum JoinAnswer {
    /// The member is in the waiting room, and the provider can see it.
    // On the variant, since the description's generator does not know `rename_all_fields`.
    #[serde(rename_all = "camelCase")]
    Waiting {
        /// Whether the provider is late: the start has passed and they are not in.
        host_late: bool,
        /// How many whole minutes ago the session should have started; 0 before.
        host_late_minutes: i64,
        /// When to ask again, in milliseconds from now.
        retry_after_ms: i64,
    },
    /// The member is admitted to the meeting.
    Admitted {
        #[serde(flatten)]
        entrance: Entrance,
    },
    /// The session is over.
    Ended,
    /// The booking was cancelled.
    Cancelled,
    /// It is a phone session: the provider will call.
    Phone,
}

/// How many times a request is evaluated when another change is written first.
const TRIES: usize = 3;

/// The polling interval once the provider has started, in milliseconds.
const SOON_MS: i64 = 1_000;
/// The polling interval around the start, in milliseconds. The provider is expected, and with the usual one a member in
/// twenty would come in more than two seconds after them.
const EXPECTED_MS: i64 = 2_000;
/// How long before and after the start the provider is expected.
const EXPECTED_WITHIN: SignedDuration = SignedDuration::from_secs(60);

/// Asks for admission to the session. Renews the waiting lease, so that the provider sees the member
/// waiting.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/session/join", operation_id = "joinSession", tag = "sessions",
    params(("id" = formats::BookingId, Path)),
    responses((status = 200, body = JoinAnswer, description = "The state of the session for the member"))
)]
pub(crate) async fn join(
    State(app): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Member])?;
    call.body::<EmptyBody>()?;
    enter(&app, &id, None, &call)
        .await
        .map(|answer| Answer::ok(&answer))
}

/// Lets a member in, or tells them to wait. `link` is their link, if they use one; a void link
/// gives a 404 here.
pub(crate) async fn enter(
    app: &AppState,
    id: &BookingId,
    link: Option<Link>,
    call: &Call,
) -> Result<JoinAnswer, Problem> {
    let (policy, now) = (&app.http.policy, call.caller.moment.now);
    let member = Visitor {
        person: &call.caller.id,
        link,
    };
    let mut seen = None;
    for _ in 0..TRIES {
        let (session, seen_waiting) = match app.http.store.poll(id, member, policy, now).await? {
            Polled::Waits { session, since } => {
                let waiting_since = Some(since);
                let session = SessionState {
                    waiting_since,
                    ..session
                };
                (session, true)
            }
            Polled::Refused(session) => (session, false),
            Polled::Unknown => return Err(Problem::not_found()),
        };
        match waiting_room(&session, policy, now)? {
            WaitingRoom::Ended => return Ok(JoinAnswer::Ended),
            WaitingRoom::Cancelled => return Ok(JoinAnswer::Cancelled),
            WaitingRoom::Phone => return Ok(JoinAnswer::Phone),
            // Not reached while the store's condition and the rule agree: poll again, rather than
            // admit somebody without a lease.
            WaitingRoom::Open(_) | WaitingRoom::Waiting { .. } if !seen_waiting => {}
            WaitingRoom::Open(host) => {
                if let Some(entrance) = let_in(app, &session, &host, link, call).await? {
                    return Ok(JoinAnswer::Admitted { entrance });
                }
            }
            WaitingRoom::Waiting { .. } => {
                let session = shut_gate(app, session, now).await;
                // The member waits all the same; the scheduler tells the provider.
                if let Err(error) = tell_if_late(&app.http.store, policy, &session, now).await {
                    tracing::warn!(booking = %id, error = %error, "late_notice_failed");
                }
                return Ok(JoinAnswer::waiting(&session, policy, now));
            }
        }
        seen = Some(session);
    }
    let session = seen.ok_or_else(Problem::unavailable)?;
    Ok(JoinAnswer::waiting(&session, policy, now))
}

/// Lets the member in. The admission is written on the condition that the provider's presence is
/// unchanged, which is a second look after the attendee was created. `None` if something has
/// changed.
async fn let_in(
    app: &AppState,
    session: &SessionState,
    host: &HostPresent,
    link: Option<Link>,
    call: &Call,
) -> Result<Option<Entrance>, Problem> {
    let (store, policy, now) = (&app.http.store, &app.http.policy, call.caller.moment.now);
    let booking = &session.terms.booking;
    let Some(meeting_id) = &session.meeting_id else {
        return Ok(None);
    };
    if let Some(until) = session.admissions_pause_until(now, policy) {
        let detail = "You were let in very often just now. Please try again in a minute.";
        return Err(Problem::rate_limited(detail).opening_at(until));
    }
    let Some(meeting) = store.meeting(booking, host.generation()).await? else {
        return Ok(None);
    };
    // The attendee whose credentials are being withdrawn is deleted first, so that they are not
    // given out again.
    if let Some(attendee) = &session.revoking {
        let removed = app.meetings.remove(meeting_id, attendee).await;
        removed.map_err(meeting_failed)?;
    }
    let invited = app.meetings.invite(meeting_id, &call.caller.id).await;
    let attendee = match invited.map_err(meeting_failed)? {
        Invited::Attendee(attendee) => attendee,
        Invited::MeetingGone => {
            // The meeting no longer exists, so the provider can't be in it.
            if let Some(step) = Transition::meeting_over(session, Side::Provider, now, now) {
                let none = CommitExtras::default();
                is_written(write(store, session, &step, &none, now).await)?;
            }
            return Ok(None);
        }
    };
    let step = Transition::admit(session, host, attendee.attendee_id.clone(), now);
    let (step, came_by) = match link {
        Some(_) => (step.by_link(), CameBy::Link),
        None => (step, CameBy::Account),
    };
    let extras = CommitExtras {
        admitted: Some(Admitted {
            at: now,
            by: call.caller.actor(),
            came_by,
            request_id: call.caller.moment.request_id.clone(),
        }),
        with_access: Some(call.caller.id.clone()),
        ..CommitExtras::default()
    };
    let written = match write(store, session, &step, &extras, now).await {
        Err(Conflict::Disabled) => {
            remove_unused(app, booking, meeting_id, attendee.attendee_id, now).await?;
            return Err(Problem::access_ended());
        }
        written => is_written(written)?,
    };
    if written {
        let entrance = Entrance::new(&meeting, &attendee.to_json(), host.generation())?;
        return Ok(Some(entrance));
    }
    remove_unused(app, booking, meeting_id, attendee.attendee_id, now).await?;
    Ok(None)
}

/// Deletes an attendee whose admission was not written. Another request of the same member may be
/// about to admit them, or may have, with the same attendee: so it is marked first.
async fn remove_unused(
    app: &AppState,
    booking: &BookingId,
    meeting: &str,
    attendee: AttendeeId,
    now: Timestamp,
) -> Result<(), Problem> {
    let (store, none) = (&app.http.store, CommitExtras::default());
    let present = store.session(booking).await?;
    // With a meeting, its attendees are gone.
    let Some(present) = present.filter(|now| now.meeting_id.as_deref() == Some(meeting)) else {
        return Ok(());
    };
    let Some(step) = Transition::unused(&present, attendee, now) else {
        return Ok(());
    };
    if is_written(write(store, &present, &step, &none, now).await)? {
        shut_gate(app, step.session, now).await;
    }
    Ok(())
}

impl JoinAnswer {
    /// The answer to a waiting member. The polling interval is two seconds around the start, and one once the provider
    /// has started.
    fn waiting(session: &SessionState, policy: &Policy, now: Timestamp) -> Self {
        let late = session.terms.late_by(now);
        let is_started = session.terms.status == Status::Ongoing;
        // Three polls fit in a lease, so that one may be lost.
        let usual = i64::try_from(policy.waiting_lease.as_millis() / 3).unwrap_or(i64::MAX);
        let from_start = now.duration_since(session.terms.starts_at).abs();
        let at_most = if is_started {
            SOON_MS
        } else if from_start <= EXPECTED_WITHIN {
            EXPECTED_MS
        } else {
            usual
        };
        Self::Waiting {
            host_late: late.is_some(),
            host_late_minutes: late.map_or(0, |late| late.as_mins()),
            retry_after_ms: usual.min(at_most),
        }
    }
}
