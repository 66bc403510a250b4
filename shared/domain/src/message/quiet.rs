//! Quiet hours (M7): a text that can wait is not sent in the night of its reader.

use jiff::Timestamp;

use super::{Channel, Kind, Message};
use crate::policy::Policy;
use crate::values::Zone;

/// Until when a text waits, because it is night for its reader. `None` if it may be sent at `now`. A
/// text about a session that starts before the night is over, or just then, does not wait.
pub fn quiet_until(message: &Message, policy: &Policy, now: Timestamp) -> Option<Timestamp> {
    if message.channel() != Channel::Sms || !can_wait(message.kind) {
        return None;
    }
    let facts = &message.facts;
    let first_start = facts
        .moved_from
        .map_or(facts.starts_at, |from| from.min(facts.starts_at));
    night_ends_at(&message.to.zone, policy, now).filter(|ends_at| first_start > *ends_at)
}

/// The end of the quiet hours in a time zone, if they are on at `now`. Where a clock change skips
/// the end, they end as much later.
fn night_ends_at(zone: &Zone, policy: &Policy, now: Timestamp) -> Option<Timestamp> {
    let (from, until) = (policy.quiet_from, policy.quiet_until);
    let local = now.to_zoned(zone.rules().clone());
    let (date, time) = (local.date(), local.time());
    let is_before_end = time < until;
    let is_night = if from <= until {
        from <= time && is_before_end
    } else {
        from <= time || is_before_end
    };
    if !is_night {
        return None;
    }
    let date = if is_before_end {
        date
    } else {
        date.tomorrow().ok()?
    };
    let ends_at = date
        .to_datetime(until)
        .to_zoned(zone.rules().clone())
        .ok()?;
    Some(ends_at.timestamp()).filter(|ends_at| *ends_at > now)
}

