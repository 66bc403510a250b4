//! A booking as it is stored, with its session and its history.

use super::{Author, Transition};
use crate::booking::{Booking, HistoryEntry, HistoryEvent, State};
use crate::message::on_booked;
use crate::policy::Policy;
use crate::session::SessionState;

/// A booking with its session and its history.
#[derive(Clone, Debug, PartialEq)]
pub struct BookingRecord {
    /// The booking.
    pub booking: Booking,
    /// Its session.
    pub session: SessionState,
    /// The history, oldest first. A reason that is too long for the booking's item is missing here;
    /// the store keeps it in an item of its own.
    pub history: Vec<HistoryEntry>,
}

impl BookingRecord {
    /// The step that creates a booking, with its new session.
    pub fn booked(booking: Booking, author: &Author, policy: &Policy) -> Transition {
        let what = match booking.state {
            State::Pending { .. } => HistoryEvent::Proposed,
            State::Confirmed
            | State::Ongoing { .. }
            | State::Completed { .. }
            | State::Cancelled(_)
            | State::Expired { .. }
            | State::NoShow { .. } => HistoryEvent::Booked,
        };
        let drafts = on_booked(&booking);
        let session = SessionState::new(&booking);
        Transition::of(booking, session, author, what, policy).telling(drafts)
    }

    /// The record after a step.
    #[must_use]
    pub fn after(mut self, step: &Transition) -> Self {
        self.history.extend(step.entry.clone());
        Self {
            booking: step.booking.clone().unwrap_or(self.booking),
            session: step.session.clone(),
            history: self.history,
        }
    }

    /// The record with another copy of its booking: one with both people's current data, for one. A
    /// stored booking holds what they were when it was made.
    #[must_use]
    pub fn with_booking(&self, booking: Booking) -> Self {
        Self {
            booking,
            session: self.session.clone(),
            history: self.history.clone(),
        }
    }
}
