//! Transitions of a booking and its session. A transition takes the state as it was read and the
//! current instant. It gives the whole next state and everything that is written with it. Only the
//! domain builds a state or computes its due time.
//!
//! A poll and a presence report are not transitions: the store writes them without reading the
//! session first. [`SessionState::poll`] and [`SessionState::report`] specify their effect.

mod attendance;
mod attention;
mod people;
mod phone;
mod record;
mod scheduler;
mod session;
#[cfg(test)]
mod tests;

pub use phone::PhoneRefused;
pub use record::BookingRecord;
pub use scheduler::DueStep;
pub use session::StartPlan;

use jiff::Timestamp;

use crate::booking::{Booking, HistoryEntry, HistoryEvent, Status};
use crate::message::Draft;
use crate::policy::Policy;
use crate::session::{SessionState, Terms};
use crate::values::Actor;

/// The next state of a booking and its session, and what is written with it in one transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct Transition {
    /// The booking after the step; `None` if the step changes only the session.
    pub booking: Option<Booking>,
    /// The session after the step.
    pub session: SessionState,
    /// The entry in the booking's history, if people are to see the step there.
    pub entry: Option<HistoryEntry>,
    /// The messages that the step causes.
    pub drafts: Vec<Draft>,
    /// Whether these are held, since the step was due before the table was restored (M10).
    pub held: bool,
    /// The conditions of the write. Two more always apply: if the step changes the booking, its
    /// version is the one that was read; each session attribute that the step changes still has the
    /// value that was read.
    pub guards: Vec<Guard>,
}

/// A condition that must hold when a transition is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guard {
    /// The booking has the version that was read.
    SameBooking,
    /// The session still has the meeting that was read.
    SameMeeting,
    /// No client and no meeting-service event has reported since the session was read.
    NobodyHeard,
    /// The provider's presence is unchanged since it was read. A heartbeat of a client that was in
    /// may have come since, and nothing else.
    HostAsSeen,
    /// The member has neither asked to come in nor been let in since the session was read.
    MemberNotCome,
    /// The member's links are still those of the address that was read (A2).
    SameLinks,
    /// The meeting and all credentials, including withdrawn ones, are those that were read.
    SameCredentials,
}

/// Who makes a transition, when, and for which request or event.
#[derive(Clone, Debug, PartialEq)]
pub struct Author {
    /// The person, or the system.
    pub by: Actor,
    /// When the transition is made.
    pub at: Timestamp,
    /// The id of the request or event.
    pub request_id: String,
}

impl Author {
    /// The scheduler at an instant.
    pub fn scheduler(at: Timestamp) -> Self {
        Self {
            by: Actor::SYSTEM,
            at,
            request_id: format!("tick {at}"),
        }
    }

    /// The history entry of a step by this author.
    pub fn entry(&self, what: HistoryEvent, status: Status) -> HistoryEntry {
        HistoryEntry {
            at: self.at,
            by: self.by.clone(),
            what,
            status,
            why: None,
            moved: None,
            request_id: self.request_id.clone(),
        }
    }
}

impl Transition {
    /// A step of a booking, with a history entry. Copies the booking's terms to the session and
    /// sets the next due time of both.
    fn of(
        booking: Booking,
        session: SessionState,
        author: &Author,
        what: HistoryEvent,
        policy: &Policy,
    ) -> Self {
        let entry = author.entry(what, booking.state.status());
        let booking = booking.with_due_time(policy, author.at);
        let session = SessionState {
            terms: Terms::of(&booking),
            ..session
        };
        Self {
            session: session.watched(author.at),
            booking: Some(booking),
            entry: Some(entry),
            drafts: Vec::new(),
            held: false,
            guards: Vec::new(),
        }
    }

    /// A step that changes only the session.
    fn of_session(session: SessionState, guards: &[Guard], now: Timestamp) -> Self {
        Self {
            booking: None,
            session: session.watched(now),
            entry: None,
            drafts: Vec::new(),
            held: false,
            guards: guards.to_vec(),
        }
    }

    /// The step, taken by the holder of the member's link. It is not written if the link has become
    /// void since the session was read.
    #[must_use]
    pub fn by_link(mut self) -> Self {
        self.guards.push(Guard::SameLinks);
        self
    }

    fn telling(self, drafts: impl IntoIterator<Item = Draft>) -> Self {
        let drafts = drafts.into_iter().collect();
        Self { drafts, ..self }
    }

    /// The step, which was due at an instant: what it tells is held if that was before the table was
    /// restored (M10).
    fn due_at(self, due_at: Timestamp, policy: &Policy) -> Self {
        let held = policy.holds(due_at);
        Self { held, ..self }
    }

    fn guarded(mut self, guards: &[Guard]) -> Self {
        self.guards.extend_from_slice(guards);
        self
    }
}
