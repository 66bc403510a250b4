//! The texts of SMS, and their length.

use super::*;

#[test]
fn sms_read_as_they_should() {
    let mut shown = Vec::new();
    for language in Language::ALL {
        shown.push(format!("=== {}", language.as_str()));
        for (kind, side) in TEXTS {
            let message = read_in(language, text(kind, side, SessionType::Phone));
            shown.push(told(&message));
            if kind == Kind::ChangedSoon {
                let mut off = message;
                off.facts.moved_from = None;
                off.facts.cancelled_by = Some(Role::Concierge);
                shown.push(told(&off));
            }
        }
    }
    insta::assert_snapshot!("sms", shown.join("\n"));
}

fn told(message: &Message) -> String {
    let (text, parts) = sms(message);
    let (kind, side, units) = (message.kind, message.to.side, text.encode_utf16().count());
    format!(
        "{kind:?} to the {side:?}: {text} [{} x {:?}, {units} units]",
        parts.count, parts.encoding
    )
}

/// At most two parts, with any names (M2).
#[test]
fn no_sms_takes_more_than_two_parts() {
    let longest = [
        "Nguyễn ".repeat(14),
        format!("A{}", "🙂".repeat(99)),
        format!("A{}", "€".repeat(99)),
        "M".repeat(100),
    ];
    for language in Language::ALL {
        for (kind, side) in TEXTS {
            for name in &longest {
                for (with, service) in [(name.as_str(), "Calm Harbour"), (name, name)] {
                    let mut message = read_in(language, text(kind, side, SessionType::Phone));
                    message.facts.with = with.parse().unwrap();
                    message.to.zone = "America/Argentina/ComodRivadavia".parse().unwrap();
                    // The clocks are set back at that time, so both times are shown with their
                    // offset.
                    message.facts.starts_at = "2009-03-15T02:30:00Z".parse().unwrap();
                    message.facts.moved_from = message
                        .facts
                        .moved_from
                        .map(|_| "2008-03-16T02:30:00Z".parse().unwrap());
                    let longest_number = "+493012345678901";
                    message.facts.provider_phone = Some(longest_number.parse().unwrap());
                    let (service, to) = (service.parse().unwrap(), &message.to);
                    let (text, parts) =
                        crate::compose::sms::render(kind, to, &message.facts, None, &service)
                            .unwrap();
                    assert!(parts.count <= 2, "{text}");
                    assert_eq!(parts, anteroom_domain::message::parts(&text));
                    let calls = !matches!(kind, Kind::ChangedSoon | Kind::ProviderWaiting);
                    if side == Side::Member && calls {
                        assert!(text.contains(longest_number), "{text}");
                    }
                }
            }
        }
    }
}

/// Ordinary names are not shortened, even with the longest number and zone.
#[test]
fn usual_names_stay_whole() {
    for language in Language::ALL {
        for (kind, side) in TEXTS {
            let message = read_in(language, text(kind, side, SessionType::Phone));
            let (text, _) = sms(&message);
            assert!(text.contains(message.facts.with.as_str()), "{text}");
            assert!(text.contains("Calm Harbour"), "{text}");
        }
    }
}

/// (M8)
#[test]
fn every_text_names_the_service() {
    let mut kinds: Vec<_> = TEXTS.into_iter().map(|(kind, _)| kind).collect();
    // One kind is sent to both sides, and stands there twice.
    kinds.dedup();
    kinds.push(Kind::ContactCode);
    for language in Language::ALL {
        let folder = format!(
            "{}/templates/{}",
            env!("CARGO_MANIFEST_DIR"),
            language.as_str()
        );
        let files = std::fs::read_dir(folder).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let templates = names.filter(|name| name.ends_with(".sms.j2"));
        assert_eq!(kinds.len(), templates.count());
        for &kind in &kinds {
            let moved = text(kind, Side::Member, SessionType::Phone);
            let mut off = moved.clone();
            off.facts.moved_from = None;
            off.facts.cancelled_by = Some(Role::Concierge);
            for message in [moved, off] {
                let (text, _) = sms(&read_in(language, message));
                assert!(text.contains("Calm Harbour"), "{text}");
            }
        }
    }
}

#[test]
fn a_name_is_cut_only_as_far_as_it_must_be() {
    let with_long_name = |language| {
        let mut message = text(Kind::Introduction, Side::Member, SessionType::Phone);
        message.facts.with = "Công Tằng Tôn Nữ Thị Hoàng Phương Anh".parse().unwrap();
        sms(&read_in(language, message)).0
    };
    insta::assert_snapshot!(with_long_name(Language::English), @"This is Công Tằng Tôn Nữ Th. from Calm Harbour. I will call you for our session on Mon 23 Nov at 10:00 (Ho Chi Minh) from +6561234567.");
    insta::assert_snapshot!(with_long_name(Language::Vietnamese), @"Tôi là Công Tằng Tôn Nữ Thị Hoàng Ph. (Calm Harbour). Tôi sẽ gọi cho anh/chị lúc 10:00 thứ Hai 23/11 (giờ Việt Nam) từ số +6561234567.");
}

#[test]
fn the_handset_says_what_the_service_would() {
    for language in Language::ALL {
        let message = text(Kind::Introduction, Side::Member, SessionType::Phone);
        let mut booking = booking();
        booking.member.language = language;
        let text = intro_text(&booking, &settings().service_name).unwrap();
        assert_eq!(text, Some(sms(&read_in(language, message)).0));
        booking.member.phone = None;
        let unreachable = intro_text(&booking, &settings().service_name).unwrap();
        assert_eq!(unreachable, None);
    }
}
