//! An email, with plain text and HTML as alternatives. If it changes calendars, it has the event as
//! a third alternative and again as a file, since calendar programs read one or the other.

use std::time::SystemTime;

use anteroom_domain::message::{Kind, Message};
use anteroom_domain::values::{BookingId, EmailAddress};
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};

use super::link::{self, LinkClaims};
use super::view::{View, ends_at};
use super::{RenderError, Rendered, Settings, calendar, code, disclosure, templates};

/// Builds an email. All its contents, even the boundaries of its parts, are derived from the
/// message and the settings. So each attempt sends the same bytes.
pub(super) fn render(
    message: &Message,
    to: &EmailAddress,
    settings: &Settings,
) -> Result<Rendered, RenderError> {
    let code = code(message, settings);
    let mut view = view(message, settings);
    view.code = code.as_deref();
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
        Kind::ContactChanged => "contact_changed",
        Kind::ContactCode => "contact_code",
        Kind::ProviderWaiting => "provider_waiting",
        Kind::PhoneBooked | Kind::Introduction | Kind::MemberWaiting | Kind::ChangedSoon => {
            return Err(RenderError::Channel);
        }
    };
    let subject = templates::line(&format!("{template}.subject"), &view)?;
    let body = format!("{template}.body");
    let alternatives = MultiPart::alternative()
        .boundary(format!("alternatives-{}", message.id))
        .singlepart(SinglePart::plain(templates::text(&body, &subject, &view)?))
        .singlepart(SinglePart::html(templates::html(&body, &subject, &view)?));
    let content = match calendar::of_message(message, to, settings)? {
        Some((method, event)) => with_event(alternatives, method, event, message)?,
        None => alternatives,
    };

    let email = lettre::Message::builder()
        .from(mailbox(
            settings.service_name.as_str(),
            &settings.mail_from,
        )?)
        .to(reader(message, to)?)
        .subject(subject)
        .date(SystemTime::from(message.queued_at))
        .message_id(Some(message_id(message, &settings.mail_from)))
        .header(AutoSubmitted)
        .multipart(content)?;
    Ok(Rendered::Email {
        from: settings.mail_from.clone(),
        to: to.clone(),
        raw: email.formatted(),
    })
}

/// The values for the templates, no more than the email may contain (M3).
fn view<'a>(message: &'a Message, settings: &'a Settings) -> View<'a> {
    let facts = &message.facts;
    let disclosure = disclosure::in_email(message.kind, message.to.side, facts.session_type);
    let member_phone = facts
        .member_phone
        .as_ref()
        .filter(|_| disclosure.member_phone);
    let mut view = View::new(&message.to, facts, settings.service_name.as_str());
    view.member_phone = member_phone.map(|number| number.as_str());
    let linked = message.booking.as_ref().filter(|_| disclosure.link);
    view.link = linked.map(|booking| link(message, booking, settings));
    view.portal = Some(&settings.portal_url);
    view.help_phone = settings.help.phone.as_ref().map(|number| number.as_str());
    view.help_email = settings.help.email.as_ref().map(|address| address.as_str());
    view
}

/// Adds the event, as an alternative and as a file.
fn with_event(
    alternatives: MultiPart,
    method: &str,
    event: String,
    message: &Message,
) -> Result<MultiPart, RenderError> {
    let alternative =
        ContentType::parse(&format!("text/calendar; charset=utf-8; method={method}"))?;
    let file = ContentType::parse("application/ics; name=\"invite.ics\"")?;
    let alternative = SinglePart::builder()
        .header(alternative)
        .body(event.clone());
    Ok(MultiPart::mixed()
        .boundary(format!("parts-{}", message.id))
        .multipart(alternatives.singlepart(alternative))
        .singlepart(Attachment::new("invite.ics".to_owned()).body(event, file)))
}

fn link(message: &Message, booking: &BookingId, settings: &Settings) -> String {
    let claims = LinkClaims {
        booking: booking.clone(),
        member: message.to.person.clone(),
        sequence: message.sequence,
        epoch: message.to.link_epoch,
        expires_at: ends_at(&message.facts) + settings.link_life,
    };
    let token = link::issue(&settings.link_key, &claims);
    format!(
        "{}/visit#{token}",
        settings.portal_url.trim_end_matches('/')
    )
}

/// The reader in the header. A code may go to somebody else's address, so it names nobody.
fn reader(message: &Message, to: &EmailAddress) -> Result<Mailbox, RenderError> {
    if message.kind == Kind::ContactCode {
        return Ok(Mailbox::new(None, to.as_str().parse()?));
    }
    mailbox(message.to.name.as_str(), to)
}

fn mailbox(name: &str, address: &EmailAddress) -> Result<Mailbox, RenderError> {
    Ok(Mailbox::new(
        Some(name.to_owned()),
        address.as_str().parse()?,
    ))
}

/// The Message-ID, the same for each attempt (M4). In the cloud SES puts one of its own in its place.
fn message_id(message: &Message, from: &EmailAddress) -> String {
    let domain = from
        .as_str()
        .rsplit_once('@')
        .map_or("", |(_, domain)| domain);
    format!("<{}@{domain}>", message.id)
}

/// The header that tells other programs not to send automatic replies (RFC 3834, 5).
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
