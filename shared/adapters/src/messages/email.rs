//! An email: plain text, HTML and the calendar event as alternatives, and the event once
//! more as a file, since calendar programs look in one place or the other.

use std::time::SystemTime;

use anteroom_domain::booking::{SessionType, Side};
use anteroom_domain::message::{Kind, Message};
use anteroom_domain::values::EmailAddress;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};

use super::view::{View, ends_at};
use super::{RenderError, Rendered, Settings, calendar, templates};
use crate::link::{self, LinkClaims};

/// Puts an email together. Everything in it comes from the message and the settings, the
/// boundaries of its parts too, so that each attempt sends the same bytes.
pub(super) fn render(
    message: &Message,
    to: &EmailAddress,
    settings: &Settings,
) -> Result<Rendered, RenderError> {
    let view = view(message, settings);
    let template = match message.kind {
        Kind::Proposal => "proposal",
        Kind::Confirmation => "confirmation",
        Kind::Rescheduled => "rescheduled",
        Kind::Cancellation => "cancellation",
        Kind::Declined => "declined",
        Kind::Expired => "expired",
        Kind::NoShow => "no_show",
        Kind::Reminder => "reminder",
        Kind::SwitchedToPhone => "switched_to_phone",
        Kind::PhoneBooked | Kind::Introduction | Kind::MemberWaiting | Kind::ChangedSoon => {
            return Err(RenderError::Channel);
        }
    };
    let part = |format: &str| templates::render(&format!("{template}.{format}"), &view);
    let (method, event) = calendar::of_message(message, to, settings)?;

    let alternatives = MultiPart::alternative()
        .boundary(format!("alternatives-{}", message.id))
        .singlepart(SinglePart::plain(part("txt")?))
        .singlepart(SinglePart::html(part("html")?))
        .singlepart(
            SinglePart::builder()
                .header(ContentType::parse(&format!(
                    "text/calendar; charset=utf-8; method={method}"
                ))?)
                .body(event.clone()),
        );
    let file = Attachment::new("invite.ics".to_owned()).body(
        event,
        ContentType::parse("application/ics; name=\"invite.ics\"")?,
    );

    let email = lettre::Message::builder()
        .from(mailbox(
            settings.service_name.as_str(),
            &settings.mail_from,
        )?)
        .to(mailbox(message.to.name.as_str(), to)?)
        .subject(part("subject")?)
        .date(SystemTime::from(message.queued_at))
        .message_id(Some(message_id(message, &settings.mail_from)))
        .header(AutoSubmitted)
        .multipart(
            MultiPart::mixed()
                .boundary(format!("parts-{}", message.id))
                .multipart(alternatives)
                .singlepart(file),
        )?;
    Ok(Rendered::Email {
        from: settings.mail_from.clone(),
        to: to.clone(),
        raw: email.formatted(),
    })
}

/// What this email may tell: the member's number to the provider of a phone session, the
/// link to the member of a video session, and neither once the session is off (M3).
fn view<'a>(message: &'a Message, settings: &'a Settings) -> View<'a> {
    let (facts, on) = (&message.facts, message.kind == Kind::Confirmation);
    let mut view = View::new(&message.to, facts, settings.service_name.as_str());
    view.portal = Some(&settings.portal_url);
    match (message.to.side, facts.session_type) {
        (Side::Provider, SessionType::Phone) if on => {
            view.member_phone = facts.member_phone.as_ref().map(|number| number.as_str());
        }
        (Side::Member, SessionType::Video) if on => view.link = Some(link(message, settings)),
        (Side::Provider | Side::Member, SessionType::Phone | SessionType::Video) => {}
    }
    view
}

fn link(message: &Message, settings: &Settings) -> String {
    let claims = LinkClaims {
        booking: message.booking.clone(),
        member: message.to.person.clone(),
        starts_at: message.facts.starts_at,
        expires_at: ends_at(&message.facts) + settings.link_life,
    };
    let token = link::issue(&settings.link_key, &claims);
    format!(
        "{}/visit#{token}",
        settings.portal_url.trim_end_matches('/')
    )
}

fn mailbox(name: &str, address: &EmailAddress) -> Result<Mailbox, RenderError> {
    Ok(Mailbox::new(
        Some(name.to_owned()),
        address.as_str().parse()?,
    ))
}

/// The same for every attempt, so that a second copy can be known for one (M4).
fn message_id(message: &Message, from: &EmailAddress) -> String {
    let domain = from
        .as_str()
        .rsplit_once('@')
        .map_or("", |(_, domain)| domain);
    format!("<{}@{domain}>", message.id)
}

/// Tells other programs not to answer, as an out-of-office notice would (RFC 3834, 5).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
