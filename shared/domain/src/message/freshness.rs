//! How long a message is useful. A message that is too late is dropped.

use jiff::{SignedDuration, Timestamp};

use super::{Facts, Kind};
use crate::booking::Side;
use crate::pending::CODE_LIFE;

/// How long after it was written a message about waiting is still useful. After that the two have
/// met, or the concierge takes care of it.
const WAITS: SignedDuration = SignedDuration::from_mins(10);

/// Whether a message is useful only while its session is still to come or ongoing.
pub fn is_for_open_session(kind: Kind) -> bool {
    match kind {
        Kind::Confirmation
        | Kind::Rescheduled
        | Kind::Reminder
        | Kind::MemberWaiting
        | Kind::ProviderWaiting
        | Kind::Introduction
        | Kind::PhoneBooked
        | Kind::SwitchedToPhone => true,
        Kind::Proposal
        | Kind::Cancellation
        | Kind::Declined
        | Kind::Expired
        | Kind::NoShow
        | Kind::ChangedSoon
        | Kind::ContactChanged
        | Kind::ContactCode => false,
    }
}

/// The side that a message calls to a session. The message is needless once they have come.
pub fn awaited(kind: Kind) -> Option<Side> {
    match kind {
        Kind::MemberWaiting => Some(Side::Provider),
        Kind::ProviderWaiting => Some(Side::Member),
        Kind::Proposal
        | Kind::Confirmation
        | Kind::Rescheduled
        | Kind::Cancellation
        | Kind::Declined
        | Kind::Expired
        | Kind::NoShow
        | Kind::Reminder
        | Kind::SwitchedToPhone
        | Kind::PhoneBooked
        | Kind::Introduction
        | Kind::ChangedSoon
        | Kind::ContactChanged
        | Kind::ContactCode => None,
    }
}

/// The instant from which a message is no longer useful; `None` if it always is.
///
/// A message that announces a session is useless once the session has begun. One about an ongoing
/// session is useless once the session is over. One about how a session ended stays useful, and
/// removes it from calendars.
pub fn pointless_from(kind: Kind, facts: &Facts, queued_at: Timestamp) -> Option<Timestamp> {
    let starts_at = facts.starts_at;
    let ends_at = starts_at + SignedDuration::from_mins(facts.duration_minutes);
    match kind {
        Kind::Proposal => Some(facts.accept_by.unwrap_or(starts_at)),
        Kind::ChangedSoon if facts.cancelled_by.is_some() => Some(ends_at),
        Kind::Reminder | Kind::ChangedSoon => Some(starts_at),
        Kind::Confirmation | Kind::Rescheduled | Kind::PhoneBooked => Some(ends_at),
        // A late session can still be called after its planned end.
        Kind::SwitchedToPhone | Kind::Introduction => Some(ends_at.max(queued_at + WAITS)),
        Kind::MemberWaiting | Kind::ProviderWaiting => Some(ends_at.min(queued_at + WAITS)),
        Kind::ContactCode => Some(queued_at + CODE_LIFE),
        Kind::Cancellation
        | Kind::Declined
        | Kind::Expired
        | Kind::NoShow
        | Kind::ContactChanged => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::booking::SessionType;
    use crate::values::Role;

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
            missed: Vec::new(),
            no_show: None,
            nobody_came: false,
            member_waited: false,
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
            (Kind::MemberWaiting, at("2026-11-23T03:12:00Z")),
            (Kind::ProviderWaiting, at("2026-11-23T03:12:00Z")),
            (Kind::ChangedSoon, start),
            (Kind::ContactChanged, None),
            (Kind::ContactCode, at("2026-11-23T03:12:00Z")),
        ] {
            let queued_at = at("2026-11-23T03:02:00Z").unwrap();
            let found = pointless_from(kind, &facts, queued_at);
            assert_eq!(found, expected, "{kind:?}");
        }
        // A message that was written late is useful for a while; one about a cancelled session,
        // until the session would have ended.
        for kind in [Kind::Introduction, Kind::SwitchedToPhone] {
            let found = pointless_from(kind, &facts, at("2026-11-23T03:52:00Z").unwrap());
            assert_eq!(found, at("2026-11-23T04:02:00Z"), "{kind:?}");
        }
        let off = Facts {
            cancelled_by: Some(Role::Member),
            ..facts
        };
        assert_eq!(pointless_from(Kind::ChangedSoon, &off, off.starts_at), end);
    }
}
