//! Messages as data: what is to be said to whom. They are written in the transaction of
//! the change that causes them, and worded and sent afterwards (M4).

mod freshness;
mod occasions;
mod parts;

pub use freshness::{is_for_open_session, pointless_from};
pub use occasions::*;
pub use parts::{Encoding, Parts, parts};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::booking::{SessionType, Side};
use crate::person::Lead;
use crate::values::{
    BookingId, DeliveryId, EmailAddress, Language, Name, PersonId, PhoneNumber, Role, Zone,
};

/// What a message says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The provider proposes a session (email, both sides).
    Proposal,
    /// A session is booked, or a proposal was accepted (email, both sides).
    Confirmation,
    /// A session is at another time now (email, both sides).
    Rescheduled,
    /// A session is cancelled (email, both sides).
    Cancellation,
    /// The member has declined a proposal (email, both sides).
    Declined,
    /// A proposal was not answered in time (email, both sides).
    Expired,
    /// One side did not come (email, both sides).
    NoShow,
    /// A session is near (email, both sides; SMS, member of a phone session).
    Reminder,
    /// A video session goes on by telephone (email, both sides; SMS, member).
    SwitchedToPhone,
    /// A phone session is booked (SMS, member).
    PhoneBooked,
    /// Who will call, from which number (SMS, member, before a phone session).
    Introduction,
    /// The member waits and the provider is late (SMS, provider).
    MemberWaiting,
    /// A session that was near is at another time now, or off (SMS, provider; also the member
    /// of a phone session).
    ChangedSoon,
}

/// The way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Email.
    Email,
    /// SMS.
    Sms,
}

impl Channel {
    /// The name in the API and in keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }
}

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Address {
    /// To a mailbox.
    Email(EmailAddress),
    /// To a telephone.
    Phone(PhoneNumber),
}

/// Who a message is for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recipient {
    /// Who.
    pub person: PersonId,
    /// On which side of the booking.
    pub side: Side,
    /// Where it goes.
    pub address: Address,
    /// What they are called.
    pub name: Name,
    /// In which zone they read the clock.
    pub zone: Zone,
    /// In which language they read.
    pub language: Language,
    /// Which of their links are good; see [`Person::link_epoch`](crate::person::Person).
    pub link_epoch: u32,
}

/// All that a message may tell of a booking (M3): no topic, no comment, no reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    /// How the session is held.
    pub session_type: SessionType,
    /// When it starts.
    pub starts_at: Timestamp,
    /// How long it lasts, in minutes.
    pub duration_minutes: i64,
    /// The name of the other side.
    pub with: Name,
    /// The member's number: only in the provider's mail about a phone session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_phone: Option<PhoneNumber>,
    /// The number that will call: only to the member of a phone session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_phone: Option<PhoneNumber>,
    /// Who cancelled, in a cancellation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_by: Option<Role>,
    /// When it was to start before, if it was moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<Timestamp>,
    /// Until when the member may accept, in a proposal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accept_by: Option<Timestamp>,
    /// How long before the start it reminds, in a reminder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<Lead>,
    /// The reminders in whose stead it comes as well, since it comes late.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missed: Vec<Lead>,
    /// Which side did not come, in a no-show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_show: Option<Side>,
    /// In a no-show of the member: that nothing says that the provider was there or called.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nobody_came: bool,
    /// In a no-show of the provider: that the member waited for them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub member_waited: bool,
}

impl Facts {
    /// The number of the other side, as it is told to whoever is on `side` of a phone session.
    pub fn told_number(&self, side: Side) -> Option<&PhoneNumber> {
        match side {
            Side::Provider => self.member_phone.as_ref(),
            Side::Member => self.provider_phone.as_ref(),
        }
    }

    /// The same facts with another number of the other side.
    pub fn telling(self, side: Side, number: Option<PhoneNumber>) -> Self {
        match side {
            Side::Provider => Self {
                member_phone: number,
                ..self
            },
            Side::Member => Self {
                provider_phone: number,
                ..self
            },
        }
    }
}

/// A message before it has an id.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What it says.
    pub kind: Kind,
    /// Who it is for.
    pub to: Recipient,
    /// What it tells.
    pub facts: Facts,
}

/// A message of the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its id, from which the email's Message-ID is made.
    pub id: DeliveryId,
    /// The booking that it is about.
    pub booking: BookingId,
    /// The booking's sequence for which it was written; stale when that has moved on.
    pub sequence: u32,
    /// What it says.
    pub kind: Kind,
    /// Who it is for.
    pub to: Recipient,
    /// The person on the other side, of whom it tells.
    pub other: PersonId,
    /// What it tells.
    pub facts: Facts,
    /// When it was written.
    pub queued_at: Timestamp,
}

impl Message {
    /// The way it goes.
    pub fn channel(&self) -> Channel {
        match self.to.address {
            Address::Email(_) => Channel::Email,
            Address::Phone(_) => Channel::Sms,
        }
    }
}
