//! What several functions do alike: booking, changing a booking, and answering once.

mod access;
mod answer_proposal;
mod book;
mod calendar;
mod cancel;
mod change;
mod idempotency;
mod no_show;
mod people;
mod refusals;
mod reschedule;
mod schedules;

pub use answer_proposal::{accept, decline};
pub use book::{NewBookingBody, book};
pub use calendar::calendar;
pub use cancel::{CancelBody, cancel};
pub use change::entry;
pub use idempotency::{idempotent, replayed, store_refusal};
pub use no_show::{attendance, mark_no_show};
pub use people::change_person;
pub use reschedule::{RescheduleBody, reschedule};
pub use schedules::{replace_schedule, schedule};

use anteroom_domain::message::{Draft, Message};
use jiff::Timestamp;

use crate::ids;
use anteroom_domain::booking::Booking;

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
