//! `GET /v1/admin/attention`: sessions whose member waits in vain for the provider or does not come, or that were
//! cut off, and messages that did not go out or arrive.

use anteroom_domain::attention::Need;
use anteroom_http::operations::show_all;
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Caller, Page, Problem};
use anteroom_store::Attention;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::AppState;

/// A booking that needs the concierge.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Attention)]
pub(crate) struct AttentionView {
    booking: BookingView,
    /// Why it needs the concierge.
    why: AttentionReason,
    /// When it began to need the concierge.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
}

/// Why a booking needs the concierge: with `host_late`, the member waits and the provider is not in;
/// with `member_absent`, the provider was in and the member has not come; with `access_ended`, it was cut off within
/// the last day, since the access of one of its people was ended. With the others, a message
/// about it waits for much longer than it should, was given up, may or may not have been sent, or is held
/// since the table was restored; with
/// `text_undelivered`, its session is by telephone, and a text about it has not arrived.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AttentionReason {
    HostLate,
    MemberAbsent,
    AccessEnded,
    MessageStuck,
    MessageFailed,
    MessageUnknown,
    MessageHeld,
    TextUndelivered,
}

impl From<Need> for AttentionReason {
    fn from(need: Need) -> Self {
        match need {
            Need::HostLate => Self::HostLate,
            Need::MemberAbsent => Self::MemberAbsent,
            Need::AccessEnded => Self::AccessEnded,
            Need::MessageStuck => Self::MessageStuck,
            Need::MessageFailed => Self::MessageFailed,
            Need::MessageUnknown => Self::MessageUnknown,
            Need::MessageHeld => Self::MessageHeld,
            Need::TextUndelivered => Self::TextUndelivered,
        }
    }
}

/// Lists the bookings that need the concierge now, the longest waiting first, on one page.
#[utoipa::path(
    get, path = "/v1/admin/attention", operation_id = "listAttention", tag = "admin: bookings",
    responses((status = 200, body = Page<AttentionView>, description = "The bookings"))
)]
pub(crate) async fn list(State(state): State<AppState>, caller: Caller) -> Result<Answer, Problem> {
    let now = caller.moment.now;
    let found = state.store.needing_attention(&state.policy, now).await?;
    let (records, needs): (Vec<_>, Vec<_>) = found
        .into_iter()
        .map(|Attention { record, why, since }| (record, (why, since)))
        .unzip();
    let bookings = show_all(&state, &caller, records).await?;
    let items = bookings.into_iter().zip(needs);
    let items = items.map(|(booking, (why, since))| AttentionView {
        booking,
        why: why.into(),
        since,
    });
    Ok(Answer::list(&Page {
        items: items.collect(),
        next_cursor: None,
    }))
}
