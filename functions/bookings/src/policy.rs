//! `GET /v1/policy`: the numbers in the rules that pages for people show or keep to.

use anteroom_domain::policy::Policy;
use anteroom_http::Answer;
use axum::extract::State;
use jiff::SignedDuration;
use serde::Serialize;
use utoipa::ToSchema;

use crate::AppState;

/// The numbers in the rules, in minutes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Policy)]
pub(crate) struct PolicyView {
    /// Lengths of sessions are multiples of this.
    grid_minutes: i64,
    /// The shortest session.
    min_duration_minutes: i64,
    /// The longest session.
    max_duration_minutes: i64,
    /// How long before its start a session must be booked. Does not apply to the concierge.
    notice_minutes: i64,
    /// How far ahead a session can be booked.
    horizon_minutes: i64,
    /// How long before its start a proposal must be accepted.
    accept_before_minutes: i64,
    /// A cancellation nearer to the start is late, and only the concierge may move the session.
    late_change_minutes: i64,
}

/// Tells the numbers that hold for all bookings. Nobody needs to be signed in. They change only when the
/// service is deployed with other ones.
#[utoipa::path(
    get, path = "/v1/policy", operation_id = "getPolicy", tag = "bookings",
    responses((status = 200, body = PolicyView, description = "The numbers"))
)]
pub(crate) async fn see(State(state): State<AppState>) -> Answer {
    Answer::ok(&PolicyView::from(&state.policy))
}

impl From<&Policy> for PolicyView {
    fn from(policy: &Policy) -> Self {
        let minutes = |duration: SignedDuration| duration.as_mins();
        Self {
            grid_minutes: minutes(policy.grid),
            min_duration_minutes: minutes(policy.min_duration),
            max_duration_minutes: minutes(policy.max_duration),
            notice_minutes: minutes(policy.notice),
            horizon_minutes: minutes(policy.horizon),
            accept_before_minutes: minutes(policy.accept_before),
            late_change_minutes: minutes(policy.late_change),
        }
    }
}
