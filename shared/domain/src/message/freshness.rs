//! How long a message makes sense: what comes too late is dropped and not sent.

use jiff::{SignedDuration, Timestamp};

use super::{Facts, Kind};

/// The instant from which on a message says nothing useful any more, if there is one.
///
/// What announces a session is pointless once that has begun, and what is about a session at
/// all once that is over. What tells how something ended is true for ever, and takes it out
/// of calendars.
pub fn pointless_from(kind: Kind, facts: &Facts) -> Option<Timestamp> {
    let starts_at = facts.starts_at;
    let ends_at = starts_at + SignedDuration::from_mins(facts.duration_minutes);
    match kind {
        Kind::Proposal => Some(facts.accept_by.unwrap_or(starts_at)),
        Kind::Reminder | Kind::ChangedSoon => Some(starts_at),
        Kind::Confirmation
        | Kind::Rescheduled
        | Kind::SwitchedToPhone
        | Kind::PhoneBooked
        | Kind::Introduction
        | Kind::MemberWaiting => Some(ends_at),
        Kind::Cancellation | Kind::Declined | Kind::Expired | Kind::NoShow => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::booking::SessionType;

    #[test]
    fn each_kind_makes_sense_as_long_as_it_helps() {
        let at = |text: &str| Some(text.parse::<Timestamp>().unwrap());
        let facts = Facts {
            session_type: SessionType::Video,
            starts_at: at("2026-11-23T03:00:00Z").unwrap(),
            duration_minutes: 50,
            with: "Lan Tran".parse().unwrap(),
            member_phone: None,
            provider_phone: None,
            cancelled_by: None,
            moved_from: None,
            accept_by: at("2026-11-22T03:00:00Z"),
            lead: None,
            no_show: None,
            nobody_came: false,
        };
        let (start, end) = (at("2026-11-23T03:00:00Z"), at("2026-11-23T03:50:00Z"));
        for (kind, expected) in [
            (Kind::Proposal, facts.accept_by),
            (Kind::Confirmation, end),
            (Kind::Rescheduled, end),
            (Kind::Cancellation, None),
            (Kind::Declined, None),
            (Kind::Expired, None),
            (Kind::NoShow, None),
            (Kind::Reminder, start),
            (Kind::SwitchedToPhone, end),
            (Kind::PhoneBooked, end),
            (Kind::Introduction, end),
            (Kind::MemberWaiting, end),
            (Kind::ChangedSoon, start),
        ] {
            assert_eq!(pointless_from(kind, &facts), expected, "{kind:?}");
        }
    }
}
