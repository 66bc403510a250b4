//! Every message, as its reader gets it.
#![allow(clippy::unwrap_used)]

use anteroom_domain::booking::{Party, SessionType, Side, Span, State};
use anteroom_domain::message::{Facts, Recipient};
use anteroom_domain::values::{Actor, Language, Role};
use mail_parser::{MessageParser, MimeHeaders};

use super::*;

const NUMBER_OF_MEMBER: &str = "+84912345678";
const NUMBER_OF_PROVIDER: &str = "+6561234567";

fn settings() -> Settings {
    Settings {
        service_name: "Calm Harbour".parse().unwrap(),
        portal_url: "https://portal.example.com/".to_owned(),
        mail_from: "no-reply@mail.example.com".parse().unwrap(),
        link_key: LinkKey::new(&[7; 32]).unwrap(),
        link_life: SignedDuration::from_mins(15),
    }
}

/// A message as the domain would write it, with every fact that the domain may give.
fn message(kind: Kind, side: Side, session_type: SessionType) -> Message {
    let sms = matches!(
        kind,
        Kind::PhoneBooked | Kind::Introduction | Kind::MemberWaiting
    );
    let (person, name, with, zone, email, phone) = match side {
        Side::Provider => (
            "prv_1",
            "Lan Tran",
            "Nguyễn Thị Mai",
            "Asia/Singapore",
            "lan@example.com",
            NUMBER_OF_PROVIDER,
        ),
        Side::Member => (
            "mem_1",
            "Nguyễn Thị Mai",
            "Lan Tran",
            "Asia/Ho_Chi_Minh",
            "mai@example.com",
            NUMBER_OF_MEMBER,
        ),
    };
    let by_phone = session_type == SessionType::Phone;
    Message {
        id: "dlv_01JD3Z5T3Q8K8A3V6W5N2M1P0R".parse().unwrap(),
        booking: "bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0Q".parse().unwrap(),
        sequence: if kind == Kind::Cancellation { 1 } else { 0 },
        kind,
        to: Recipient {
            person: person.parse().unwrap(),
            side,
            address: if sms {
                Address::Phone(phone.parse().unwrap())
            } else {
                Address::Email(email.parse().unwrap())
            },
            name: name.parse().unwrap(),
            zone: zone.parse().unwrap(),
            language: Language::English,
        },
        facts: Facts {
            session_type,
            starts_at: "2026-11-23T03:00:00Z".parse().unwrap(),
            duration_minutes: 50,
            with: with.parse().unwrap(),
            member_phone: (side == Side::Provider && by_phone)
                .then(|| NUMBER_OF_MEMBER.parse().unwrap()),
            provider_phone: (side == Side::Member && by_phone)
                .then(|| NUMBER_OF_PROVIDER.parse().unwrap()),
            cancelled_by: (kind == Kind::Cancellation).then_some(Role::Member),
            moved_from: None,
            accept_by: None,
            lead: None,
            no_show: None,
        },
        queued_at: "2026-11-21T08:30:00Z".parse().unwrap(),
    }
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

/// An email as a mail program reads it: headers, text, HTML and event, decoded.
struct Read {
    headers: String,
    subject: String,
    text: String,
    html: String,
    event: String,
    all: String,
}

fn read(message: &Message) -> Read {
    let raw = raw(message);
    let whole = String::from_utf8(raw.clone()).unwrap();
    let email = MessageParser::default().parse(&raw).unwrap();
    let part = |kind: &str, sub: &str| {
        let parts = email.parts.iter();
        let mut found = parts.filter(|p| {
            p.content_type()
                .is_some_and(|t| t.ctype() == kind && t.subtype() == Some(sub))
        });
        found
            .next()
            .unwrap()
            .text_contents()
            .unwrap()
            .replace("\r\n", "\n")
    };
    let (text, html, event) = (
        part("text", "plain"),
        part("text", "html"),
        part("text", "calendar"),
    );
    let file = email
        .attachments()
        .find(|p| p.attachment_name() == Some("invite.ics"))
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(file.contents()).replace("\r\n", "\n"),
        event
    );
    Read {
        headers: whole
            .split("\r\n\r\n")
            .next()
            .unwrap()
            .replace("\r\n", "\n"),
        subject: email.subject().unwrap().to_owned(),
        all: [email.subject().unwrap(), &text, &html, &event].join("\n"),
        text,
        html,
        event,
    }
}

