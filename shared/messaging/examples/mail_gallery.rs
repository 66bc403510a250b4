//! Writes every email, as a page and as text, and every SMS into a folder, to be looked at:
//! `cargo run -p anteroom-messaging --example mail_gallery -- target/mails`.

use std::path::Path;
use std::{env, fs, io};

use anteroom_domain::booking::{Booking, DueClock, Party, SessionType, Span, State};
use anteroom_domain::message::{
    Draft, Message, introduction, member_waiting, on_booked, on_cancelled, on_confirmed,
    on_declined, on_expired, on_member_absent, on_provider_absent, on_rescheduled,
    on_switched_to_phone, provider_waiting, reminder,
};
use anteroom_domain::person::Lead;
use anteroom_domain::phone::{Attempt, Outcome, PhoneSteps};
use anteroom_domain::policy::Policy;
use anteroom_domain::session::SessionState;
use anteroom_domain::values::{Actor, Language, Role};
use anteroom_messaging::compose::link::LinkKey;
use anteroom_messaging::compose::{Help, Rendered, Settings, render};
use jiff::{SignedDuration, Timestamp};
use mail_parser::MessageParser;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = env::args().nth(1).ok_or("into which folder?")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    let mut texts = String::new();
    for language in Language::ALL {
        for session_type in [SessionType::Video, SessionType::Phone] {
            let booking = booking(language, session_type)?;
            for (occasion, drafts) in occasions(&booking) {
                for draft in drafts {
                    let side = format!("{:?}", draft.to.side).to_lowercase();
                    let kind = format!("{session_type:?}").to_lowercase();
                    let name = format!("{}-{occasion}-{kind}-{side}", language.as_str());
                    match render(&message(&booking, draft)?, &settings()?)? {
                        Rendered::Email { raw, .. } => write(folder, &name, &raw)?,
                        Rendered::Sms { text, parts, .. } => {
                            texts += &format!("{name} ({} parts)\n{text}\n\n", parts.count);
                        }
                    }
                }
            }
        }
    }
    fs::write(folder.join("sms.txt"), texts)?;
    Ok(())
}

/// All that is ever said of a booking, by what happened.
fn occasions(booking: &Booking) -> Vec<(&'static str, Vec<Draft>)> {
    let policy = Policy::default();
    let starts_at = booking.span.starts_at;
    let proposed = Booking {
        state: State::Pending {
            accept_by: starts_at - policy.late_change,
        },
        ..booking.clone()
    };
    let before = starts_at - SignedDuration::from_hours(68);
    let soon = starts_at - SignedDuration::from_hours(2);
    let (met, met_session) = provider_came(booking, starts_at);
    let nobody = SessionState::new(booking);
    let mut occasions = vec![
        ("proposal", on_booked(&proposed)),
        ("confirmation", on_confirmed(booking)),
        (
            "rescheduled",
            on_rescheduled(booking, &[], before, Role::Concierge, &policy, soon),
        ),
        (
            "cancellation",
            on_cancelled(booking, &[], Role::Concierge, &policy, soon),
        ),
        ("declined", on_declined(booking)),
        ("expired", on_expired(booking)),
        ("member_absent", on_member_absent(&met, &met_session)),
        ("nobody_came", on_member_absent(booking, &nobody)),
        (
            "provider_absent",
            on_provider_absent(booking, &nobody, &policy),
        ),
        ("reminder_36h", reminder(booking, Lead::Hours36, &[])),
        ("reminder_1h", reminder(booking, Lead::Hour1, &[])),
        (
            "member_waiting",
            member_waiting(booking).into_iter().collect(),
        ),
    ];
    if booking.session_type == SessionType::Video {
        occasions.push(("provider_waiting", provider_waiting(booking)));
    }
    if booking.session_type == SessionType::Phone {
        occasions.push(("switched_to_phone", on_switched_to_phone(booking)));
        occasions.push(("introduction", introduction(booking).into_iter().collect()));
    }
    occasions
}

/// A booking to whose session the provider came, by either way.
fn provider_came(booking: &Booking, at: Timestamp) -> (Booking, SessionState) {
    let (mut booking, mut session) = (booking.clone(), SessionState::new(booking));
    session.host_seen = true;
    let outcome = Outcome::NoAnswer;
    booking.phone.attempts.push(Attempt { at, outcome });
    (booking, session)
}

fn write(folder: &Path, name: &str, raw: &[u8]) -> io::Result<()> {
    let email = MessageParser::default()
        .parse(raw)
        .expect("an email that was just put together");
    let part = |part: Option<std::borrow::Cow<'_, str>>| part.unwrap_or_default().into_owned();
    fs::write(
        folder.join(format!("{name}.html")),
        part(email.body_html(0)),
    )?;
    let text = format!(
        "Subject: {}\n\n{}",
        email.subject().unwrap_or_default(),
        part(email.body_text(0))
    );
    fs::write(folder.join(format!("{name}.txt")), text)
}

fn message(booking: &Booking, draft: Draft) -> Result<Message, Box<dyn std::error::Error>> {
    Ok(Message {
        id: "dlv_01JD3Z5T3Q8K8A3V6W5N2M1P0R".parse()?,
        booking: Some(booking.id.clone()),
        sequence: booking.sequence,
        kind: draft.kind,
        other: booking.party(draft.to.side.other()).id.clone(),
        to: draft.to,
        facts: draft.facts,
        queued_at: booking.created_at,
    })
}

fn booking(
    language: Language,
    session_type: SessionType,
) -> Result<Booking, Box<dyn std::error::Error>> {
    Ok(Booking {
        id: "bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0Q".parse()?,
        version: 1,
        sequence: 0,
        moved_at: 0,
        provider: Party {
            id: "prv_1".parse()?,
            name: "Lan Tran".parse()?,
            email: "lan@example.com".parse()?,
            phone: Some("+6561234567".parse()?),
            zone: "Asia/Singapore".parse()?,
            language,
            link_epoch: 0,
        },
        member: Party {
            id: "mem_1".parse()?,
            name: "Nguyễn Thị Mai".parse()?,
            email: "mai@example.com".parse()?,
            phone: Some("+84912345678".parse()?),
            zone: "Asia/Ho_Chi_Minh".parse()?,
            language,
            link_epoch: 0,
        },
        session_type,
        span: Span {
            starts_at: "2026-11-23T03:00:00Z".parse()?,
            duration: SignedDuration::from_mins(50),
            buffer: SignedDuration::from_mins(10),
        },
        comment: None,
        created_at: "2026-11-19T08:30:00Z".parse()?,
        created_by: Actor::SYSTEM,
        state: State::Confirmed,
        phone: PhoneSteps::default(),
        clock: DueClock::default(),
    })
}

fn settings() -> Result<Settings, Box<dyn std::error::Error>> {
    Ok(Settings {
        service_name: "Calm Harbour".parse()?,
        portal_url: "https://portal.example.com/".to_owned(),
        mail_from: "no-reply@mail.example.com".parse()?,
        help: Help {
            phone: Some("+6561234567".parse()?),
            email: Some("help@calm-harbour.example".parse()?),
        },
        link_key: LinkKey::new(&[7; LinkKey::SHORTEST])?,
        link_life: SignedDuration::from_mins(15),
    })
}
