//! Tests of every message, as its reader gets it.
#![allow(clippy::unwrap_used)]

mod calendars;
mod clocks;
mod emails;
mod pages;
mod privacy;
mod texts;

use anteroom_domain::booking::{DueClock, Party, SessionType, Side, Span, State};
use anteroom_domain::message::{Facts, Kind, Recipient};
use anteroom_domain::person::Lead;
use anteroom_domain::phone::PhoneSteps;
use anteroom_domain::values::{Actor, Language, Role};
use mail_parser::{MessageParser, MimeHeaders};

use super::*;

const NUMBER_OF_MEMBER: &str = "+84912345678";
const NUMBER_OF_PROVIDER: &str = "+6561234567";

/// The kinds that are sent by email.
const EMAILS: [Kind; 10] = [
    Kind::Proposal,
    Kind::Confirmation,
    Kind::Rescheduled,
    Kind::Cancellation,
    Kind::Declined,
    Kind::Expired,
    Kind::NoShow,
    Kind::Reminder,
    Kind::SwitchedToPhone,
    Kind::ProviderWaiting,
];

/// The kinds that are sent by SMS, with their readers.
const TEXTS: [(Kind, Side); 8] = [
    (Kind::PhoneBooked, Side::Member),
    (Kind::Introduction, Side::Member),
    (Kind::Reminder, Side::Member),
    (Kind::SwitchedToPhone, Side::Member),
    (Kind::MemberWaiting, Side::Provider),
    (Kind::ProviderWaiting, Side::Member),
    (Kind::ChangedSoon, Side::Provider),
    (Kind::ChangedSoon, Side::Member),
];

fn settings() -> Settings {
    Settings {
        service_name: "Calm Harbour".parse().unwrap(),
        portal_url: "https://portal.example.com/".to_owned(),
        mail_from: "no-reply@mail.example.com".parse().unwrap(),
        help: Help::default(),
        link_key: LinkKey::new(&[7; 32]).unwrap(),
        link_life: SignedDuration::from_mins(15),
    }
}

/// An email as the domain writes it, with all facts that the domain may give.
fn email(kind: Kind, side: Side, session_type: SessionType) -> Message {
    let (person, name, with, zone, email) = match side {
        Side::Provider => (
            "prv_1",
            "Lan Tran",
            "Nguyễn Thị Mai",
            "Asia/Singapore",
            "lan@example.com",
        ),
        Side::Member => (
            "mem_1",
            "Nguyễn Thị Mai",
            "Lan Tran",
            "Asia/Ho_Chi_Minh",
            "mai@example.com",
        ),
    };
    let by_phone = session_type == SessionType::Phone;
    let is = |of: &[Kind]| of.contains(&kind);
    Message {
        id: "dlv_01JD3Z5T3Q8K8A3V6W5N2M1P0R".parse().unwrap(),
        booking: Some("bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0Q".parse().unwrap()),
        sequence: 1,
        kind,
        to: Recipient {
            person: person.parse().unwrap(),
            side,
            address: Address::Email(email.parse().unwrap()),
            name: name.parse().unwrap(),
            zone: zone.parse().unwrap(),
            language: Language::English,
            link_epoch: 0,
        },
        other: (if side == Side::Provider {
            "mem_1"
        } else {
            "prv_1"
        })
        .parse()
        .unwrap(),
        facts: Facts {
            session_type,
            starts_at: "2026-11-23T03:00:00Z".parse().unwrap(),
            duration_minutes: 50,
            with: with.parse().unwrap(),
            member_phone: (side == Side::Provider && by_phone)
                .then(|| NUMBER_OF_MEMBER.parse().unwrap()),
            provider_phone: (side == Side::Member && by_phone)
                .then(|| NUMBER_OF_PROVIDER.parse().unwrap()),
            cancelled_by: is(&[Kind::Cancellation]).then_some(Role::Member),
            moved_from: is(&[Kind::Rescheduled, Kind::ChangedSoon])
                .then(|| "2026-11-20T07:30:00Z".parse().unwrap()),
            accept_by: is(&[Kind::Proposal]).then(|| "2026-11-22T03:00:00Z".parse().unwrap()),
            lead: is(&[Kind::Reminder]).then_some(Lead::Hours24),
            missed: Vec::new(),
            no_show: is(&[Kind::NoShow]).then_some(Side::Member),
            nobody_came: false,
            member_waited: false,
        },
        queued_at: "2026-11-21T08:30:00Z".parse().unwrap(),
    }
}

/// Whether a session of a type ever causes an email of a kind to a side. After a switch to the
/// telephone there is no video session; only the member of one is told that the provider waits.
fn is_sent(kind: Kind, side: Side, session_type: SessionType) -> bool {
    match kind {
        Kind::SwitchedToPhone => session_type == SessionType::Phone,
        Kind::ProviderWaiting => (side, session_type) == (Side::Member, SessionType::Video),
        _ => true,
    }
}

