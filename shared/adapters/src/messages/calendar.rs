//! A booking as an event of people's calendars (RFC 5545), which later messages change or
//! take away again (RFC 5546).

use anteroom_domain::booking::{Booking, Side, State};
use anteroom_domain::message::{self, Address, Facts, Kind, Message, Recipient};
use anteroom_domain::values::{BookingId, EmailAddress};
use icalendar::{Calendar, Component, Event, EventStatus, Property};
use jiff::Timestamp;

use super::view::{View, ends_at};
use super::{RenderError, Settings, templates};

/// The event in an email, and the method that its content type has to name as well.
pub(super) fn of_message(
    message: &Message,
    to: &EmailAddress,
    settings: &Settings,
) -> Result<(&'static str, String), RenderError> {
    let cancelled = message.kind == Kind::Cancellation;
    let method = if cancelled { "CANCEL" } else { "REQUEST" };
    let about = About {
        booking: &message.booking,
        sequence: message.sequence,
        cancelled,
        stamp: message.queued_at,
    };
    let mut event = event(&about, &message.to, &message.facts, settings)?;
    event.append_multi_property(attendee(&message.to, to));
    Ok((method, file(method, event)))
}

/// The event as a file for one of its sides. It is published to them rather than sent, so it
/// names no attendee (RFC 5546, 3.2.1).
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
    };
    let facts = message::facts(booking, side);
    let cancelled = match booking.state {
        State::Cancelled(_) | State::Expired { .. } => true,
        State::Pending { .. }
        | State::Confirmed
        | State::Ongoing { .. }
        | State::Completed { .. }
        | State::NoShow { .. } => false,
    };
    let about = About {
        booking: &booking.id,
        sequence: booking.sequence,
        cancelled,
        stamp: now,
    };
    Ok(file("PUBLISH", event(&about, &to, &facts, settings)?))
}

/// Which event it is, and how new.
struct About<'a> {
    booking: &'a BookingId,
    sequence: u32,
    cancelled: bool,
    stamp: Timestamp,
}

/// The event itself. It says no more than a glance at a calendar may show: neither number
/// nor link, since calendars are shared.
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
    let status = if about.cancelled {
        EventStatus::Cancelled
    } else {
        EventStatus::Confirmed
    };
    Ok(Event::new()
        .uid(&format!("{}@{domain}", about.booking))
        .sequence(about.sequence)
        .add_property("DTSTAMP", utc(about.stamp))
        .add_property("DTSTART", utc(facts.starts_at))
        .add_property("DTEND", utc(ends_at(facts)))
        .summary(&templates::render("calendar.summary", &view)?)
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

/// The reader has agreed already, so their calendar is asked for no answer.
fn attendee(to: &Recipient, address: &EmailAddress) -> Property {
    Property::new("ATTENDEE", format!("mailto:{address}"))
        .add_parameter("CN", &unquoted(to.name.as_str()))
        .add_parameter("PARTSTAT", "ACCEPTED")
        .add_parameter("ROLE", "REQ-PARTICIPANT")
        .add_parameter("RSVP", "FALSE")
        .done()
}

/// A double quote would end the parameter in which it stands (RFC 5545, 3.2), and there is
/// no way to escape it there.
fn unquoted(name: &str) -> String {
    name.replace('"', "'")
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}