/// The link's token differs with its key; what it says is tested where it is made.
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

#[test]
fn emails_read_as_they_should() {
    let mut shown = String::new();
    for kind in [Kind::Confirmation, Kind::Cancellation] {
        for session_type in [SessionType::Video, SessionType::Phone] {
            for side in [Side::Provider, Side::Member] {
                let email = read(&message(kind, side, session_type));
                shown += &format!(
                    "=== {kind:?}, {session_type:?}, to the {side:?}\n{}\n",
                    email.headers
                );
                shown += &format!(
                    "--- subject\n{}\n--- text\n{}\n--- event\n{}\n",
                    email.subject,
                    without_token(&email.text),
                    email.event
                );
            }
        }
    }
    insta::assert_snapshot!("emails", shown);
}

#[test]
fn html_reads_as_it_should() {
    let mut shown = String::new();
    for (kind, side, session_type) in [
        (Kind::Confirmation, Side::Member, SessionType::Video),
        (Kind::Confirmation, Side::Provider, SessionType::Phone),
        (Kind::Cancellation, Side::Member, SessionType::Video),
    ] {
        let html = read(&message(kind, side, session_type)).html;
        assert!(!html.contains("src=") && !html.contains("url("), "{html}");
        shown += &format!(
            "=== {kind:?}, {session_type:?}, to the {side:?}\n{}\n",
            without_token(&html)
        );
    }
    insta::assert_snapshot!("html", shown);
}

