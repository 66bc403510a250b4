//! The member's answer to a proposal (B4).

use anteroom_domain::booking::HistoryEvent;
use anteroom_domain::message::{on_confirmed, on_declined};
use anteroom_domain::values::BookingId;
use anteroom_store::BookingRecord;

use super::change::{Decide, Decision, Write, change, entry};
use crate::{Answer, Call, EmptyBody, HttpState, Problem};

/// Accepts a proposal of which `may_know` says that the caller may, in two calls.
pub async fn accept(
    state: &HttpState,
    call: &Call,
    id: &BookingId,
    may_know: impl Fn(&BookingRecord) -> Result<(), Problem>,
) -> Result<Answer, Problem> {
    call.body::<EmptyBody>()?;
    change(state, call, id, may_know, &Accept).await
}

/// Declines a proposal of which `may_know` says that the caller may, in two calls.
pub async fn decline(
    state: &HttpState,
    call: &Call,
    id: &BookingId,
    may_know: impl Fn(&BookingRecord) -> Result<(), Problem>,
) -> Result<Answer, Problem> {
    call.body::<EmptyBody>()?;
    change(state, call, id, may_know, &Decline).await
}

struct Accept;

impl Decide for Accept {
    async fn decide(
        &self,
        _: &HttpState,
        call: &Call,
        stored: &BookingRecord,
    ) -> Result<Decision, Problem> {
        let booking = stored.booking.clone().accept(call.caller.moment.now)?;
        let entry = entry(call, HistoryEvent::Accepted, booking.state.status());
        let drafts = on_confirmed(&booking);
        Ok(Decision {
            booking,
            entry,
            drafts,
            write: Write::Accept,
            limited: None,
        })
    }
}

struct Decline;

impl Decide for Decline {
    async fn decide(
        &self,
        _: &HttpState,
        call: &Call,
        stored: &BookingRecord,
    ) -> Result<Decision, Problem> {
        let (by, now) = (call.caller.actor(), call.caller.moment.now);
        let booking = stored.booking.clone().decline(by, now)?;
        let entry = entry(call, HistoryEvent::Declined, booking.state.status());
        let drafts = on_declined(&booking);
        Ok(Decision {
            booking,
            entry,
            drafts,
            write: Write::Cancel,
            limited: None,
        })
    }
}
