//! Times in messages, in the reader's zone.

use super::*;

/// Expectations from an independent source; see the head of the file.
const CLOCK_CHANGES: &str = include_str!("clock_changes.txt");

/// The expected texts for an instant in some language.
struct Expected<'a> {
    language: Language,
    zone: &'a str,
    at: Timestamp,
    /// The text of a session that starts at the instant and lasts 50 minutes.
    session: &'a str,
    /// The text of the instant.
    moment: &'a str,
    /// The start in an SMS, and the place.
    brief: (&'a str, &'a str),
}

#[test]
fn times_are_right_when_the_clocks_change() {
    let mut zones = std::collections::BTreeSet::new();
    for expected in expectations() {
        zones.insert(expected.zone);
        let of = |kind, side| {
            let mut message = email(kind, side, SessionType::Phone);
            message.to.zone = expected.zone.parse().unwrap();
            message.to.language = expected.language;
            message
        };
        // As the time of the session.
        for kind in EMAILS {
            let mut message = of(kind, Side::Member);
            message.facts.starts_at = expected.at;
            says(&message, expected.session);
        }
        // As the time before a move, and as the deadline for an answer.
        let mut moved = of(Kind::Rescheduled, Side::Provider);
        moved.facts.moved_from = Some(expected.at);
        says(&moved, expected.session);
        let mut proposed = of(Kind::Proposal, Side::Provider);
        proposed.facts.accept_by = Some(expected.at);
        says(&proposed, expected.moment);
        // In SMS.
        let (start, place) = expected.brief;
        for kind in [Kind::Introduction, Kind::Reminder, Kind::ChangedSoon] {
            let mut message = of(kind, Side::Member);
            message.to.address = Address::Phone(NUMBER_OF_MEMBER.parse().unwrap());
            message.facts.starts_at = expected.at;
            let (text, _) = sms(&message);
            assert!(
                text.contains(start) && text.contains(&format!("{place})")),
                "{text}\n{start}"
            );
        }
    }
    assert_eq!(zones.len(), 7);
}

fn says(message: &Message, time: &str) {
    let email = read(message);
    for seen in [&email.text, &email.html] {
        assert!(seen.contains(time), "{time}\n{}", email.text);
    }
}

fn expectations() -> Vec<Expected<'static>> {
    let mut lines = CLOCK_CHANGES.lines().filter(|line| !line.starts_with('#'));
    let mut expectations = Vec::new();
    while let Some((zone, at)) = lines.next().and_then(|line| line.split_once(' ')) {
        for language in Language::ALL {
            let mut next = || {
                let line = lines.next().unwrap().trim_start();
                line.strip_prefix(language.as_str()).unwrap().trim_start()
            };
            expectations.push(Expected {
                language,
                zone,
                at: at.parse().unwrap(),
                session: next(),
                moment: next(),
                brief: next().split_once(", ").unwrap(),
            });
        }
    }
    expectations
}

#[test]
fn times_are_exact_everywhere_and_over_midnight() {
    let when = |starts_at: &str, minutes, zone: &str| {
        let mut message = email(Kind::Cancellation, Side::Member, SessionType::Video);
        message.facts.starts_at = starts_at.parse().unwrap();
        message.facts.duration_minutes = minutes;
        message.to.zone = zone.parse().unwrap();
        let email = read(&message);
        let time = email
            .text
            .lines()
            .find_map(|line| line.strip_prefix("Planned for: "));
        format!("{} | {}", time.unwrap(), email.subject)
    };
    let shown = [
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
    Monday 23 November 2026, 08:45–09:35 (Asia/Kathmandu, UTC+5:45) | Video session cancelled: Mon 23 Nov 2026, 08:45 (Kathmandu)
    Sunday 22 November 2026, 23:30 – Monday 23 November 2026, 00:20 (America/St_Johns, UTC-3:30) | Video session cancelled: Sun 22 Nov 2026, 23:30 (St Johns)
    Monday 23 November 2026, 03:00–03:50 (UTC) | Video session cancelled: Mon 23 Nov 2026, 03:00 (UTC)
    Sunday 22 November 2026, 22:00–22:50 (Etc/GMT+5, UTC-5) | Video session cancelled: Sun 22 Nov 2026, 22:00 (Etc/GMT+5)
    Monday 23 November 2026, 03:00–03:50 (Africa/Abidjan, UTC) | Video session cancelled: Mon 23 Nov 2026, 03:00 (Abidjan)
    Monday 23 November 2026, 23:40 – Tuesday 24 November 2026, 00:30 (Asia/Ho_Chi_Minh, UTC+7) | Video session cancelled: Mon 23 Nov 2026, 23:40 (Ho Chi Minh)
    Sunday 25 October 2026, 02:30 UTC+2 – 02:20 UTC+1 (Europe/Berlin) | Video session cancelled: Sun 25 Oct 2026, 02:30 UTC+2 (Berlin)
    Thursday 31 December 2026, 23:40 – Friday 1 January 2027, 00:30 (Asia/Ho_Chi_Minh, UTC+7) | Video session cancelled: Thu 31 Dec 2026, 23:40 (Ho Chi Minh)
    ");
}
