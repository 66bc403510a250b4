//! `POST /v1/bookings/{id}/session/presence`: a client reports its presence.

use anteroom_domain::booking::{Side, View};
use anteroom_domain::policy::Policy;
use anteroom_domain::session::{
    ClientReport, Link, ReportKind, SessionState, WaitingRoom, waiting_room,
};
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::{Answer, Call, Id, Problem, formats};
use anteroom_store::Visitor;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::AppState;
use crate::meeting::shut_gate;

/// A client's report of its presence.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PresenceBody {
    /// What it reports.
    state: PresenceState,
    /// The generation of the meeting that it has entered.
    #[schema(maximum = 4_294_967_295_u32)]
    generation: u32,
}

/// What a client reports: it has joined the meeting, is still in it, or has left it.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum PresenceState {
    Joined,
    Alive,
    Left,
}

/// The answer to a report.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(untagged)]
pub(crate) enum PresenceAnswer {
    /// To the provider.
    Host(HostAnswer),
    /// To the member.
    Member(MemberAnswer),
}

/// The answer to a report of the provider.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HostAnswer {
    /// Whether the member is in the waiting room.
    member_waiting: bool,
    /// Whether the member is in the meeting.
    member_present: bool,
    /// Whether the provider counts as in the meeting.
    host_present: bool,
    /// When to send the next report, in milliseconds from now.
    next_report_ms: i64,
}

/// The answer to a report of the member.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MemberAnswer {
    /// The state of the session for the member.
    state: MemberState,
    /// When to send the next report, in milliseconds from now.
    next_report_ms: i64,
}

/// The state of a session for its member: admitted to the meeting, in the waiting room, over,
/// cancelled, or switched to the telephone.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum MemberState {
    Admitted,
    Waiting,
    Ended,
    Cancelled,
    Phone,
}

/// Reports whether the caller's client is in the meeting.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/session/presence", operation_id = "reportPresence", tag = "sessions",
    params(("id" = formats::BookingId, Path)), request_body = PresenceBody,
    responses((status = 200, body = PresenceAnswer, description = "The state of the session for the caller"))
)]
pub(crate) async fn presence(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    let side = match call.caller.role {
        Role::Provider => Side::Provider,
        Role::Member => Side::Member,
        Role::Concierge | Role::System => return Err(Problem::forbidden()),
    };
    let body = call.body()?;
    let session = report(&state, &id, side, &call, &body, None).await?;
    Ok(Answer::ok(&answer(&state, side, &session, &call)))
}

/// Records a client's presence report, and closes the gate if that is due. Takes one call to
/// DynamoDB, unless the gate closes. `link` is the member's link, if they use one; a void
/// link gives a 404 here.
pub(crate) async fn report(
    state: &AppState,
    id: &BookingId,
    side: Side,
    call: &Call,
    body: &PresenceBody,
    link: Option<Link>,
) -> Result<SessionState, Problem> {
    let (person, at) = (&call.caller.id, call.caller.moment.now);
    let report = ClientReport {
        side,
        kind: match body.state {
            PresenceState::Joined => ReportKind::Joined,
            PresenceState::Alive => ReportKind::Heartbeat,
            PresenceState::Left => ReportKind::Left,
        },
        generation: body.generation,
        at,
    };
    let (store, policy) = (&state.http.store, &state.http.policy);
    let session = store
        .report(id, Visitor { person, link }, &report, policy)
        .await?;
    let session = session.ok_or_else(Problem::not_found)?;
    Ok(shut_gate(state, session, at).await)
}

/// The state of the session, for the side that reported.
pub(crate) fn answer(
    state: &AppState,
    side: Side,
    session: &SessionState,
    call: &Call,
) -> PresenceAnswer {
    let (policy, now) = (&state.http.policy, call.caller.moment.now);
    let next_report_ms = next_report_ms(session, side, policy);
    // Once the session is over, nobody is in and nobody waits, whatever was reported before.
    let is_open = session.terms.status.view() != View::Past;
    match side {
        Side::Provider => PresenceAnswer::Host(HostAnswer {
            member_waiting: is_open && session.member_waits(now, policy),
            member_present: is_open && session.is_present(Side::Member, now, policy),
            host_present: is_open && session.is_present(Side::Provider, now, policy),
            next_report_ms,
        }),
        Side::Member => {
            let admitted = session
                .admitted
                .as_ref()
                .is_some_and(|a| a.generation == session.generation);
            let state = match waiting_room(session, policy, now) {
                Ok(WaitingRoom::Ended) => MemberState::Ended,
                Ok(WaitingRoom::Cancelled) => MemberState::Cancelled,
                Ok(WaitingRoom::Phone) => MemberState::Phone,
                Ok(WaitingRoom::Open(_) | WaitingRoom::Waiting { .. }) if admitted => {
                    MemberState::Admitted
                }
                Ok(WaitingRoom::Open(_) | WaitingRoom::Waiting { .. }) | Err(_) => {
                    MemberState::Waiting
                }
            };
            PresenceAnswer::Member(MemberAnswer {
                state,
                next_report_ms,
            })
        }
    }
}

/// When a client should report next, such that one or two reports may be lost within its lease. The
/// interval is longer once the meeting service has confirmed that the client is in.
fn next_report_ms(session: &SessionState, side: Side, policy: &Policy) -> i64 {
    let presence = session.presence(side);
    let reports = if presence.is_confirmed(session.generation) {
        3
    } else {
        4
    };
    let lease = presence.lease(session.generation, policy);
    i64::try_from(lease.as_millis() / reports).unwrap_or(i64::MAX)
}
