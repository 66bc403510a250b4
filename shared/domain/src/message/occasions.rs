//! The messages for each occasion, and their recipients.

use jiff::Timestamp;

use super::{Address, Draft, Facts, Kind, Recipient};
use crate::booking::{Booking, HistoryEntry, Party, SessionType, Side, State};
use crate::person::Lead;
use crate::policy::Policy;
use crate::session::SessionState;
use crate::values::Role;

/// The messages for a new booking: email to both sides, about the proposal or the confirmed
/// session; for a phone session also an SMS to the member.
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

/// The messages for a confirmed booking, whether confirmed at once or by the member's acceptance.
pub fn on_confirmed(booking: &Booking) -> Vec<Draft> {
    let mut drafts = emails(booking, Kind::Confirmation, |facts| facts);
    if booking.session_type == SessionType::Phone {
        drafts.extend(sms(booking, Side::Member, Kind::PhoneBooked, |facts| facts));
    }
    drafts
}

/// The messages for a declined proposal: email to both sides.
pub fn on_declined(booking: &Booking) -> Vec<Draft> {
    emails(booking, Kind::Declined, |facts| facts)
}

/// The messages for an expired proposal: email to both sides.
pub fn on_expired(booking: &Booking) -> Vec<Draft> {
    emails(booking, Kind::Expired, |facts| facts)
}

/// The messages for a moved booking: email to both sides; SMS to the member of a phone session and,
/// if the old or the new start is near, to the provider.
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

/// The messages for a cancelled booking: email to both sides; SMS to the member of a phone session
/// and, if the start was near, to the provider.
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

/// The messages for a no-show of the member: email to both sides. They claim no more about the
/// provider than the attendance record shows.
pub fn on_member_absent(booking: &Booking, session: &SessionState) -> Vec<Draft> {
    let provider_came = match booking.session_type {
        SessionType::Video => session.host_seen,
        SessionType::Phone => booking.phone.was_tried(),
    };
    emails(booking, Kind::NoShow, |facts| Facts {
        no_show: Some(Side::Member),
        nobody_came: !provider_came,
        ..facts
    })
}

/// The messages for a no-show of the provider: email to both sides. They claim no more about the
/// member's waiting than the attendance record shows.
pub fn on_provider_absent(
    booking: &Booking,
    session: &SessionState,
    policy: &Policy,
) -> Vec<Draft> {
    emails(booking, Kind::NoShow, |facts| Facts {
        no_show: Some(Side::Provider),
        member_waited: session.member_waited(policy),
        ..facts
    })
}

/// The messages for a switch to the telephone: email to both sides, and an SMS to the member with
/// the number that will call.
pub fn on_switched_to_phone(booking: &Booking) -> Vec<Draft> {
    let mut drafts = emails(booking, Kind::SwitchedToPhone, |facts| facts);
    drafts.extend(sms(booking, Side::Member, Kind::SwitchedToPhone, |f| f));
    drafts
}

/// A reminder: email to both sides; for the member of a phone session also an SMS a day and an hour
/// before. `missed` are the reminders that it replaces because it is late.
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

/// The introduction SMS of a phone session to its member; `None` without a number.
pub fn introduction(booking: &Booking) -> Option<Draft> {
    sms(booking, Side::Member, Kind::Introduction, |facts| facts)
}

/// The SMS to a late provider whose member waits; `None` without a number.
pub fn member_waiting(booking: &Booking) -> Option<Draft> {
    sms(booking, Side::Provider, Kind::MemberWaiting, |facts| facts)
}

/// The messages to a member who does not come while the provider is in: an email, and an SMS if they
/// have a number (B7).
pub fn provider_waiting(booking: &Booking) -> Vec<Draft> {
    let (side, kind) = (Side::Member, Kind::ProviderWaiting);
    let email = email(booking, side, kind, |facts| facts);
    let sms = sms(booking, side, kind, |facts| facts);
    [email].into_iter().chain(sms).collect()
}

/// The facts of a booking that the person on `side` may get.
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
        member_phone: member_phone.filter(|_| by_phone && booking.tells_number()),
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

/// Whether one of the starts is so near that the provider needs an SMS. A start from which the
/// session was moved within the last day counts too: the SMS about that move may be unsent, and
/// this change makes it stale.
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

/// The SMS about a change (M2). It goes to the provider if the session is near, and to the member
/// of a phone session, who has little internet and may rely on an earlier SMS. The author of the
/// change gets none.
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
    let email = |side| email(booking, side, kind, &add);
    Side::BOTH.into_iter().map(email).collect()
}

fn email(booking: &Booking, side: Side, kind: Kind, add: impl Fn(Facts) -> Facts) -> Draft {
    let party = booking.party(side);
    Draft {
        kind,
        to: recipient(party, side, Address::Email(party.email.clone())),
        facts: add(facts(booking, side)),
    }
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