/// Whether a text of this kind may come in the morning. The others are about what happens now.
fn can_wait(kind: Kind) -> bool {
    match kind {
        Kind::Introduction
        | Kind::MemberWaiting
        | Kind::ProviderWaiting
        | Kind::SwitchedToPhone
        | Kind::ContactCode => false,
        Kind::Proposal
        | Kind::Confirmation
        | Kind::Rescheduled
        | Kind::Cancellation
        | Kind::Declined
        | Kind::Expired
        | Kind::NoShow
        | Kind::Reminder
        | Kind::PhoneBooked
        | Kind::ChangedSoon
        | Kind::ContactChanged => true,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::*;
    use crate::booking::State;
    use crate::fixtures::booking;
    use crate::message::{Draft, on_confirmed, reminder};
    use crate::person::Lead;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn ends_at(zone: &str, now: &str) -> Option<Timestamp> {
        night_ends_at(&zone.parse().unwrap(), &Policy::default(), at(now))
    }

    #[test]
    fn the_night_is_that_of_the_reader() {
        for (zone, now, expected) in [
            ("Asia/Ho_Chi_Minh", "2030-01-07T13:59:59Z", None),
            (
                "Asia/Ho_Chi_Minh",
                "2030-01-07T14:00:00Z",
                Some("2030-01-08T00:00:00Z"),
            ),
            (
                "Asia/Ho_Chi_Minh",
                "2030-01-07T20:00:00Z",
                Some("2030-01-08T00:00:00Z"),
            ),
            ("Asia/Ho_Chi_Minh", "2030-01-08T00:00:00Z", None),
            ("America/New_York", "2030-01-07T14:00:00Z", None),
            // The clocks change in the night: it is an hour shorter, and an hour longer.
            (
                "Europe/Berlin",
                "2030-03-30T22:00:00Z",
                Some("2030-03-31T05:00:00Z"),
            ),
            (
                "Europe/Berlin",
                "2030-10-26T22:00:00Z",
                Some("2030-10-27T06:00:00Z"),
            ),
        ] {
            assert_eq!(ends_at(zone, now), expected.map(at), "{zone} {now}");
        }
    }

    #[test]
    fn an_end_that_the_clocks_skip_is_as_much_later() {
        let policy = Policy {
            quiet_until: "02:30".parse().unwrap(),
            ..Policy::default()
        };
        let zone = "Europe/Berlin".parse().unwrap();
        let ends_at = night_ends_at(&zone, &policy, at("2030-03-30T23:00:00Z"));
        assert_eq!(ends_at, Some(at("2030-03-31T01:30:00Z")));
    }

    /// The text among the messages, to a reader in Singapore.
    fn text(drafts: Vec<Draft>) -> Message {
        let mut drafts = drafts
            .into_iter()
            .filter(|draft| matches!(draft.to.address, crate::message::Address::Phone(_)));
        let draft = drafts.next().unwrap();
        Message {
            id: "dlv_1".parse().unwrap(),
            booking: Some("bkg_1".parse().unwrap()),
            sequence: 0,
            kind: draft.kind,
            other: "prv_tan".parse().unwrap(),
            to: draft.to,
            facts: draft.facts,
            queued_at: at("2030-01-07T00:00:00Z"),
        }
    }

    fn phone_booking(starts_at: Timestamp) -> crate::booking::Booking {
        crate::booking::Booking {
            session_type: crate::booking::SessionType::Phone,
            ..booking(starts_at, State::Confirmed)
        }
    }

    #[test]
    fn a_text_about_a_session_before_the_end_of_the_night_does_not_wait() {
        let (policy, night) = (Policy::default(), at("2030-01-07T19:00:00Z"));
        for (starts_at, expected) in [
            ("2030-01-07T22:59:00Z", None),
            // At the end of the night it would be too late.
            ("2030-01-07T23:00:00Z", None),
            ("2030-01-07T23:05:00Z", Some(at("2030-01-07T23:00:00Z"))),
            ("2030-01-09T02:00:00Z", Some(at("2030-01-07T23:00:00Z"))),
        ] {
            let booked = text(on_confirmed(&phone_booking(at(starts_at))));
            assert_eq!(
                quiet_until(&booked, &policy, night),
                expected,
                "{starts_at}"
            );
        }
        // Nor one about a session that was moved out of the night, nor what happens now.
        let mut told = text(on_confirmed(&phone_booking(at("2030-01-09T02:00:00Z"))));
        told.kind = Kind::ChangedSoon;
        for moved_from in ["2030-01-07T21:00:00Z", "2030-01-07T23:00:00Z"] {
            told.facts.moved_from = Some(at(moved_from));
            assert_eq!(quiet_until(&told, &policy, night), None, "{moved_from}");
        }
        told.facts.moved_from = None;
        assert!(quiet_until(&told, &policy, night).is_some());
        for kind in [
            Kind::Introduction,
            Kind::MemberWaiting,
            Kind::ProviderWaiting,
            Kind::SwitchedToPhone,
            Kind::ContactCode,
        ] {
            told.kind = kind;
            assert_eq!(quiet_until(&told, &policy, night), None, "{kind:?}");
        }
    }

    proptest! {
        /// A text waits less than eleven hours, until the morning, and always comes before its
        /// session.
        #[test]
        fn a_text_waits_for_the_morning_and_comes_before_its_session(
            zone in prop::sample::select(vec![
                "Asia/Ho_Chi_Minh", "Asia/Singapore", "Europe/Berlin", "America/New_York",
                "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu",
            ]),
            minutes in 0_i64..60 * 24 * 365,
            ahead in 1_i64..60 * 48,
        ) {
            let now = at("2030-01-01T00:00:00Z") + SignedDuration::from_mins(minutes);
            let starts_at = now + SignedDuration::from_mins(ahead);
            let mut message = text(reminder(&phone_booking(starts_at), Lead::Hours24, &[]));
            message.to.zone = zone.parse().unwrap();
            let policy = Policy::default();
            if let Some(until) = quiet_until(&message, &policy, now) {
                prop_assert!(until > now && until < starts_at);
                prop_assert!(until.duration_since(now) <= SignedDuration::from_hours(11));
                let local = until.to_zoned(message.to.zone.rules().clone());
                prop_assert_eq!(local.time(), policy.quiet_until);
                prop_assert_eq!(quiet_until(&message, &policy, until), None);
            }
        }
    }
}
