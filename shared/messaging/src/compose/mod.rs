//! Words for messages: an email with its calendar part, or an SMS, from what the domain
//! says is to be told.
//!
//! Everything that depends on the language is in `templates/<language>/`; here is only what
//! is the same in all of them. What a message may tell is decided by the domain (M3), and
//! cut further here: each kind of message is handed only the facts that it is for.

mod calendar;
mod disclosure;
mod email;
pub mod link;
mod sms;
mod templates;
#[cfg(test)]
mod tests;
mod view;

use anteroom_domain::booking::{Booking, Side};
use anteroom_domain::message::{self, Address, Message, Parts};
use anteroom_domain::policy::Policy;
use anteroom_domain::values::{EmailAddress, Name, PhoneNumber};
use jiff::{SignedDuration, Timestamp};

use link::{KeyTooShort, LinkKey};

/// What messages say of the service itself, and with what they sign links.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The name of the service, as people know it.
    pub service_name: Name,
    /// Where the portal is; `https://…`.
    pub portal_url: String,
    /// The address from which emails come.
    pub mail_from: EmailAddress,
    /// Signs the links in members' emails.
    pub link_key: LinkKey,
    /// How long after the end of its session a link still opens the waiting room.
    pub link_life: SignedDuration,
}

/// How much longer than its session a link lives, so that the closing page can be read.
const LINK_RESERVE: SignedDuration = SignedDuration::from_hours(1);

impl Settings {
    /// The settings of a service whose links are signed with `link_secret` and live as `policy`
    /// says.
    pub fn new(
        service_name: Name,
        portal_url: String,
        mail_from: EmailAddress,
        link_secret: &[u8],
        policy: &Policy,
    ) -> Result<Self, KeyTooShort> {
        Ok(Self {
            service_name,
            portal_url,
            mail_from,
            link_key: LinkKey::new(link_secret)?,
            link_life: policy.close_after + LINK_RESERVE,
        })
    }
}

/// A message in words, ready to be sent.
pub enum Rendered {
    /// An email.
    Email {
        /// The address from which it comes.
        from: EmailAddress,
        /// The address to which it goes.
        to: EmailAddress,
        /// The whole of it (RFC 5322), headers included.
        raw: Vec<u8>,
    },
    /// An SMS.
    Sms {
        /// The number to which it goes.
        to: PhoneNumber,
        /// Its text.
        text: String,
        /// How many parts the text takes.
        parts: Parts,
    },
}

impl Rendered {
    /// How many parts it takes, if it is an SMS.
    pub fn parts(&self) -> Option<Parts> {
        match self {
            Self::Email { .. } => None,
            Self::Sms { parts, .. } => Some(*parts),
        }
    }
}

/// Why a message can't be put into words. The sources tell of templates and headers, and
/// may quote what was to be said: they are for tests, never for logs (A4).
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template is wrong, or wants something that it isn't given.
    #[error("a template can't be rendered")]
    Template(#[from] minijinja::Error),
    /// The mail library refuses an address.
    #[error("an address can't stand in a header")]
    Address(#[from] lettre::address::AddressError),
    /// The mail library refuses the type of a part.
    #[error("a content type can't stand in a header")]
    ContentType(#[from] lettre::message::header::ContentTypeErr),
    /// The mail library refuses the whole.
    #[error("an email can't be put together")]
    Email(#[from] lettre::error::Error),
    /// The message is of a kind that doesn't go by that channel.
    #[error("a message of this kind does not go by this channel")]
    Channel,
}

/// Puts a message into words in its reader's language. The same message gives the same
/// bytes each time, so that an email that is sent again is the same email.
pub fn render(message: &Message, settings: &Settings) -> Result<Rendered, RenderError> {
    match &message.to.address {
        Address::Email(to) => email::render(message, to, settings),
        Address::Phone(to) => {
            let (text, parts) = sms::render(
                message.kind,
                &message.to,
                &message.facts,
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

/// The text with which a provider introduces themselves from their own handset: that of the
/// SMS from the service, in the member's language. `None` if the member has no number.
pub fn intro_text(booking: &Booking, service_name: &Name) -> Result<Option<String>, RenderError> {
    let Some(draft) = message::introduction(booking) else {
        return Ok(None);
    };
    let (text, _) = sms::render(draft.kind, &draft.to, &draft.facts, service_name)?;
    Ok(Some(text))
}

/// A booking as an iCalendar file for the person on `side`, as it is at `now`. It has the
/// UID and the sequence of the event in their emails.
pub fn calendar(
    booking: &Booking,
    side: Side,
    settings: &Settings,
    now: Timestamp,
) -> Result<String, RenderError> {
    calendar::of_booking(booking, side, settings, now)
}
