//! Cancelling a session: by either side or the concierge, before its start (B6).

use anteroom_domain::booking::HistoryEvent;
use anteroom_domain::message::on_cancelled;
use anteroom_domain::values::{BookingId, Reason};
use anteroom_store::BookingRecord;
use serde::Deserialize;
use utoipa::ToSchema;

use super::change::{Decide, Decision, Write, change, entry};
use crate::{Answer, Call, Fields, HttpState, Problem};

/// Why a session is cancelled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelBody {
    /// 1 to 500 characters.
    reason: Option<String>,
}

/// Cancels a booking of which `may_know` says that the caller may, in two calls.
pub async fn cancel(
    state: &HttpState,
    call: &Call,
    id: &BookingId,
    may_know: impl Fn(&BookingRecord) -> Result<(), Problem>,
) -> Result<Answer, Problem> {
    let body = call.body::<CancelBody>()?;
    let mut fields = Fields::default();
    let reason = fields.required::<Reason>("/reason", body.reason.as_deref());
    let reason = fields.finish(reason)?;
    change(state, call, id, may_know, &Cancel { reason }).await
}

struct Cancel {
    reason: Reason,
}

impl Decide for Cancel {
    async fn decide(
        &self,
        state: &HttpState,
        call: &Call,
        stored: &BookingRecord,
    ) -> Result<Decision, Problem> {
        let (caller, now) = (&call.caller, call.caller.moment.now);
        let (before, reason) = (stored.booking.clone(), self.reason.clone());
        let booking = before.cancel(caller.actor(), reason, now, &state.policy)?;
        let mut entry = entry(call, HistoryEvent::Cancelled, booking.state.status());
        entry.why = Some(self.reason.to_string());
        let drafts = on_cancelled(&booking, &stored.history, caller.role, &state.policy, now);
        Ok(Decision {
            booking,
            entry,
            drafts,
            write: Write::Cancel,
            limited: None,
        })
    }
}
