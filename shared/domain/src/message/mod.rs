//! Messages as data: the kind, the recipient and the facts. A message is written in the transaction
//! of the change that causes it. It is rendered and sent afterwards (M4).

mod contact;
mod freshness;
mod occasions;
mod parts;
mod quiet;

pub use contact::{contact_changed, contact_codes};
pub use freshness::{awaited, is_for_open_session, pointless_from};
pub use occasions::{
    facts, introduction, member_waiting, on_booked, on_cancelled, on_confirmed, on_declined,
    on_expired, on_member_absent, on_provider_absent, on_rescheduled, on_switched_to_phone,
    provider_waiting, reminder,
};
pub use parts::{Encoding, Parts, parts};
pub use quiet::quiet_until;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::booking::{SessionType, Side};
use crate::person::Lead;
use crate::values::{
    BookingId, DeliveryId, EmailAddress, Language, Name, PersonId, PhoneNumber, Role, Zone,
};

/// The subject of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The provider proposes a session (email, both sides).
    Proposal,
    /// A session was booked, or a proposal accepted (email, both sides).
    Confirmation,
    /// A session was moved (email, both sides).
    Rescheduled,
    /// A session was cancelled (email, both sides).
    Cancellation,
    /// The member declined a proposal (email, both sides).
    Declined,
    /// A proposal was not answered in time (email, both sides).
    Expired,
    /// One side did not come (email, both sides).
    NoShow,
    /// A session is about to come (email, both sides; SMS, member of a phone session).
    Reminder,
    /// A video session was switched to the telephone (email, both sides; SMS, member).
    SwitchedToPhone,
    /// A phone session was booked (SMS, member).
    PhoneBooked,
    /// Who will call, from which number (SMS, member, before a phone session).
    Introduction,
    /// The member waits and the provider is late (SMS, provider).
    MemberWaiting,
    /// The provider waits and the member has not come (email and SMS, member of a video session).
    ProviderWaiting,
    /// A session that was near was moved or cancelled (SMS, provider; also the member of a phone
    /// session).
    ChangedSoon,
    /// The reader's email address or number was changed by the concierge (email, to the old and the
    /// new address). It is about no booking.
    ContactChanged,
    /// The code by which the reader confirms an address or a number of their own (email or SMS, to the
    /// new one; A7). It is about no booking.
    ContactCode,
}

/// The channel of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, strum::VariantArray)]
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

/// The address of a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Address {
    /// An email address.
    Email(EmailAddress),
    /// A telephone number.
    Phone(PhoneNumber),
}

/// The recipient of a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recipient {
    /// The person.
    pub person: PersonId,
    /// Their side of the booking.
    pub side: Side,
    /// Their address.
    pub address: Address,
    /// Their name.
    pub name: Name,
    /// The time zone in which times are shown to them.
    pub zone: Zone,
    /// Their language.
    pub language: Language,
    /// The epoch of their valid links; see [`Person::link_epoch`](crate::person::Person).
    pub link_epoch: u32,
}

/// The only facts that a message may contain (M3). They include no topic, comment or reason. Those of
/// a message that is about no booking are the instant of the change, as the start, and no more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    /// The session type.
    pub session_type: SessionType,
    /// When it starts.
    pub starts_at: Timestamp,
    /// How long it lasts, in minutes.
    pub duration_minutes: i64,
    /// The name of the other side.
    pub with: Name,
    /// The member's number: only in the provider's email about a phone session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_phone: Option<PhoneNumber>,
    /// The number that will call: only to the member of a phone session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_phone: Option<PhoneNumber>,
    /// Who cancelled, in a cancellation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_by: Option<Role>,
    /// The earlier start, if the session was moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<Timestamp>,
    /// Until when the member may accept, in a proposal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accept_by: Option<Timestamp>,
    /// The lead time, in a reminder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<Lead>,
    /// In a late reminder: the other reminders that it replaces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missed: Vec<Lead>,
    /// The side that did not come, in a no-show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_show: Option<Side>,
    /// In a no-show of the member: whether there is no record that the provider was there or
    /// called.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nobody_came: bool,
    /// In a no-show of the provider: whether the member waited for them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub member_waited: bool,
}

impl Facts {
    /// The number of the other side that the person on `side` of a phone session gets.
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

/// A message that has no id yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The subject.
    pub kind: Kind,
    /// The recipient.
    pub to: Recipient,
    /// The facts.
    pub facts: Facts,
}

/// A message in the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its id. The email's Message-ID is derived from it.
    pub id: DeliveryId,
    /// The booking that it is about; `None` if it is about its reader.
    pub booking: Option<BookingId>,
    /// The booking's sequence for which it was written. The message is stale once the booking has a
    /// higher one.
    pub sequence: u32,
    /// The subject.
    pub kind: Kind,
    /// The recipient.
    pub to: Recipient,
    /// The person on the other side, whom the facts name.
    pub other: PersonId,
    /// The facts.
    pub facts: Facts,
    /// When it was written.
    pub queued_at: Timestamp,
}

impl Message {
    /// The channel.
    pub fn channel(&self) -> Channel {
        match self.to.address {
            Address::Email(_) => Channel::Email,
            Address::Phone(_) => Channel::Sms,
        }
    }
}
