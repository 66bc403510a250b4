//! A booking: its people, time, type and state.

mod actions;
mod agenda;
mod clock;
mod create;
mod no_show;
mod number;
mod open;
mod proposal;
mod reschedule;
mod state;
mod switch;
#[cfg(test)]
mod tests;
mod transitions;

pub use actions::{Action, Actions, Allowance, NotAllowed, actions};
pub use agenda::{AgendaChange, AgendaKey};
pub use clock::{DueClock, reminder_due, reminders_missed};
pub use create::{BookingRefused, BookingRequest, Parties};
pub use no_show::{MemberCame, NoShowGround};
pub use open::{OpenBooking, OpenBookings, OpenChange, Opening};
pub use reschedule::RescheduleRefused;
pub use state::{Cancellation, State, Status, View};
pub use transitions::{Attended, Command, Refused};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::person::Person;
use crate::phone::PhoneSteps;
use crate::values::{
    Actor, BookingId, Comment, EmailAddress, Language, Name, PersonId, PhoneNumber, Zone,
};

/// How a session is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::VariantArray)]
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

/// The person on one side, with a copy of their data from when the booking was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// The person's id.
    pub id: PersonId,
    /// The name that the other side sees.
    pub name: Name,
    /// The address for mail about the booking.
    pub email: EmailAddress,
    /// The number for SMS and calls, if they gave one.
    pub phone: Option<PhoneNumber>,
    /// The time zone in which times are shown to them.
    pub zone: Zone,
    /// The language of messages to them.
    pub language: Language,
    /// The epoch of their valid links; see [`Person::link_epoch`].
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
    /// The provider's pause after it. It occupies the provider's agenda but is not part of the
    /// session.
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

/// A booking. Its state decides what may still happen to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Booking {
    /// Its id.
    pub id: BookingId,
    /// Rises by one with each change of the booking. The API gives it as the ETag.
    pub version: u64,
    /// Rises when the entry in people's calendars changes (RFC 5545, 3.8.7.4). A message for an
    /// older sequence is stale.
    pub sequence: u32,
    /// The sequence of the last move, or 0. A member's link for an older sequence is void.
    pub moved_at: u32,
    /// The provider.
    pub provider: Party,
    /// The member.
    pub member: Party,
    /// The session type.
    pub session_type: SessionType,
    /// The time of the session.
    pub span: Span,
    /// The comment that was given when it was booked.
    pub comment: Option<Comment>,
    /// When it was booked.
    pub created_at: Timestamp,
    /// Who booked it.
    pub created_by: Actor,
    /// The current state.
    pub state: State,
    /// The steps of a phone session (S8).
    pub phone: PhoneSteps,
    /// The scheduler's progress, and the next due time.
    pub clock: DueClock,
}

impl Booking {
    /// The side of a person, if they take part.
    pub fn side_of(&self, person: &PersonId) -> Option<Side> {
        if self.provider.id == *person {
            Some(Side::Provider)
        } else if self.member.id == *person {
            Some(Side::Member)
        } else {
            None
        }
    }

    /// The person on a side.
    pub fn party(&self, side: Side) -> &Party {
        match side {
            Side::Provider => &self.provider,
            Side::Member => &self.member,
        }
    }
}

/// One entry of a booking's history (B9). The history is append-only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntry {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// What happened.
    pub what: HistoryEvent,
    /// The status after it.
    pub status: Status,
    /// The reason, as its author wrote it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub why: Option<String>,
    /// The old and the new start, if it was moved.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub moved: Option<Moved>,
    /// The id of the request or event that caused it.
    pub request_id: String,
}

/// The old and the new start of a moved booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The old start.
    pub from: Timestamp,
    /// The new start.
    pub to: Timestamp,
}

/// What happened to a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum HistoryEvent {
    /// It was made.
    Booked,
    /// The provider started the session.
    Started,
    /// The meeting service had ended the meeting, and it was replaced.
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
    /// The member was marked as a no-show.
    MarkedNoShow,
    /// The session was switched to the telephone.
    SwitchedToPhone,
    /// It was cancelled.
    Cancelled,
    /// The scheduler closed it: its session was over.
    Closed,
    /// The introduction of a phone session was sent.
    Introduced,
    /// The provider called.
    Attempted,
    /// The member, who had not come while the provider was in, was sent messages.
    ReachedOut,
    /// The concierge was called to the member, who had still not come.
    ConciergeCalled,
    /// The member was let into the session. It is kept beside the booking, since it changes nothing
    /// there.
    Admitted,
    /// A message about it was dismissed. It is kept with the message.
    MessageDismissed,
}

impl HistoryEvent {
    /// Whether limits of messages never refuse it (A3): it takes somebody's time back, saves a session
    /// that fails, or says what became of one. None of these can be repeated.
    pub fn is_never_refused(self) -> bool {
        match self {
            Self::Declined | Self::Cancelled | Self::SwitchedToPhone | Self::MarkedNoShow => true,
            Self::Booked
            | Self::Started
            | Self::MeetingReplaced
            | Self::Ended
            | Self::Proposed
            | Self::Accepted
            | Self::Expired
            | Self::Rescheduled
            | Self::Closed
            | Self::Introduced
            | Self::Attempted
            | Self::ReachedOut
            | Self::ConciergeCalled
            | Self::Admitted
            | Self::MessageDismissed => false,
        }
    }
}
