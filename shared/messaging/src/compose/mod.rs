//! Renders a message: an email with its calendar part, or an SMS, from the facts that the domain
//! chose.
//!
//! Everything that depends on the language is in `templates/<language>/`; the code here is the same
//! for all languages. The domain decides what a message may contain (M3). This module narrows it:
//! each kind of message gets only the facts that it needs.

mod calendar;
pub mod code;
mod disclosure;
mod email;
pub mod link;
mod sms;
mod templates;
#[cfg(test)]
mod tests;
mod view;

use anteroom_domain::booking::{Booking, Side};
use anteroom_domain::message::{self, Address, Kind, Message, Parts};
use anteroom_domain::policy::Policy;
use anteroom_domain::values::{EmailAddress, Name, PhoneNumber};
use jiff::{SignedDuration, Timestamp};

use link::{KeyTooShort, LinkKey};

/// The service's own data in messages, and the key that signs links.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The name of the service for people.
    pub service_name: Name,
    /// The portal's origin, `https://…`.
    pub portal_url: String,
    /// The sender address of emails.
    pub mail_from: EmailAddress,
    /// Where people get help.
    pub help: Help,
    /// Signs the links in members' emails.
    pub link_key: LinkKey,
    /// How long after the end of its session a link is valid for the waiting room.
    pub link_life: SignedDuration,
}

/// Where people get help: at the end of each email, if the service names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    /// The number to call.
    pub phone: Option<PhoneNumber>,
    /// The address to write to.
    pub email: Option<EmailAddress>,
}

/// How much longer than its session a link is valid, so that the closing page can be read.
const LINK_RESERVE: SignedDuration = SignedDuration::from_hours(1);

impl Settings {
    /// The settings of a service. Its links are signed with `link_secret`, and their lifetime
    /// follows `policy`.
    pub fn new(
        service_name: Name,
        portal_url: String,
        mail_from: EmailAddress,
        help: Help,
        link_secret: &[u8],
        policy: &Policy,
    ) -> Result<Self, KeyTooShort> {
        Ok(Self {
            service_name,
            portal_url,
            mail_from,
            help,
            link_key: LinkKey::new(link_secret)?,
            link_life: policy.close_after + LINK_RESERVE,
        })
    }
}

/// A rendered message, ready to be sent.
pub enum Rendered {
    /// An email.
    Email {
        /// The sender address.
        from: EmailAddress,
        /// The recipient address.
        to: EmailAddress,
        /// The whole email (RFC 5322), with its headers.
        raw: Vec<u8>,
    },
    /// An SMS.
    Sms {
        /// The recipient number.
        to: PhoneNumber,
        /// Its text.
        text: String,
        /// How many parts the text needs.
        parts: Parts,
    },
}

impl Rendered {
    /// How many parts it needs, if it is an SMS.
    pub fn parts(&self) -> Option<Parts> {
        match self {
            Self::Email { .. } => None,
            Self::Sms { parts, .. } => Some(*parts),
        }
    }
}

/// Why a message can't be rendered. The error sources name templates and headers, and may quote the
/// message. They are for tests, never for logs (A4).
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template is invalid, or uses a value that it is not given.
    #[error("a template can't be rendered")]
    Template(#[from] minijinja::Error),
    /// The mail library refuses an address.
    #[error("an address can't stand in a header")]
    Address(#[from] lettre::address::AddressError),
    /// The mail library refuses a content type.
    #[error("a content type can't stand in a header")]
    ContentType(#[from] lettre::message::header::ContentTypeErr),
    /// The mail library refuses the email.
    #[error("an email can't be put together")]
    Email(#[from] lettre::error::Error),
    /// The channel has no messages of this kind.
    #[error("a message of this kind does not go by this channel")]
    Channel,
}

/// Renders a message in its reader's language. The same message always gives the same bytes, so
/// that an email that is sent again is identical.
pub fn render(message: &Message, settings: &Settings) -> Result<Rendered, RenderError> {
    match &message.to.address {
        Address::Email(to) => email::render(message, to, settings),
        Address::Phone(to) => {
            let (text, parts) = sms::render(
                message.kind,
                &message.to,
                &message.facts,
                code(message, settings).as_deref(),
                &settings.service_name,
            )?;
            Ok(Rendered::Sms {
                to: to.clone(),
                text,
                parts,
            })
        }
    }
}

/// The code that a message tells, if it tells one.
fn code(message: &Message, settings: &Settings) -> Option<String> {
    (message.kind == Kind::ContactCode).then(|| code::of(&settings.link_key, &message.id))
}

/// The text with which a provider introduces themselves from their own handset. It equals the
/// service's SMS, in the member's language. `None` if the member has no number.
pub fn intro_text(booking: &Booking, service_name: &Name) -> Result<Option<String>, RenderError> {
    let Some(draft) = message::introduction(booking) else {
        return Ok(None);
    };
    let (text, _) = sms::render(draft.kind, &draft.to, &draft.facts, None, service_name)?;
    Ok(Some(text))
}

/// A booking at `now` as an iCalendar file for the person on `side`. It has the UID and the
/// sequence of the event in their emails.
pub fn calendar(
    booking: &Booking,
    side: Side,
    settings: &Settings,
    now: Timestamp,
) -> Result<String, RenderError> {
    calendar::of_booking(booking, side, settings, now)
}
