//! What a message may tell beside who, when and how, by its kind (M3).

use anteroom_domain::booking::{SessionType, Side};
use anteroom_domain::message::Kind;

/// What an email may tell, and not only to whom it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Disclosure {
    /// The member's number.
    pub(super) member_phone: bool,
    /// The member's own link.
    pub(super) link: bool,
}

/// The member's number is told to the provider who will call it, and the link to the member
/// who gets in or answers by it.
pub(super) fn in_email(kind: Kind, side: Side, session_type: SessionType) -> Disclosure {
    let by_phone = session_type == SessionType::Phone;
    let (number, link) = match kind {
        Kind::Confirmation | Kind::Rescheduled | Kind::Reminder => (by_phone, !by_phone),
        Kind::SwitchedToPhone => (true, false),
        Kind::Proposal => (false, true),
        // What is off needs neither.
        Kind::Cancellation | Kind::Declined | Kind::Expired | Kind::NoShow => (false, false),
        // These are never emails.
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
        Kind::MemberWaiting | Kind::ChangedSoon => false,
        // These are never SMS.
        Kind::Proposal
        | Kind::Confirmation
        | Kind::Rescheduled
        | Kind::Cancellation
        | Kind::Declined
        | Kind::Expired
        | Kind::NoShow => false,
    }
}
