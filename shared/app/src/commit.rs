//! Writes a step. Its messages get their ids, and everything is written in one transaction.

use anteroom_domain::booking::Booking;
use anteroom_domain::message::{Draft, Message};
use anteroom_domain::transition::{BookingRecord, Transition};
use anteroom_runtime::ids;
use anteroom_store::{Before, CommitExtras, Conflict, Store};
use jiff::Timestamp;

/// Writes a step of a stored booking, with the messages that it causes.
pub async fn commit(
    store: &Store,
    before: &BookingRecord,
    step: &Transition,
    extras: CommitExtras,
    now: Timestamp,
) -> Result<(), Conflict> {
    let booking = step.booking.as_ref().unwrap_or(&before.booking);
    write(store, Before::Record(before), booking, step, extras, now).await
}

/// Writes a new booking, with the messages that it causes.
pub async fn create(
    store: &Store,
    booking: &Booking,
    step: &Transition,
    extras: CommitExtras,
    now: Timestamp,
) -> Result<(), Conflict> {
    write(store, Before::Nothing, booking, step, extras, now).await
}

async fn write(
    store: &Store,
    before: Before<'_>,
    booking: &Booking,
    step: &Transition,
    extras: CommitExtras,
    now: Timestamp,
) -> Result<(), Conflict> {
    let message = |draft: &Draft| Message {
        id: ids::delivery(now),
        booking: booking.id.clone(),
        sequence: booking.sequence,
        kind: draft.kind,
        other: booking.party(draft.to.side.other()).id.clone(),
        to: draft.to.clone(),
        facts: draft.facts.clone(),
        queued_at: now,
    };
    let extras = CommitExtras {
        messages: step.drafts.iter().map(message).collect(),
        ..extras
    };
    store.commit(before, step, &extras).await
}
