//! A booking: who meets whom, when, how, and what became of it.

mod actions;
mod agenda;
mod clock;
mod create;
mod no_show;
mod proposal;
mod reschedule;
mod state;
mod switch;
#[cfg(test)]
mod tests;
mod transitions;

pub use actions::{Action, Actions, Allowance, actions};
pub use agenda::{AgendaChange, AgendaKey};
pub use clock::{WATCH, next_due, reminder_due, reminders_missed};
pub use create::{BookingRefused, BookingRequest, Pair};
pub use no_show::MemberCame;
pub use reschedule::RescheduleRefused;
pub use state::{Cancellation, State, Status, View};
pub use transitions::{Attended, Command, Refused};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::person::Person;
use crate::values::{
    Actor, BookingId, Comment, EmailAddress, Language, Name, PersonId, PhoneNumber, Zone,
};

/// How a session is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionType {
    /// A video call in the browser.
    Video,
    /// A telephone call, for members with little internet.
    Phone,
}

/// One of the two sides of a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The provider.
    Provider,
    /// The member.
    Member,
}

impl Side {
    /// Both sides, the provider's first.
    pub const BOTH: [Self; 2] = [Self::Provider, Self::Member];

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Provider => Self::Member,
            Self::Member => Self::Provider,
        }
    }
}

/// One side's person, as they were when the booking was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// Who.
    pub id: PersonId,
    /// What the other side reads.
    pub name: Name,
    /// Where mail about the booking goes.
    pub email: EmailAddress,
    /// Where SMS and calls go, if they gave a number.
    pub phone: Option<PhoneNumber>,
    /// In which zone they read the clock.
    pub zone: Zone,
    /// In which language they read.
    pub language: Language,
    /// Which of their links are good; see [`Person::link_epoch`].
    pub link_epoch: u32,
}

impl From<Person> for Party {
    fn from(person: Person) -> Self {
        let Person {
            id,
            name,
            email,
            phone,
            zone,
            language,
            link_epoch,
            ..
        } = person;
        Self {
            id,
            name,
            email,
            phone,
            zone,
            language,
            link_epoch,
        }
    }
}

/// The time of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// When it starts.
    pub starts_at: Timestamp,
    /// How long it lasts.
    pub duration: SignedDuration,
    /// The provider's pause after it, part of their time but not of the session.
    pub buffer: SignedDuration,
}

impl Span {
    /// When the session ends.
    pub fn ends_at(&self) -> Timestamp {
        self.starts_at + self.duration
    }

    /// When the provider is free again.
    pub fn provider_free_at(&self) -> Timestamp {
        self.ends_at() + self.buffer
    }
}

/// A booking. Its state says what may still happen to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Booking {
    /// Its id.
    pub id: BookingId,
    /// Rises by one with each change of the booking; the ETag of the API.
    pub version: u64,
    /// Rises when what is in people's calendars changes (RFC 5545, 3.8.7.4). A message that
    /// was written for an older sequence is stale.
    pub sequence: u32,
    /// The sequence that the last move gave it, or 0. A member's link that was made for an older
    /// one is void.
    pub moved_at: u32,
    /// Who holds the session.
    pub provider: Party,
    /// Who has it.
    pub member: Party,
    /// How it is held.
    pub session_type: SessionType,
    /// When.
    pub span: Span,
    /// What was said when it was booked.
    pub comment: Option<Comment>,
    /// When it was booked.
    pub created_at: Timestamp,
    /// Who booked it.
    pub created_by: Actor,
    /// What became of it.
    pub state: State,
}

impl Booking {
    /// The side on which a person is, if they take part.
    pub fn side_of(&self, person: &PersonId) -> Option<Side> {
        if self.provider.id == *person {
            Some(Side::Provider)
        } else if self.member.id == *person {
            Some(Side::Member)
        } else {
            None
        }
    }

    /// How long ago the session should have started, once it should have.
    pub fn late_by(&self, now: Timestamp) -> Option<SignedDuration> {
        let late = now.duration_since(self.span.starts_at);
        late.is_positive().then_some(late)
    }

    /// The person on a side.
    pub fn party(&self, side: Side) -> &Party {
        match side {
            Side::Provider => &self.provider,
            Side::Member => &self.member,
        }
    }
}

/// One line of a booking's history (B9). It is only ever added to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntry {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// What.
    pub what: HistoryEvent,
    /// The status after it.
    pub status: Status,
    /// Why, in the words of who did it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub why: Option<String>,
    /// From when to when it was moved.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub moved: Option<Moved>,
    /// The id of the request or event from which it came.
    pub request_id: String,
}

/// From which start to which a booking was moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// When it was to start.
    pub from: Timestamp,
    /// When it is to start.
    pub to: Timestamp,
}

/// What happened to a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HistoryEvent {
    /// It was made.
    Booked,
    /// The provider started the session.
    Started,
    /// The meeting had ended by itself and was replaced.
    MeetingReplaced,
    /// The provider ended the session for all.
    Ended,
    /// The provider proposed it.
    Proposed,
    /// The member accepted the proposal.
    Accepted,
    /// The member declined the proposal.
    Declined,
    /// The proposal was not answered in time.
    Expired,
    /// It was moved to another time.
    Rescheduled,
    /// The member was marked as not shown.
    MarkedNoShow,
    /// It goes on by telephone.
    SwitchedToPhone,
    /// It was cancelled.
    Cancelled,
    /// Time closed it: its session was over.
    Closed,
    /// The introduction of a phone session was sent.
    Introduced,
    /// The provider called.
    Attempted,
}