/// An SMS as the domain writes it.
fn text(kind: Kind, side: Side, session_type: SessionType) -> Message {
    let number = match side {
        Side::Provider => NUMBER_OF_PROVIDER,
        Side::Member => NUMBER_OF_MEMBER,
    };
    let mut message = email(kind, side, session_type);
    message.to.address = Address::Phone(number.parse().unwrap());
    message
}

/// The same message to a reader of another language.
fn read_in(language: Language, mut message: Message) -> Message {
    message.to.language = language;
    message
}

fn raw(message: &Message) -> Vec<u8> {
    match render(message, &settings()).unwrap() {
        Rendered::Email { raw, .. } => raw,
        Rendered::Sms { .. } => panic!("an email was expected"),
    }
}

fn sms(message: &Message) -> (String, Parts) {
    match render(message, &settings()).unwrap() {
        Rendered::Sms { text, parts, .. } => (text, parts),
        Rendered::Email { .. } => panic!("an SMS was expected"),
    }
}

/// An email, decoded as a mail program does.
struct Read {
    headers: String,
    subject: String,
    text: String,
    html: String,
    /// The event, and the method of its part.
    event: Option<(String, String)>,
    /// Everything that its reader may see.
    all: String,
}

fn read(message: &Message) -> Read {
    let raw = raw(message);
    let whole = String::from_utf8(raw.clone()).unwrap();
    let email = MessageParser::default().parse(&raw).unwrap();
    let of_type = |main: &str, sub: &str| {
        let found = email.parts.iter().filter(|part| {
            part.content_type()
                .is_some_and(|t| t.ctype() == main && t.subtype() == Some(sub))
        });
        found.collect::<Vec<_>>()
    };
    let content = |main, sub| {
        let part = of_type(main, sub).pop().unwrap();
        part.text_contents().unwrap().replace("\r\n", "\n")
    };
    let event = of_type("text", "calendar").pop().map(|part| {
        let method = part.content_type().unwrap().attribute("method").unwrap();
        let event = content("text", "calendar");
        let file = email
            .attachments()
            .find(|part| part.attachment_name() == Some("invite.ics"))
            .unwrap();
        let file = String::from_utf8_lossy(file.contents()).replace("\r\n", "\n");
        assert_eq!(file, event);
        (method.to_owned(), event)
    });
    if event.is_none() {
        assert_eq!(of_type("multipart", "alternative").len(), 1);
        assert_eq!(email.attachments().count(), 0);
    }
    let (text, html) = (content("text", "plain"), content("text", "html"));
    let subject = email.subject().unwrap().to_owned();
    let shown = event.as_ref().map_or("", |(_, event)| event);
    Read {
        headers: whole
            .split("\r\n\r\n")
            .next()
            .unwrap()
            .replace("\r\n", "\n"),
        all: [&subject, &text, &html, shown].join("\n"),
        subject,
        text,
        html,
        event,
    }
}

/// The text without the link's token, which differs with the key. The tests of links check its
/// contents.
fn without_token(text: &str) -> String {
    match text.split_once("/visit#") {
        Some((before, after)) => {
            let rest =
                after.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "-_.".contains(c));
            format!("{before}/visit#TOKEN{rest}")
        }
        None => text.to_owned(),
    }
}

/// A phone session of the same two people.
fn booking() -> Booking {
    let party = |side| {
        let to = email(Kind::Confirmation, side, SessionType::Phone).to;
        let Address::Email(email) = to.address else {
            panic!("an email was expected")
        };
        let phone = match side {
            Side::Provider => NUMBER_OF_PROVIDER,
            Side::Member => NUMBER_OF_MEMBER,
        };
        let phone = Some(phone.parse().unwrap());
        Party {
            id: to.person,
            name: to.name,
            email,
            phone,
            zone: to.zone,
            language: to.language,
            link_epoch: to.link_epoch,
        }
    };
    Booking {
        id: "bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0Q".parse().unwrap(),
        version: 4,
        sequence: 2,
        moved_at: 0,
        provider: party(Side::Provider),
        member: party(Side::Member),
        session_type: SessionType::Phone,
        span: Span {
            starts_at: "2026-11-23T03:00:00Z".parse().unwrap(),
            duration: SignedDuration::from_mins(50),
            buffer: SignedDuration::from_mins(10),
        },
        comment: Some("a private matter".parse().unwrap()),
        created_at: "2026-11-21T08:30:00Z".parse().unwrap(),
        created_by: Actor::SYSTEM,
        state: State::Confirmed,
        phone: PhoneSteps::default(),
        clock: DueClock::default(),
    }
}
