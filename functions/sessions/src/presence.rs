//! `POST /v1/bookings/{id}/session/presence`: what a client knows of itself.

use anteroom_domain::booking::Side;
use anteroom_domain::session::{WaitingRoom, waiting_room};
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::{Answer, Call, Id, Problem};
use anteroom_store::{BookingRecord, ClientReport, Report};
use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::{AppState, shut_gate};

/// What a client says of itself.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PresenceBody {
    state: PresenceState,
    /// The generation of the meeting that it was let into.
    generation: u32,
}

/// In, still in, or out.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum PresenceState {
    Joined,
    Alive,
    Left,
}

/// The answer to the provider.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HostAnswer {
    member_waiting: bool,
    member_present: bool,
    host_present: bool,
    /// When to report again, in milliseconds.
    next_report_ms: i64,
}

/// The answer to the member.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MemberAnswer {
    /// `admitted`, `waiting`, `ended`, `cancelled` or `phone`.
    state: &'static str,
    /// When to report again, in milliseconds.
    next_report_ms: i64,
}

/// A client says whether it is in the meeting, and learns how things stand.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/session/presence", operation_id = "reportPresence", tag = "sessions",
    params(("id" = String, Path)), request_body = PresenceBody,
    responses((status = 200, description = "To the provider a HostAnswer, to the member a MemberAnswer", body = HostAnswer))
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
    let stored = report(&state, &id, side, &call, &body, None).await?;
    Ok(answer(&state, side, &stored, &call))
}

/// Records what a client says, and shuts the gate if that is due. One call to the table,
/// unless the gate shuts. `link` is the sequence in the link by which a member came.
pub(crate) async fn report(
    state: &AppState,
    id: &BookingId,
    side: Side,
    call: &Call,
    body: &PresenceBody,
    link: Option<u32>,
) -> Result<BookingRecord, Problem> {
    let (person, at) = (&call.caller.id, call.caller.moment.now);
    let report = match body.state {
        PresenceState::Joined => Report::Joined,
        PresenceState::Alive => Report::Alive,
        PresenceState::Left => Report::Left,
    };
    let said = ClientReport {
        person,
        side,
        report,
        generation: body.generation,
        at,
        link,
    };
    let stored = state
        .http
        .store
        .report(id, &said, &state.http.policy)
        .await?
        .ok_or_else(Problem::not_found)?;
    Ok(shut_gate(state, stored, at).await)
}

/// How things stand, for the side that reported.
pub(crate) fn answer(state: &AppState, side: Side, stored: &BookingRecord, call: &Call) -> Answer {
    let (policy, now) = (&state.http.policy, call.caller.moment.now);
    // Four reports fit into a lease, so that one that is lost or late does no harm.
    let next_report_ms = i64::try_from(policy.presence_lease.as_millis() / 4).unwrap_or(i64::MAX);
    match side {
        Side::Provider => Answer::ok(&HostAnswer {
            member_waiting: stored.live.member_waits(&stored.booking, now, policy),
            member_present: stored.live.is_present(Side::Member, now, policy),
            host_present: stored.live.is_present(Side::Provider, now, policy),
            next_report_ms,
        }),
        Side::Member => {
            let admitted = stored
                .live
                .admitted
                .as_ref()
                .is_some_and(|a| a.generation == stored.live.generation);
            let state = match waiting_room(&stored.booking, &stored.live, policy, now) {
                Ok(WaitingRoom::Ended) => "ended",
                Ok(WaitingRoom::Cancelled) => "cancelled",
                Ok(WaitingRoom::Phone) => "phone",
                Ok(WaitingRoom::Open(_) | WaitingRoom::Waiting { .. }) if admitted => "admitted",
                Ok(WaitingRoom::Open(_) | WaitingRoom::Waiting { .. }) | Err(_) => "waiting",
            };
            Answer::ok(&MemberAnswer {
                state,
                next_report_ms,
            })
        }
    }
}
