//! A booking as a calendar event (RFC 5545). Later messages change or remove it (RFC 5546).

use anteroom_domain::booking::{Booking, Side, State};
use anteroom_domain::message::{self, Address, Facts, Kind, Message, Recipient};
use anteroom_domain::values::{BookingId, EmailAddress};
use icalendar::{Calendar, Component, Event, EventStatus, Property};
use jiff::Timestamp;

use super::view::{View, ends_at};
use super::{RenderError, Settings, templates};

/// The event in an email, and the method, which the email's content type must name too; `None` if
/// the message changes nothing in a calendar.
pub(super) fn of_message(
    message: &Message,
    to: &EmailAddress,
    settings: &Settings,
) -> Result<Option<(&'static str, String)>, RenderError> {
    let standing = Standing::after(message.kind);
    let Some((standing, booking)) = standing.zip(message.booking.as_ref()) else {
        return Ok(None);
    };
    let about = About {
        booking,
        sequence: message.sequence,
        standing,
        stamp: message.queued_at,
    };
    let mut event = event(&about, &message.to, &message.facts, settings)?;
    event.append_multi_property(attendee(&message.to, to, standing));
    let method = match standing {
        Standing::Proposed | Standing::Booked => "REQUEST",
        Standing::Off => "CANCEL",
    };
    Ok(Some((method, file(method, event))))
}

/// The event as a file for one side. Its method is to publish, not to invite, so it names no
/// attendee (RFC 5546, 3.2.1).
pub(super) fn of_booking(
    booking: &Booking,
    side: Side,
    settings: &Settings,
    now: Timestamp,
) -> Result<String, RenderError> {
    let party = booking.party(side);
    let to = Recipient {
        person: party.id.clone(),
        side,
        address: Address::Email(party.email.clone()),
        name: party.name.clone(),
        zone: party.zone.clone(),
        language: party.language,
        link_epoch: party.link_epoch,
    };
    let facts = message::facts(booking, side);
    let standing = match booking.state {
        State::Pending { .. } => Standing::Proposed,
        State::Cancelled(_) | State::Expired { .. } => Standing::Off,
        State::Confirmed
        | State::Ongoing { .. }
        | State::Completed { .. }
        | State::NoShow { .. } => Standing::Booked,
    };
    let about = About {
        booking: &booking.id,
        sequence: booking.sequence,
        standing,
        stamp: now,
    };
    Ok(file("PUBLISH", event(&about, &to, &facts, settings)?))
}

/// The state of a session, as calendars show it.
#[derive(Clone, Copy)]
enum Standing {
    /// The member has not answered yet.
    Proposed,
    /// It will take place or took place.
    Booked,
    /// It is cancelled: the event is removed from calendars.
    Off,
}

impl Standing {
    /// The state after a message of this kind; `None` if calendars do not change.
    fn after(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Proposal => Some(Self::Proposed),
            Kind::Confirmation | Kind::Rescheduled | Kind::SwitchedToPhone => Some(Self::Booked),
            Kind::Cancellation | Kind::Declined | Kind::Expired => Some(Self::Off),
            Kind::NoShow
            | Kind::Reminder
            | Kind::PhoneBooked
            | Kind::Introduction
            | Kind::MemberWaiting
            | Kind::ProviderWaiting
            | Kind::ChangedSoon
            | Kind::ContactChanged
            | Kind::ContactCode => None,
        }
    }
}

/// The identity and the version of an event.
struct About<'a> {
    booking: &'a BookingId,
    sequence: u32,
    standing: Standing,
    stamp: Timestamp,
}

/// The event itself. Calendars are often shared, so it has neither number nor link.
fn event(
    about: &About<'_>,
    to: &Recipient,
    facts: &Facts,
    settings: &Settings,
) -> Result<Event, RenderError> {
    let view = View::new(to, facts, settings.service_name.as_str());
    let domain = settings
        .mail_from
        .as_str()
        .rsplit_once('@')
        .map_or("", |(_, domain)| domain);
    let status = match about.standing {
        Standing::Proposed => EventStatus::Tentative,
        Standing::Booked => EventStatus::Confirmed,
        Standing::Off => EventStatus::Cancelled,
    };
    Ok(Event::new()
        .uid(&format!("{}@{domain}", about.booking))
        .sequence(about.sequence)
        .add_property("DTSTAMP", utc(about.stamp))
        .add_property("DTSTART", utc(facts.starts_at))
        .add_property("DTEND", utc(ends_at(facts)))
        .summary(&templates::line("calendar.summary", &view)?)
        .status(status)
        .append_property(organizer(settings))
        .done())
}

fn file(method: &str, event: Event) -> String {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//Anteroom//Anteroom//EN"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", method))
        .push(event);
    calendar.to_string()
}

fn organizer(settings: &Settings) -> Property {
    Property::new("ORGANIZER", format!("mailto:{}", settings.mail_from))
        .add_parameter("CN", &unquoted(settings.service_name.as_str()))
        .done()
}

/// The attendee is asked for no reply: they have agreed already, or they answer by their link.
fn attendee(to: &Recipient, address: &EmailAddress, standing: Standing) -> Property {
    let answer = match (standing, to.side) {
        (Standing::Proposed, Side::Member) => "TENTATIVE",
        (Standing::Proposed, Side::Provider) | (Standing::Booked | Standing::Off, _) => "ACCEPTED",
    };
    Property::new("ATTENDEE", format!("mailto:{address}"))
        .add_parameter("CN", &unquoted(to.name.as_str()))
        .add_parameter("PARTSTAT", answer)
        .add_parameter("ROLE", "REQ-PARTICIPANT")
        .add_parameter("RSVP", "FALSE")
        .done()
}

/// A name without double quotes. A quote would end the parameter and can't be escaped there (RFC
/// 5545, 3.2).
fn unquoted(name: &str) -> String {
    name.replace('"', "'")
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}
