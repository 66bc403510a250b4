//! `POST /v1/bookings/{id}/session/join`: the member asks to come in.
//!
//! Asking renews the waiting lease. It is a look at the present moment, so an idempotency
//! key has no effect on it: an old answer could let somebody in without the provider (S2).

use anteroom_app::lateness::{call_concierge, tell_provider};
use anteroom_domain::booking::{Side, WATCH, next_due};
use anteroom_domain::session::{
    HostPresent, SessionState, WaitingRoom, Word, admit, admitted_too_often, waiting_room,
};
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::{Answer, Call, EmptyBody, Id, Problem};
use anteroom_meetings::Invited;
use anteroom_store::{Admitted, BookingRecord, Written};
use axum::extract::State;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::start::Entrance;
use crate::{AppState, meeting_failed, shut_gate};

/// What the member finds.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(crate) enum JoinAnswer {
    /// They wait, and are seen waiting.
    // On the variant, since the description's generator does not know `rename_all_fields`.
    #[serde(rename_all = "camelCase")]
    Waiting {
        /// Whether the provider is late.
        host_late: bool,
        /// How late, in whole minutes.
        host_late_minutes: i64,
        /// When to ask again, in milliseconds.
        retry_after_ms: i64,
    },
    /// They are let in.
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

/// How often a request that met another change is looked at anew.
const TRIES: usize = 3;

/// The member asks to come in, and is told the true state.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/session/join", operation_id = "joinSession", tag = "sessions",
    params(("id" = String, Path)),
    responses((status = 200, body = JoinAnswer, description = "What the member finds"))
)]
pub(crate) async fn join(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Member])?;
    call.body::<EmptyBody>()?;
    enter(&state, &id, None, &call)
        .await
        .map(|answer| Answer::ok(&answer))
}

/// The link by which a member comes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ByLink {
    /// The booking's sequence in it.
    pub(crate) sequence: u32,
    /// The member's link epoch in it.
    pub(crate) epoch: u32,
}

/// Lets a member in, or tells them to wait. `link` is their link, if they come by one; a link
/// that is void finds nothing here.
pub(crate) async fn enter(
    state: &AppState,
    id: &BookingId,
    link: Option<ByLink>,
    call: &Call,
) -> Result<JoinAnswer, Problem> {
    let (policy, member, now) = (&state.http.policy, &call.caller.id, call.caller.moment.now);
    let mut late = None;
    let sequence = link.map(|link| link.sequence);
    for _ in 0..TRIES {
        let (stored, seen_waiting) = match state
            .http
            .store
            .poll(id, member, sequence, policy, now)
            .await?
        {
            Written::Done(stored) => (stored, true),
            Written::Not(stored) => (stored.ok_or_else(Problem::not_found)?, false),
        };
        if stored.booking.member.id != *member
            || sequence.is_some_and(|sequence| sequence < stored.booking.moved_at)
        {
            return Err(Problem::not_found());
        }
        late = stored.booking.late_by(now);
        match waiting_room(&stored.booking, &stored.live, policy, now)? {
            WaitingRoom::Ended => return Ok(JoinAnswer::Ended),
            WaitingRoom::Cancelled => return Ok(JoinAnswer::Cancelled),
            WaitingRoom::Phone => return Ok(JoinAnswer::Phone),
            // What kept the lease from being renewed has passed: ask again.
            WaitingRoom::Open(_) | WaitingRoom::Waiting { .. } if !seen_waiting => {}
            WaitingRoom::Open(host) => {
                if let Some(entrance) = let_in(state, &stored, &host, link, call).await? {
                    return Ok(JoinAnswer::Admitted { entrance });
                }
            }
            WaitingRoom::Waiting { host_late } => {
                wait(state, stored, now).await?;
                return Ok(waiting(state, host_late));
            }
        }
    }
    Ok(waiting(state, late))
}

/// Lets the member in. The provider's presence is checked once more after the attendee is
/// made, by the condition under which the admission is recorded. `None` if things changed.
async fn let_in(
    state: &AppState,
    stored: &BookingRecord,
    host: &HostPresent,
    link: Option<ByLink>,
    call: &Call,
) -> Result<Option<Entrance>, Problem> {
    let (store, policy, now) = (
        &state.http.store,
        &state.http.policy,
        call.caller.moment.now,
    );
    let (Some(meeting), Some(objects)) = (&stored.live.meeting_id, &stored.meeting) else {
        return Ok(None);
    };
    if admitted_too_often(&stored.booking, &stored.live, policy, now) {
        let detail = "You were let in very often just now. Please try again in a minute.";
        return Err(Problem::rate_limited(detail));
    }
    // Credentials that are being withdrawn are not given out again under another name.
    let handled = stored.live.revoking.as_ref();
    if let Some(attendee) = handled {
        state
            .meetings
            .remove(meeting, attendee)
            .await
            .map_err(meeting_failed)?;
    }
    let attendee = match state
        .meetings
        .invite(meeting, &call.caller.id)
        .await
        .map_err(meeting_failed)?
    {
        Invited::Attendee(attendee) => attendee,
        Invited::MeetingGone => {
            // The provider can't be in a meeting that is gone.
            let due = Some(now + WATCH);
            store
                .service_says(stored, Side::Provider, Word::Out, now, due)
                .await?;
            return Ok(None);
        }
    };
    let admission = admit(host, attendee.attendee_id.clone());
    let live = SessionState {
        admitted: Some(admission.clone()),
        revoking: None,
        ..stored.live.clone()
    };
    let due = next_due(&stored.booking, &live, policy, now);
    let epoch = link.map(|link| link.epoch);
    match store
        .admit(stored, host, &admission, handled, epoch, due)
        .await?
    {
        Admitted::Yes => {
            Entrance::new(&objects.meeting, &attendee.to_json(), host.generation()).map(Some)
        }
        // Another request of the same member was quicker: the attendee is the same, and in use.
        Admitted::No(Some(now)) if now.live.admitted.as_ref() == Some(&admission) => Ok(None),
        refused @ (Admitted::No(_) | Admitted::LinkVoid) => {
            state
                .meetings
                .remove(meeting, &attendee.attendee_id)
                .await
                .map_err(meeting_failed)?;
            match refused {
                Admitted::LinkVoid => Err(Problem::not_found()),
                Admitted::Yes | Admitted::No(_) => Ok(None),
            }
        }
    }
}

/// What waiting causes: credentials of a member who is out are withdrawn, a provider who is
/// late is told, and the concierge is called some minutes later; each once.
async fn wait(state: &AppState, stored: BookingRecord, now: Timestamp) -> Result<(), Problem> {
    let stored = shut_gate(state, stored, now).await;
    let (store, policy) = (&state.http.store, &state.http.policy);
    tell_provider(store, policy, &stored, now).await?;
    call_concierge(store, policy, &stored, now).await?;
    Ok(())
}

fn waiting(state: &AppState, host_late: Option<SignedDuration>) -> JoinAnswer {
    // Five polls fit into a lease, so that the member is let in within two seconds or so.
    let retry_after_ms =
        i64::try_from(state.http.policy.waiting_lease.as_millis() / 5).unwrap_or(i64::MAX);
    JoinAnswer::Waiting {
        host_late: host_late.is_some(),
        host_late_minutes: host_late.map_or(0, |late| late.as_mins()),
        retry_after_ms,
    }
}
