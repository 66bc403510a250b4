//! What is said on which occasion, to whom.

use jiff::Timestamp;

use super::{Address, Draft, Facts, Kind, Recipient};
use crate::booking::{Booking, HistoryEntry, Party, SessionType, Side, State};
use crate::person::Lead;
use crate::policy::Policy;
use crate::session::SessionState;
use crate::values::Role;

/// What is said when a booking was made: email to both sides, of a proposal or of a session
/// that is confirmed at once; of a phone session also an SMS to the member.
pub fn on_booked(booking: &Booking) -> Vec<Draft> {
    match booking.state {
        State::Pending { accept_by } => emails(booking, Kind::Proposal, |facts| Facts {
            accept_by: Some(accept_by),
            ..facts
        }),
        State::Confirmed
        | State::Ongoing { .. }
        | State::Completed { .. }
        | State::Cancelled(_)
        | State::Expired { .. }
        | State::NoShow { .. } => on_confirmed(booking),
    }
}

/// What is said when a booking is confirmed, at once or because its member accepted it.
pub fn on_confirmed(booking: &Booking) -> Vec<Draft> {
    let mut drafts = emails(booking, Kind::Confirmation, |facts| facts);
    if booking.session_type == SessionType::Phone {
        drafts.extend(sms(booking, Side::Member, Kind::PhoneBooked, |facts| facts));
    }
    drafts
}

/// What is said when the member declined a proposal: email to both sides.
pub fn on_declined(booking: &Booking) -> Vec<Draft> {
    emails(booking, Kind::Declined, |facts| facts)
}

/// What is said when a proposal was not answered in time: email to both sides.
pub fn on_expired(booking: &Booking) -> Vec<Draft> {
    emails(booking, Kind::Expired, |facts| facts)
}

/// What is said when a booking was moved from another start: email to both sides, and SMS to the
/// member of a phone session and, if one of the starts is near, to the provider.
pub fn on_rescheduled(
    booking: &Booking,
    history: &[HistoryEntry],
    from: Timestamp,
    by: Role,
    policy: &Policy,
    now: Timestamp,
) -> Vec<Draft> {
    let moved = |facts| Facts {
        moved_from: Some(from),
        ..facts
    };
    let mut drafts = emails(booking, Kind::Rescheduled, moved);
    let starts = [from, booking.span.starts_at];
    let near = is_near(&starts, history, policy, now);
    drafts.extend(changed_soon(booking, by, near, moved));
    drafts
}

/// What is said when a booking was cancelled: email to both sides, and SMS to the member of a
/// phone session and, if it was near, to the provider.
pub fn on_cancelled(
    booking: &Booking,
    history: &[HistoryEntry],
    by: Role,
    policy: &Policy,
    now: Timestamp,
) -> Vec<Draft> {
    let off = |facts| Facts {
        cancelled_by: Some(by),
        ..facts
    };
    let mut drafts = emails(booking, Kind::Cancellation, off);
    let near = is_near(&[booking.span.starts_at], history, policy, now);
    drafts.extend(changed_soon(booking, by, near, off));
    drafts
}

/// What is said when a member was marked as not shown: email to both sides, which say no more of
/// the provider than the record of the session does.
pub fn on_member_absent(booking: &Booking, live: &SessionState) -> Vec<Draft> {
    let provider_came = match booking.session_type {
        SessionType::Video => live.host.ever_came(),
        SessionType::Phone => live.phone.was_tried(),
    };
    emails(booking, Kind::NoShow, |facts| Facts {
        no_show: Some(Side::Member),
        nobody_came: !provider_came,
        ..facts
    })
}

/// What is said when the provider did not come: email to both sides, which say of the member's
/// waiting no more than the record of the session does.
pub fn on_provider_absent(booking: &Booking, live: &SessionState, policy: &Policy) -> Vec<Draft> {
    emails(booking, Kind::NoShow, |facts| Facts {
        no_show: Some(Side::Provider),
        member_waited: live.member_waited(booking, policy),
        ..facts
    })
}

/// What is said when a video session goes on by telephone: email to both sides, and an SMS to
/// the member that states the number which will call.
pub fn on_switched_to_phone(booking: &Booking) -> Vec<Draft> {
    let mut drafts = emails(booking, Kind::SwitchedToPhone, |facts| facts);
    drafts.extend(sms(booking, Side::Member, Kind::SwitchedToPhone, |f| f));
    drafts
}

