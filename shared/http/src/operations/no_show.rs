//! Marking a member as not shown (B7).

use anteroom_app::attendance;
use anteroom_domain::booking::{HistoryEvent, MemberCame, SessionType};
use anteroom_domain::message::on_member_absent;
use anteroom_domain::session::Outcome;
use anteroom_domain::values::BookingId;
use anteroom_store::{BookingRecord, StoreError};
use jiff::Timestamp;

use super::change::{Decide, Decision, Write, change, entry};
use crate::{Answer, Call, EmptyBody, HttpState, Problem};

/// Marks the member of a booking of which `may_know` says that the caller may as not shown, if
/// the record of the session agrees: in three calls.
pub async fn mark_no_show(
    state: &HttpState,
    call: &Call,
    id: &BookingId,
    may_know: impl Fn(&BookingRecord) -> Result<(), Problem>,
) -> Result<Answer, Problem> {
    call.body::<EmptyBody>()?;
    change(state, call, id, may_know, &MarkNoShow).await
}

struct MarkNoShow;

impl Decide for MarkNoShow {
    async fn decide(
        &self,
        state: &HttpState,
        call: &Call,
        stored: &BookingRecord,
    ) -> Result<Decision, Problem> {
        let now = call.caller.moment.now;
        let came = member_came(state, stored, now).await?;
        let before = stored.booking.clone();
        let booking = before.mark_no_show(came, now, &state.policy)?;
        let entry = entry(call, HistoryEvent::MarkedNoShow, booking.state.status());
        let drafts = on_member_absent(&booking, &stored.live);
        Ok(Decision {
            booking,
            entry,
            drafts,
            write: Write::MarkNoShow,
            limited: None,
        })
    }
}

/// What the record says of the member: what clients and the meeting service said, that they
/// waited, or that they answered the telephone.
async fn member_came(
    state: &HttpState,
    stored: &BookingRecord,
    now: Timestamp,
) -> Result<MemberCame, StoreError> {
    let live = &stored.live;
    let reached = live
        .phone
        .attempts
        .iter()
        .any(|a| a.outcome == Outcome::Reached);
    if reached || live.member_waited(&stored.booking, &state.policy) {
        return Ok(MemberCame::Yes);
    }
    if stored.booking.session_type == SessionType::Phone && live.generation == 0 {
        return Ok(MemberCame::No);
    }
    let attendance = attendance(&state.store, stored, now).await?;
    Ok(if attendance.member_came() {
        MemberCame::Yes
    } else {
        MemberCame::No
    })
}
