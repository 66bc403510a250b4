//! Messages of a change, as they are written with it.

use anteroom_domain::booking::Booking;
use anteroom_domain::message::{Draft, Message};
use anteroom_runtime::ids;
use jiff::Timestamp;

/// Drafts with ids, as messages about a booking as it is after the change.
pub fn messages(
    booking: &Booking,
    drafts: impl IntoIterator<Item = Draft>,
    now: Timestamp,
) -> Vec<Message> {
    let message = |draft: Draft| Message {
        id: ids::delivery(now),
        booking: booking.id.clone(),
        sequence: booking.sequence,
        kind: draft.kind,
        other: booking.party(draft.to.side.other()).id.clone(),
        to: draft.to,
        facts: draft.facts,
        queued_at: now,
    };
    drafts.into_iter().map(message).collect()
}