/// A reminder: email to both sides, and for the member of a phone session an SMS a day and an
/// hour before. It comes late if others were `missed`.
pub fn reminder(booking: &Booking, lead: Lead, missed: &[Lead]) -> Vec<Draft> {
    let with = |missed: Vec<Lead>| {
        move |facts| Facts {
            lead: Some(lead),
            missed: missed.clone(),
            ..facts
        }
    };
    let mut drafts = emails(booking, Kind::Reminder, with(missed.to_vec()));
    let by_sms = |lead: &Lead| *lead != Lead::Hours36;
    if booking.session_type == SessionType::Phone && by_sms(&lead) {
        let missed = missed.iter().copied().filter(by_sms).collect();
        drafts.extend(sms(booking, Side::Member, Kind::Reminder, with(missed)));
    }
    drafts
}

/// The introduction of a phone session to its member, if their number is known.
pub fn introduction(booking: &Booking) -> Option<Draft> {
    sms(booking, Side::Member, Kind::Introduction, |facts| facts)
}

/// The SMS to a late provider whose member waits, if the provider's number is known.
pub fn member_waiting(booking: &Booking) -> Option<Draft> {
    sms(booking, Side::Provider, Kind::MemberWaiting, |facts| facts)
}

/// What the person on `side` may be told of a booking.
pub fn facts(booking: &Booking, side: Side) -> Facts {
    let by_phone = booking.session_type == SessionType::Phone;
    let (with, member_phone, provider_phone) = match side {
        Side::Provider => (&booking.member.name, booking.member.phone.clone(), None),
        Side::Member => (&booking.provider.name, None, booking.provider.phone.clone()),
    };
    Facts {
        session_type: booking.session_type,
        starts_at: booking.span.starts_at,
        duration_minutes: booking.span.duration.as_mins(),
        with: with.clone(),
        member_phone: member_phone.filter(|_| by_phone),
        provider_phone: provider_phone.filter(|_| by_phone),
        cancelled_by: None,
        moved_from: None,
        accept_by: None,
        lead: None,
        missed: Vec::new(),
        no_show: None,
        nobody_came: false,
        member_waited: false,
    }
}

/// Whether one of the starts is so near that the provider should not wait until they read mail.
/// A start from which the session was moved within the last day counts too: the text about that
/// may not have gone out yet, and is overtaken by this change.
fn is_near(
    starts: &[Timestamp],
    history: &[HistoryEntry],
    policy: &Policy,
    now: Timestamp,
) -> bool {
    let lately = history
        .iter()
        .filter(|entry| entry.at > now - policy.late_change)
        .filter_map(|entry| Some(entry.moved?.from))
        .filter(|from| *from > now);
    let mut starts = starts.iter().copied().chain(lately);
    starts.any(|start| start < now + policy.late_change)
}

/// The SMS about a change (M2): to the provider, if the session is near, and to the member of a
/// phone session, who has little internet and may go by a text that says otherwise; not to
/// whoever changed it.
fn changed_soon(
    booking: &Booking,
    by: Role,
    near: bool,
    add: impl Fn(Facts) -> Facts,
) -> Vec<Draft> {
    let by_phone = booking.session_type == SessionType::Phone;
    let told = [
        (Side::Provider, by != Role::Provider && near),
        (Side::Member, by != Role::Member && by_phone),
    ];
    let sides = told.into_iter().filter(|(_, is_told)| *is_told);
    sides
        .filter_map(|(side, _)| sms(booking, side, Kind::ChangedSoon, &add))
        .collect()
}

fn emails(booking: &Booking, kind: Kind, add: impl Fn(Facts) -> Facts) -> Vec<Draft> {
    let email = |side| {
        let party = booking.party(side);
        Draft {
            kind,
            to: recipient(party, side, Address::Email(party.email.clone())),
            facts: add(facts(booking, side)),
        }
    };
    Side::BOTH.into_iter().map(email).collect()
}

fn sms(booking: &Booking, side: Side, kind: Kind, add: impl Fn(Facts) -> Facts) -> Option<Draft> {
    let party = booking.party(side);
    let number = party.phone.clone()?;
    Some(Draft {
        kind,
        to: recipient(party, side, Address::Phone(number)),
        facts: add(facts(booking, side)),
    })
}

fn recipient(party: &Party, side: Side, address: Address) -> Recipient {
    Recipient {
        person: party.id.clone(),
        side,
        address,
        name: party.name.clone(),
        zone: party.zone.clone(),
        language: party.language,
        link_epoch: party.link_epoch,
    }
}