#[test]
fn sms_read_as_they_should() {
    let shown = [
        (Kind::PhoneBooked, Side::Member, SessionType::Phone),
        (Kind::Introduction, Side::Member, SessionType::Phone),
        (Kind::MemberWaiting, Side::Provider, SessionType::Video),
    ]
    .map(|(kind, side, session_type)| {
        let (text, parts) = sms(&message(kind, side, session_type));
        format!("{kind:?}: {text} [{} {:?}]", parts.count, parts.encoding)
    });
    insta::assert_snapshot!(shown.join("\n"), @r"
    PhoneBooked: Calm Harbour: Lan Tran will call you for your session on Mon 23 Nov at 10:00 (Ho Chi Minh) from +6561234567. [1 Gsm7]
    Introduction: This is Lan Tran from Calm Harbour. I will call you for our session on Mon 23 Nov at 10:00 (Ho Chi Minh) from +6561234567. [1 Gsm7]
    MemberWaiting: Calm Harbour: Nguyễn Thị Mai is waiting for your session of 11:00 (Singapore). Please start it in the portal. [2 Ucs2]
    ");
}

/// M3: a number is only where it is for, a link only with the member of a video session.
#[test]
fn nothing_tells_more_than_it_may() {
    for kind in [Kind::Confirmation, Kind::Cancellation] {
        for session_type in [SessionType::Video, SessionType::Phone] {
            for side in [Side::Provider, Side::Member] {
                let mut message = message(kind, side, session_type);
                // Even if the domain gave everything.
                message.facts.member_phone = Some(NUMBER_OF_MEMBER.parse().unwrap());
                message.facts.provider_phone = Some(NUMBER_OF_PROVIDER.parse().unwrap());
                let email = read(&message);
                let case = (kind, side, session_type);
                let number = case == (Kind::Confirmation, Side::Provider, SessionType::Phone);
                assert_eq!(email.all.contains(NUMBER_OF_MEMBER), number, "{case:?}");
                assert!(!email.event.contains(NUMBER_OF_MEMBER), "{case:?}");
                assert!(!email.all.contains(NUMBER_OF_PROVIDER), "{case:?}");
                let link = case == (Kind::Confirmation, Side::Member, SessionType::Video);
                assert_eq!(email.text.contains("/visit#"), link, "{case:?}");
                assert_eq!(email.html.contains("/visit#"), link, "{case:?}");
                assert!(!email.event.contains("/visit"), "{case:?}");
            }
        }
    }
    let mut waiting = message(Kind::MemberWaiting, Side::Provider, SessionType::Phone);
    waiting.facts.provider_phone = Some(NUMBER_OF_PROVIDER.parse().unwrap());
    let (text, _) = sms(&waiting);
    assert!(
        !text.contains(NUMBER_OF_MEMBER) && !text.contains(NUMBER_OF_PROVIDER),
        "{text}"
    );
}

#[test]
fn a_members_link_opens_their_booking_until_a_while_after_its_end() {
    let message = message(Kind::Confirmation, Side::Member, SessionType::Video);
    let text = read(&message).text;
    let token = text
        .split("/visit#")
        .nth(1)
        .unwrap()
        .split_whitespace()
        .next()
        .unwrap();
    assert!(text.contains(&format!("https://portal.example.com/visit#{token}")));
    let claims = crate::link::verify(&settings().link_key, token, message.queued_at).unwrap();
    assert_eq!(
        (claims.booking, claims.member, claims.sequence),
        (message.booking, message.to.person, 0)
    );
    assert_eq!(claims.expires_at.to_string(), "2026-11-23T04:05:00Z");
}

/// M4: an email that is sent again is the same email.
#[test]
fn each_attempt_gives_the_same_bytes() {
    let message = message(Kind::Confirmation, Side::Member, SessionType::Video);
    assert_eq!(raw(&message), raw(&message));
}

#[test]
fn times_are_exact_over_midnight_and_clock_changes() {
    let when = |starts_at: &str, minutes, zone: &str| {
        let mut message = message(Kind::Cancellation, Side::Member, SessionType::Video);
        message.facts.starts_at = starts_at.parse().unwrap();
        message.facts.duration_minutes = minutes;
        message.to.zone = zone.parse().unwrap();
        let text = read(&message).text;
        text.lines()
            .find_map(|line| line.strip_prefix("When it was: "))
            .unwrap()
            .to_owned()
    };
    let shown = [
        when("2026-11-23T03:00:00Z", 50, "Asia/Ho_Chi_Minh"),
        when("2026-11-23T03:00:00Z", 50, "Asia/Kathmandu"),
        when("2026-11-23T03:00:00Z", 50, "America/St_Johns"),
        when("2026-11-23T03:00:00Z", 50, "UTC"),
        when("2026-11-23T03:00:00Z", 50, "Etc/GMT+5"),
        when("2026-11-23T03:00:00Z", 50, "Africa/Abidjan"),
        when("2026-11-23T16:40:00Z", 50, "Asia/Ho_Chi_Minh"),
        when("2026-10-25T00:30:00Z", 50, "Europe/Berlin"),
        when("2026-12-31T16:40:00Z", 50, "Asia/Ho_Chi_Minh"),
    ];
    insta::assert_snapshot!(shown.join("\n"), @r"
    Monday 23 November 2026, 10:00–10:50 (Asia/Ho_Chi_Minh, UTC+7)
    Monday 23 November 2026, 08:45–09:35 (Asia/Kathmandu, UTC+5:45)
    Sunday 22 November 2026, 23:30 – Monday 23 November 2026, 00:20 (America/St_Johns, UTC-3:30)
    Monday 23 November 2026, 03:00–03:50 (UTC)
    Sunday 22 November 2026, 22:00–22:50 (Etc/GMT+5, UTC-5)
    Monday 23 November 2026, 03:00–03:50 (Africa/Abidjan, UTC)
    Monday 23 November 2026, 23:40 – Tuesday 24 November 2026, 00:30 (Asia/Ho_Chi_Minh, UTC+7)
    Sunday 25 October 2026, 02:30 UTC+2–02:20 UTC+1 (Europe/Berlin)
    Thursday 31 December 2026, 23:40 – Friday 1 January 2027, 00:30 (Asia/Ho_Chi_Minh, UTC+7)
    ");
}

#[test]
fn who_cancelled_is_said_as_the_reader_would() {
    let sentence = |by: Option<Role>, side| {
        let mut message = message(Kind::Cancellation, side, SessionType::Video);
        message.facts.cancelled_by = by;
        format!(
            "{by:?} to {side:?}: {}",
            read(&message).text.lines().nth(2).unwrap()
        )
    };
    let mut shown = Vec::new();
    for side in [Side::Provider, Side::Member] {
        for by in [
            Some(Role::Provider),
            Some(Role::Member),
            Some(Role::Concierge),
            Some(Role::System),
            None,
        ] {
            shown.push(sentence(by, side));
        }
    }
    insta::assert_snapshot!(shown.join("\n"), @r"
    Some(Provider) to Provider: You have cancelled your session with Nguyễn Thị Mai.
    Some(Member) to Provider: Nguyễn Thị Mai has cancelled your session.
    Some(Concierge) to Provider: The team of Calm Harbour has cancelled your session with Nguyễn Thị Mai.
    Some(System) to Provider: Your session with Nguyễn Thị Mai is cancelled.
    None to Provider: Your session with Nguyễn Thị Mai is cancelled.
    Some(Provider) to Member: Lan Tran has cancelled your session.
    Some(Member) to Member: You have cancelled your session with Lan Tran.
    Some(Concierge) to Member: The team of Calm Harbour has cancelled your session with Lan Tran.
    Some(System) to Member: Your session with Lan Tran is cancelled.
    None to Member: Your session with Lan Tran is cancelled.
    ");
}

/// Names can't break out of where they stand: header, HTML, calendar line or parameter.
#[test]
fn names_stay_names() {
    let nasty = r#"A"; X=<b>\,;:é & 名 Bcc: x@example.com ="#;
    let mut message = message(Kind::Confirmation, Side::Member, SessionType::Video);
    message.to.name = nasty.parse().unwrap();
    message.facts.with = nasty.parse().unwrap();
    let mut settings = settings();
    settings.service_name = nasty.parse().unwrap();
    let Rendered::Email { raw, .. } = render(&message, &settings).unwrap() else {
        panic!("an email was expected")
    };
    let email = MessageParser::default().parse(&raw).unwrap();
    assert!(email.bcc().is_none());
    assert_eq!(email.to().unwrap().first().unwrap().name(), Some(nasty));
    assert_eq!(
        email.to().unwrap().first().unwrap().address(),
        Some("mai@example.com")
    );
    assert!(!email.body_html(0).unwrap().contains("<b>"));
    let event = String::from_utf8(email.attachments().last().unwrap().contents().to_vec()).unwrap();
    let lines: Vec<_> = event
        .replace("\r\n ", "")
        .split("\r\n")
        .map(str::to_owned)
        .collect();
    assert_eq!(
        lines
            .iter()
            .filter(|line| line.starts_with("ATTENDEE"))
            .count(),
        1
    );
    assert!(
        lines
            .iter()
            .all(|line| !line.starts_with("Bcc") && !line.starts_with("X=")),
        "{event}"
    );
    assert!(
        lines.contains(
            &r#"SUMMARY:Video session with A"\; X=<b>\\\,\;:é & 名 Bcc: x@example.com ="#
                .to_owned()
        ),
        "{event}"
    );
}

#[test]
fn no_sms_takes_more_than_two_parts() {
    let names = [
        "Mai",
        &"Nguyễn ".repeat(14),
        &"🙂".repeat(100),
        &"€".repeat(100),
    ];
    let zones = ["Asia/Ho_Chi_Minh", "America/Argentina/ComodRivadavia"];
    for kind in [Kind::PhoneBooked, Kind::Introduction, Kind::MemberWaiting] {
        for with in names {
            for service in names {
                for zone in zones {
                    let side = if kind == Kind::MemberWaiting {
                        Side::Provider
                    } else {
                        Side::Member
                    };
                    let mut message = message(kind, side, SessionType::Phone);
                    message.facts.with = with.parse().unwrap();
                    message.to.zone = zone.parse().unwrap();
                    if side == Side::Member {
                        message.facts.provider_phone = Some("+493012345678901".parse().unwrap());
                    }
                    let settings = Settings {
                        service_name: service.parse().unwrap(),
                        ..settings()
                    };
                    let Rendered::Sms { text, parts, .. } = render(&message, &settings).unwrap()
                    else {
                        panic!("an SMS")
                    };
                    assert!(parts.count <= 2, "{text}");
                    assert_eq!(parts, super::parts(&text));
                    if side == Side::Member {
                        assert!(text.contains("+493012345678901"), "{text}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_name_is_cut_only_as_far_as_it_must_be() {
    let mut message = message(Kind::Introduction, Side::Member, SessionType::Phone);
    message.facts.with = "Công Tằng Tôn Nữ Thị Hoàng Phương Anh".parse().unwrap();
    insta::assert_snapshot!(sms(&message).0, @"This is Công Tằng Tôn Nữ Th. from Calm Harbour. I will call you for our session on Mon 23 Nov at 10:00 (Ho Chi Minh) from +6561234567.");
}

#[test]
fn vietnamese_readers_get_english_until_their_folder_is_there() {
    let mut message = message(Kind::Confirmation, Side::Member, SessionType::Video);
    let english = raw(&message);
    message.to.language = Language::Vietnamese;
    assert_eq!(raw(&message), english);
}

#[test]
fn a_kind_goes_only_by_its_channel() {
    let email = message(Kind::Confirmation, Side::Member, SessionType::Phone);
    let text = message(Kind::Introduction, Side::Member, SessionType::Phone);
    for (kind, address) in [
        (Kind::Introduction, email.to.address.clone()),
        (Kind::Confirmation, text.to.address.clone()),
    ] {
        let mut crossed = email.clone();
        crossed.kind = kind;
        crossed.to.address = address;
        assert!(matches!(
            render(&crossed, &settings()),
            Err(RenderError::Channel)
        ));
    }
}

/// A phone session of the same two people.
fn booking() -> Booking {
    let party = |side| {
        let to = message(Kind::Confirmation, side, SessionType::Phone).to;
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
        }
    };
    Booking {
        id: "bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0Q".parse().unwrap(),
        version: 4,
        sequence: 2,
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
    }
}

#[test]
fn the_handset_says_what_the_service_would() {
    let message = message(Kind::Introduction, Side::Member, SessionType::Phone);
    let text = intro_text(&booking(), &settings().service_name).unwrap();
    assert_eq!(text, Some(sms(&message).0));
    let mut unreachable = booking();
    unreachable.member.phone = None;
    assert_eq!(
        intro_text(&unreachable, &settings().service_name).unwrap(),
        None
    );
}

#[test]
fn a_booking_can_be_taken_into_a_calendar() {
    let now = "2026-11-22T00:00:00Z".parse().unwrap();
    let file = |booking: &Booking, side| calendar(booking, side, &settings(), now).unwrap();
    insta::assert_snapshot!(file(&booking(), Side::Member).replace('\r', ""), @r"
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//Anteroom//Anteroom//EN
    CALSCALE:GREGORIAN
    METHOD:PUBLISH
    BEGIN:VEVENT
    DTEND:20261123T035000Z
    DTSTAMP:20261122T000000Z
    DTSTART:20261123T030000Z
    ORGANIZER;CN=Calm Harbour:mailto:no-reply@mail.example.com
    SEQUENCE:2
    STATUS:CONFIRMED
    SUMMARY:Phone session with Lan Tran
    UID:bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0Q@mail.example.com
    END:VEVENT
    END:VCALENDAR
    ");
    assert!(file(&booking(), Side::Provider).contains("SUMMARY:Phone session with Nguyễn Thị Mai"));
    let mut expired = booking();
    expired.state = State::Expired { at: now };
    assert!(file(&expired, Side::Member).contains("STATUS:CANCELLED"));
}
