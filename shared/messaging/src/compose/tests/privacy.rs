//! M3: no message contains more than its reader needs.

use anteroom_domain::message::is_for_open_session;

use super::*;

/// A number is only in the kinds that need it, a link only in mail to the member who needs it.
#[test]
fn emails_tell_no_more_than_they_may() {
    for language in Language::ALL {
        for kind in EMAILS {
            for session_type in [SessionType::Video, SessionType::Phone] {
                for side in Side::BOTH {
                    if !is_sent(kind, side, session_type) {
                        continue;
                    }
                    let case = (language, kind, side, session_type);
                    let email = read(&knowing_all(read_in(
                        language,
                        email(kind, side, session_type),
                    )));
                    let may = |told: &[(Kind, Side, SessionType)]| {
                        told.contains(&(kind, side, session_type))
                    };
                    let number = may(&[
                        (Kind::Confirmation, Side::Provider, SessionType::Phone),
                        (Kind::Rescheduled, Side::Provider, SessionType::Phone),
                        (Kind::Reminder, Side::Provider, SessionType::Phone),
                        (Kind::SwitchedToPhone, Side::Provider, SessionType::Phone),
                    ]);
                    let link = may(&[
                        (Kind::Proposal, Side::Member, SessionType::Video),
                        (Kind::Proposal, Side::Member, SessionType::Phone),
                        (Kind::Confirmation, Side::Member, SessionType::Video),
                        (Kind::Confirmation, Side::Member, SessionType::Phone),
                        (Kind::Rescheduled, Side::Member, SessionType::Video),
                        (Kind::Rescheduled, Side::Member, SessionType::Phone),
                        (Kind::Reminder, Side::Member, SessionType::Video),
                        (Kind::Reminder, Side::Member, SessionType::Phone),
                        (Kind::ProviderWaiting, Side::Member, SessionType::Video),
                    ]);
                    for seen in [&email.text, &email.html] {
                        assert_eq!(seen.contains(NUMBER_OF_MEMBER), number, "{case:?}");
                    }
                    // S8: only about a session that is agreed and not over.
                    assert!(!number || is_for_open_session(kind), "{case:?}");
                    assert!(!email.all.contains(NUMBER_OF_PROVIDER), "{case:?}");
                    for seen in [&email.text, &email.html] {
                        assert_eq!(seen.contains("/visit#"), link, "{case:?}");
                    }
                    // Subjects are visible on locked screens, and calendars are often shared.
                    let event = email.event.map_or(String::new(), |(_, event)| event);
                    for seen in [&email.subject, &email.headers, &event] {
                        assert!(!seen.contains(NUMBER_OF_MEMBER), "{case:?}");
                        assert!(!seen.contains("/visit"), "{case:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn texts_tell_no_more_than_they_may() {
    for language in Language::ALL {
        for (kind, side) in TEXTS {
            let message = knowing_all(read_in(language, text(kind, side, SessionType::Phone)));
            let (text, _) = sms(&message);
            assert!(!text.contains(NUMBER_OF_MEMBER), "{text}");
            assert!(!text.contains("http") && !text.contains("/visit"), "{text}");
            let caller = matches!(
                kind,
                Kind::PhoneBooked | Kind::Introduction | Kind::Reminder | Kind::SwitchedToPhone
            );
            assert_eq!(text.contains(NUMBER_OF_PROVIDER), caller, "{text}");
        }
    }
}

/// The comment of a booking and the reason of a cancellation are not among the facts.
#[test]
fn comments_and_reasons_go_into_no_message() {
    use anteroom_domain::message::{on_booked, on_cancelled, on_rescheduled};
    use anteroom_domain::policy::Policy;

    let (booking, policy) = (booking(), Policy::default());
    let now = booking.created_at;
    let mut off = booking.clone();
    off.comment = Some("a private matter".parse().unwrap());
    let by = Actor::SYSTEM;
    let off = off
        .cancel(by, "a private reason".parse().unwrap(), now, &policy)
        .unwrap();
    let drafts = [
        on_booked(&booking),
        on_rescheduled(&booking, &[], now, Role::Concierge, &policy, now),
        on_cancelled(&off, &[], Role::Concierge, &policy, off.span.starts_at),
    ];
    for draft in drafts.concat() {
        let message = Message {
            kind: draft.kind,
            to: draft.to,
            facts: draft.facts,
            ..email(Kind::Confirmation, Side::Member, SessionType::Phone)
        };
        let seen = match &message.to.address {
            Address::Email(_) => read(&message).all,
            Address::Phone(_) => sms(&message).0,
        };
        assert!(!seen.contains("private"), "{seen}");
    }
}

/// A message to which the domain gave every number, even those that it should not give.
fn knowing_all(mut message: Message) -> Message {
    message.facts.member_phone = Some(NUMBER_OF_MEMBER.parse().unwrap());
    message.facts.provider_phone = Some(NUMBER_OF_PROVIDER.parse().unwrap());
    message
}

#[test]
fn a_members_link_opens_their_booking_until_a_while_after_its_end() {
    for kind in [
        Kind::Proposal,
        Kind::Confirmation,
        Kind::Rescheduled,
        Kind::Reminder,
        Kind::ProviderWaiting,
    ] {
        let message = email(kind, Side::Member, SessionType::Video);
        let text = read(&message).text;
        let link = text
            .lines()
            .find_map(|line| line.strip_prefix("https://portal.example.com/visit#"))
            .unwrap();
        let claims =
            crate::compose::link::verify(&settings().link_key, link, message.queued_at).unwrap();
        assert_eq!(
            (Some(claims.booking), claims.member, claims.sequence),
            (message.booking, message.to.person, message.sequence)
        );
        assert_eq!(claims.expires_at.to_string(), "2026-11-23T04:05:00Z");
    }
}

/// What tells of a changed address may reach somebody who is no more their reader (A6).
#[test]
fn what_tells_of_a_changed_address_names_nobody_and_has_no_link() {
    for language in Language::ALL {
        let mut message = email(Kind::ContactChanged, Side::Member, SessionType::Video);
        message.booking = None;
        let message = knowing_all(read_in(language, message));
        let (words, all) = (read(&message).text, read(&message).all);
        for private in ["Mai", "Lan", "/visit", NUMBER_OF_MEMBER, NUMBER_OF_PROVIDER] {
            assert!(!words.contains(private), "{words}");
        }
        assert!(words.contains("10:00") && words.contains("2026"), "{words}");
        assert!(!all.contains("text/calendar"));
    }
}

/// A code may go to an address or a number of somebody else (A7).
#[test]
fn a_code_names_nobody_and_has_no_link() {
    for language in Language::ALL {
        let written = |mut message: Message| {
            message.booking = None;
            knowing_all(read_in(language, message))
        };
        let mail = written(email(Kind::ContactCode, Side::Member, SessionType::Video));
        let code = crate::compose::code::of(&settings().link_key, &mail.id);
        let shown = read(&mail);
        assert!(
            shown.headers.contains("To: mai@example.com"),
            "{}",
            shown.headers
        );
        let by_sms = written(text(Kind::ContactCode, Side::Member, SessionType::Video));
        let (by_sms, parts) = sms(&by_sms);
        assert!(parts.count <= 2, "{by_sms}");
        for words in [&shown.text, &shown.html, &by_sms] {
            assert!(words.contains(&code), "{words}");
            for private in [
                "Mai",
                "Lan",
                "/visit#",
                NUMBER_OF_MEMBER,
                NUMBER_OF_PROVIDER,
            ] {
                assert!(!words.contains(private), "{words}");
            }
        }
        // The subject is seen on locked screens.
        assert!(!shown.subject.contains(&code), "{}", shown.subject);
    }
}
