//! A booking's own alarm clock: when time will next do something to it.

use jiff::{SignedDuration, Timestamp};

use super::{Booking, SessionType, State};
use crate::person::Lead;
use crate::policy::Policy;
use crate::session::SessionState;

/// How often a session is looked at in which a member holds credentials, so that the gate
/// shuts on a provider whose client just falls silent (S4), or that is open past its end.
pub const WATCH: SignedDuration = SignedDuration::from_mins(1);

/// When the booking should be looked at next, as things stand at `now`; `None` when time
/// has nothing more to do to it.
pub fn next_due(
    booking: &Booking,
    live: &SessionState,
    policy: &Policy,
    now: Timestamp,
) -> Option<Timestamp> {
    let closes_at = booking.span.ends_at() + policy.close_after;
    let meeting_left = live.meeting_id.is_some();
    match booking.state {
        State::Pending { accept_by } => Some(accept_by),
        State::Confirmed => {
            let reminder = next_reminder(booking, live, policy, now).unwrap_or(closes_at);
            let look = next_look_at_the_host(booking, policy, now).unwrap_or(closes_at);
            Some(closes_at.min(reminder).min(look))
        }
        // A meeting has no place in a telephone session: it is what a switch has left over.
        State::Ongoing { .. } if booking.session_type == SessionType::Phone && meeting_left => {
            Some(now)
        }
        State::Ongoing { .. } if live.revoking.is_some() => Some(now),
        State::Ongoing { .. } if live.admitted.is_some() => Some(now + WATCH),
        State::Ongoing { .. } => {
            Some(next_look_at_the_host(booking, policy, now).unwrap_or(closes_at.max(now + WATCH)))
        }
        State::Completed { .. }
        | State::Cancelled(_)
        | State::Expired { .. }
        | State::NoShow { .. } => meeting_left.then_some(now),
    }
}

/// The reminder that is to be sent at `now`, if one is. Of several whose time has passed, since
/// the tick comes late, it is the nearest to the start; after the start there is none (M1).
pub fn reminder_due(
    booking: &Booking,
    live: &SessionState,
    policy: &Policy,
    now: Timestamp,
) -> Option<Lead> {
    let coming = matches!(booking.state, State::Confirmed) && now < booking.span.starts_at;
    let due = leads_left(booking, live, policy).filter(|lead| at(booking, *lead) <= now);
    due.min_by_key(|lead| lead.before()).filter(|_| coming)
}

/// The reminders whose time is past as well when one is sent at `now`: whoever wants none so near
/// to the start gets it in their stead.
pub fn reminders_missed(
    booking: &Booking,
    live: &SessionState,
    policy: &Policy,
    now: Timestamp,
) -> Vec<Lead> {
    let nearest = reminder_due(booking, live, policy, now);
    let due = leads_left(booking, live, policy).filter(|lead| at(booking, *lead) <= now);
    due.filter(|lead| nearest.is_some_and(|nearest| nearest != *lead))
        .collect()
}

/// When the next reminder's time comes, be it in the past; none after the start.
fn next_reminder(
    booking: &Booking,
    live: &SessionState,
    policy: &Policy,
    now: Timestamp,
) -> Option<Timestamp> {
    leads_left(booking, live, policy)
        .map(|lead| at(booking, lead))
        .filter(|_| now < booking.span.starts_at)
        .min()
}

/// The reminders that are neither sent nor skipped yet.
fn leads_left(
    booking: &Booking,
    live: &SessionState,
    policy: &Policy,
) -> impl Iterator<Item = Lead> {
    let leads = policy.reminders.iter().copied();
    let done = live.reminded_until;
    leads.filter(move |lead| done.is_none_or(|done| done < at(booking, *lead)))
}

fn at(booking: &Booking, lead: Lead) -> Timestamp {
    booking.span.starts_at - lead.before()
}

/// When to look whether the member waits in vain: as the session should start, to tell the
/// provider, and some minutes later, to call the concierge.
fn next_look_at_the_host(booking: &Booking, policy: &Policy, now: Timestamp) -> Option<Timestamp> {
    let starts_at = booking.span.starts_at;
    let looks = [starts_at, starts_at + policy.alert_after];
    let video = booking.session_type == SessionType::Video;
    looks.into_iter().filter(|look| video && now < *look).min()
}
