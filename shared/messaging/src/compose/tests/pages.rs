//! The HTML of emails.

use super::*;

#[test]
fn html_reads_as_it_should() {
    for (name, language, kind, side, session_type) in [
        (
            "video_to_member",
            Language::English,
            Kind::Confirmation,
            Side::Member,
            SessionType::Video,
        ),
        (
            "phone_to_provider",
            Language::Vietnamese,
            Kind::Rescheduled,
            Side::Provider,
            SessionType::Phone,
        ),
    ] {
        let message = read_in(language, email(kind, side, session_type));
        insta::assert_snapshot!(name, without_token(&read(&message).html));
    }
}

/// Text and HTML are rendered from one template. This compares the two sets of pieces.
#[test]
fn html_says_what_the_text_says() {
    every_email(|case, email| {
        let words = without_tags(&email.html);
        let mut is_address = false;
        for line in email.text.lines().filter(|line| !line.is_empty()) {
            let says = |text: &str| words.contains(text);
            let links = |url: &str| email.html.contains(&format!("href=\"{url}\""));
            let found = if is_address {
                links(line)
            } else if let Some((label, value)) = line.split_once(": ") {
                says(label) && says(value)
            } else if let Some((before, (url, after))) = line
                .split_once(" (http")
                .and_then(|(before, rest)| Some((before, rest.split_once(')')?)))
            {
                says(&format!("{before}{after}")) && links(&format!("http{url}"))
            } else {
                says(line.trim_end_matches(':'))
            };
            assert!(found, "{case}: {line}\n{words}");
            is_address = line.ends_with(':');
        }
    });
}

/// An email ends with where to get help, if the service says where.
#[test]
fn emails_end_with_where_to_get_help() {
    let phone: PhoneNumber = "+6561234567".parse().unwrap();
    let address: EmailAddress = "help@calm.example".parse().unwrap();
    for (phone, address, says) in [
        (
            Some(&phone),
            Some(&address),
            "+6561234567, help@calm.example",
        ),
        (Some(&phone), None, "+6561234567"),
        (None, Some(&address), "help@calm.example"),
    ] {
        let mut settings = settings();
        settings.help = Help {
            phone: phone.cloned(),
            email: address.cloned(),
        };
        for (language, asks) in [
            (Language::English, "Need help? "),
            (Language::Vietnamese, "Anh/chị cần hỗ trợ? "),
        ] {
            let message = email(Kind::Confirmation, Side::Member, SessionType::Video);
            let Rendered::Email { raw, .. } =
                render(&read_in(language, message), &settings).unwrap()
            else {
                panic!("an email was expected")
            };
            let email = MessageParser::default().parse(&raw).unwrap();
            let says = format!("{asks}{says}");
            let (text, html) = (email.body_text(0).unwrap(), email.body_html(0).unwrap());
            assert!(text.trim_end().ends_with(&says), "{text}");
            assert!(without_tags(&html).contains(&says), "{html}");
            assert_eq!(html.contains("href=\"tel:+6561234567\""), phone.is_some());
            assert_eq!(
                html.contains("href=\"mailto:help@calm.example\""),
                address.is_some()
            );
        }
    }
}

/// The visible text of a page.
fn without_tags(html: &str) -> String {
    let mut pieces = html.split('<');
    let first = pieces.next().unwrap_or_default().to_owned();
    let words = pieces.fold(first, |words, piece| {
        let (_, after) = piece.split_once('>').unwrap_or_default();
        words + after
    });
    words.replace("&#39;", "'").replace("&amp;", "&")
}

#[test]
fn html_loads_nothing_and_says_its_language() {
    every_email(|case, email| {
        for fetched in ["src=", "url(", "<link", "<script", "@import", "<img"] {
            assert!(!email.html.contains(fetched), "{case}: {fetched}");
        }
        let language = case.split(' ').next().unwrap();
        assert!(
            email.html.contains(&format!("<html lang=\"{language}\"")),
            "{case}"
        );
        let (tables, layout) = (
            email.html.matches("<table").count(),
            email.html.matches("<table role=\"presentation\"").count(),
        );
        assert_eq!(tables, layout, "{case}");
        // Gmail truncates longer emails.
        assert!(email.html.len() < 100_000, "{case}");
    });
}

/// Names can't break out of their context: header, HTML, calendar line or parameter.
#[test]
fn names_stay_names() {
    let nasty = r#"A"; X=<b>\,;:é & 名 Bcc: x ="#;
    let mut settings = settings();
    settings.service_name = nasty.parse().unwrap();
    for (kind, side) in [
        (Kind::Confirmation, Side::Member),
        (Kind::Cancellation, Side::Provider),
        (Kind::NoShow, Side::Member),
    ] {
        let mut message = email(kind, side, SessionType::Video);
        message.to.name = nasty.parse().unwrap();
        message.facts.with = nasty.parse().unwrap();
        message.facts.cancelled_by = Some(Role::Concierge);
        message.facts.no_show = Some(Side::Provider);
        let Rendered::Email { raw, .. } = render(&message, &settings).unwrap() else {
            panic!("an email was expected")
        };
        let email = MessageParser::default().parse(&raw).unwrap();
        assert!(email.bcc().is_none());
        let to = email.to().unwrap().first().unwrap();
        assert_eq!(to.name(), Some(nasty));
        let Address::Email(address) = &message.to.address else {
            panic!("an email was expected")
        };
        assert_eq!(to.address(), Some(address.as_str()));
        let html = email.body_html(0).unwrap();
        assert!(
            !html.contains("<b>") && !html.contains("&amp;amp;"),
            "{html}"
        );
        assert!(html.contains("X=&lt;b&gt;"), "{html}");
        assert!(email.body_text(0).unwrap().contains(nasty));
    }
}

#[test]
fn names_stay_names_in_an_event() {
    let nasty = r#"A"; X=<b>\,;:é & 名 Bcc: x ="#;
    let mut message = email(Kind::Confirmation, Side::Member, SessionType::Video);
    message.to.name = nasty.parse().unwrap();
    message.facts.with = nasty.parse().unwrap();
    let (_, event) = read(&message).event.unwrap();
    let event = event.replace("\n ", "");
    let starting = |start: &str| event.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!(starting("ATTENDEE"), 1);
    assert_eq!((starting("Bcc"), starting("X=")), (0, 0), "{event}");
    let summary = r#"SUMMARY:Video session with A"\; X=<b>\\\,\;:é & 名 Bcc: x ="#;
    assert!(event.lines().any(|line| line == summary), "{event}");
}

/// Passes every email in every language to a check, with a name for the case.
fn every_email(look: impl Fn(&str, &Read)) {
    for language in Language::ALL {
        for kind in EMAILS {
            for side in Side::BOTH {
                for session_type in [SessionType::Video, SessionType::Phone] {
                    if !is_sent(kind, side, session_type) {
                        continue;
                    }
                    let case = format!("{} {kind:?} {side:?} {session_type:?}", language.as_str());
                    let mut message = read_in(language, email(kind, side, session_type));
                    // The longest reminder.
                    message.facts.lead = message.facts.lead.map(|_| Lead::Hours36);
                    look(&case, &read(&message));
                }
            }
        }
    }
}
