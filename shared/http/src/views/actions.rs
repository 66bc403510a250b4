//! What the caller may do with a booking.

use anteroom_domain::booking::{Actions, Allowance, NotAllowed};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::words;

/// What the caller may do with a booking now, or when. An action that their role never has is
/// absent.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Actions)]
pub struct ActionsView {
    /// Start the session, or enter it again (provider).
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<AllowanceView>,
    /// Enter the waiting room (member).
    #[serde(skip_serializing_if = "Option::is_none")]
    join: Option<AllowanceView>,
    /// Move the booking to another time.
    #[serde(skip_serializing_if = "Option::is_none")]
    reschedule: Option<AllowanceView>,
    /// Cancel the booking.
    #[serde(skip_serializing_if = "Option::is_none")]
    cancel: Option<AllowanceView>,
    /// Accept the proposal (member).
    #[serde(skip_serializing_if = "Option::is_none")]
    accept: Option<AllowanceView>,
    /// Decline the proposal (member).
    #[serde(skip_serializing_if = "Option::is_none")]
    decline: Option<AllowanceView>,
    /// Mark the member as a no-show (provider, concierge). Never offered for a member who came or
    /// waits. The whole attendance record is read with the request only, which may refuse it.
    #[serde(skip_serializing_if = "Option::is_none")]
    no_show: Option<AllowanceView>,
    /// End the session for all (provider).
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<AllowanceView>,
}

/// Whether an action is allowed, and when.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Allowance)]
pub struct AllowanceView {
    /// Whether it is allowed now.
    allowed: bool,
    /// The instant from which it is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    from: Option<Timestamp>,
    /// The last instant at which it is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
    /// Why it is not allowed now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<words::ActionRefusal>)]
    why: Option<NotAllowed>,
}

impl From<Actions> for ActionsView {
    fn from(actions: Actions) -> Self {
        let view = |allowance: Option<Allowance>| allowance.map(AllowanceView::from);
        Self {
            start: view(actions.start),
            join: view(actions.join),
            reschedule: view(actions.reschedule),
            cancel: view(actions.cancel),
            accept: view(actions.accept),
            decline: view(actions.decline),
            no_show: view(actions.no_show),
            end: view(actions.end),
        }
    }
}

impl From<Allowance> for AllowanceView {
    fn from(allowance: Allowance) -> Self {
        let Allowance {
            allowed,
            from,
            until,
            why,
        } = allowance;
        Self {
            allowed,
            from,
            until,
            why,
        }
    }
}
