//! What a message may contain beside people, time and type, by its kind (M3).

use anteroom_domain::booking::{SessionType, Side};
use anteroom_domain::message::Kind;

/// What an email may contain. The facts may hold more than that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Disclosure {
    /// The member's number.
    pub(super) member_phone: bool,
    /// The member's own link.
    pub(super) link: bool,
}

/// The provider who will call gets the member's number. The member who joins, answers, moves or cancels
/// by a link gets the link.
pub(super) fn in_email(kind: Kind, side: Side, session_type: SessionType) -> Disclosure {
    let by_phone = session_type == SessionType::Phone;
    let (number, link) = match kind {
        Kind::Confirmation | Kind::Rescheduled | Kind::Reminder => (by_phone, true),
        Kind::SwitchedToPhone => (true, false),
        Kind::Proposal | Kind::ProviderWaiting => (false, true),
        // A session that is cancelled needs neither.
        Kind::Cancellation | Kind::Declined | Kind::Expired | Kind::NoShow => (false, false),
        // They may go to an address that is theirs no more, or not yet.
        Kind::ContactChanged | Kind::ContactCode => (false, false),
        // These kinds are never emails.
        Kind::PhoneBooked | Kind::Introduction | Kind::MemberWaiting | Kind::ChangedSoon => {
            (false, false)
        }
    };
    Disclosure {
        member_phone: number && side == Side::Provider,
        link: link && side == Side::Member,
    }
}

/// Whether an SMS states the number that will call.
pub(super) fn caller_in_sms(kind: Kind) -> bool {
    match kind {
        Kind::PhoneBooked | Kind::Introduction | Kind::Reminder | Kind::SwitchedToPhone => true,
        Kind::MemberWaiting | Kind::ProviderWaiting | Kind::ChangedSoon | Kind::ContactCode => {
            false
        }
        // These kinds are never SMS.
        Kind::Proposal
        | Kind::Confirmation
        | Kind::Rescheduled
        | Kind::Cancellation
        | Kind::Declined
        | Kind::Expired
        | Kind::NoShow
        | Kind::ContactChanged => false,
    }
}
