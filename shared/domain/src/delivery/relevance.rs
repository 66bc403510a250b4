//! Whether what a message says of its booking is still so (M4).

use crate::booking::{Booking, Status};
use crate::message::{Message, awaited, is_for_open_session};
use crate::session::SessionState;

/// Why what a message says is not so any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outdated {
    /// The booking has changed since it was written.
    BookingChanged,
    /// It announces a session that is over.
    SessionOver,
    /// It calls somebody who has come since.
    AwaitedCame,
}

/// Why what a message says of a booking is not so any more, if it isn't.
///
/// The store asks the same of the stored booking in the transaction of a claim.
pub fn outdated(message: &Message, booking: &Booking, session: &SessionState) -> Option<Outdated> {
    let came = awaited(message.kind)
        .is_some_and(|side| session.presence(side).heard_after(message.queued_at));
    let is_open = matches!(booking.state.status(), Status::Confirmed | Status::Ongoing);
    if message.sequence != booking.sequence {
        Some(Outdated::BookingChanged)
    } else if is_for_open_session(message.kind) && !is_open {
        Some(Outdated::SessionOver)
    } else if came {
        Some(Outdated::AwaitedCame)
    } else {
        None
    }
}
