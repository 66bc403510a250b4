//! When the scheduler next checks a booking.

use jiff::Timestamp;

use super::{Booking, SessionType, State};
use crate::person::Lead;
use crate::phone::PhoneSteps;
use crate::policy::Policy;

/// The scheduler's progress with a booking, and the next due time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DueClock {
    /// Reminders up to this instant are handled: sent, or skipped because the session was booked or
    /// moved too late for them.
    pub reminded_until: Option<Timestamp>,
    /// The next due time; `None` if the scheduler has nothing left to do.
    pub due_at: Option<Timestamp>,
}

impl DueClock {
    /// The clock of a booking that gets its time at `now`: reminders whose time has passed are
    /// skipped.
    pub fn booked_at(now: Timestamp) -> Self {
        Self {
            reminded_until: Some(now),
            due_at: None,
        }
    }
}

impl Booking {
    /// The booking after it moved to another time: its reminders start anew, and introductions with
    /// the old time no longer count.
    #[must_use]
    pub(super) fn at_new_time(self, now: Timestamp) -> Self {
        Self {
            phone: PhoneSteps::default(),
            clock: DueClock {
                reminded_until: Some(now),
                ..self.clock
            },
            ..self
        }
    }

    /// The booking with its next due time.
    #[must_use]
    pub(crate) fn with_due_time(mut self, policy: &Policy, now: Timestamp) -> Self {
        self.clock.due_at = self.next_due(policy, now);
        self
    }

    /// The next due time of the booking, in its state at `now`; `None` if nothing is left to do. An
    /// open session stays due at its closing time, so that checking it each minute writes nothing.
    pub fn next_due(&self, policy: &Policy, now: Timestamp) -> Option<Timestamp> {
        let closes_at = self.span.ends_at() + policy.close_after;
        match self.state {
            State::Pending { accept_by } => Some(accept_by),
            State::Confirmed => {
                let reminder = next_reminder(self, policy, now).unwrap_or(closes_at);
                let look = next_look_at_the_host(self, policy, now).unwrap_or(closes_at);
                Some(closes_at.min(reminder).min(look))
            }
            State::Ongoing { .. } => {
                Some(next_look_at_the_host(self, policy, now).unwrap_or(closes_at))
            }
            State::Completed { .. }
            | State::Cancelled(_)
            | State::Expired { .. }
            | State::NoShow { .. } => None,
        }
    }
}

/// The reminder to send at `now`, if any. If the scheduler runs late and several are due, it is the
/// one nearest to the start. After the start there is none (M1).
pub fn reminder_due(booking: &Booking, policy: &Policy, now: Timestamp) -> Option<Lead> {
    let coming = matches!(booking.state, State::Confirmed) && now < booking.span.starts_at;
    let due = leads_left(booking, policy).filter(|lead| at(booking, *lead) <= now);
    due.min_by_key(|lead| lead.before()).filter(|_| coming)
}

/// The other reminders that are due when one is sent at `now`. People who want one of these, but
/// not the one that is sent, get that one in place of it. Those that were due before the table was
/// restored are not among them: they may have been sent (M10).
pub fn reminders_missed(booking: &Booking, policy: &Policy, now: Timestamp) -> Vec<Lead> {
    let nearest = reminder_due(booking, policy, now);
    let due = leads_left(booking, policy).filter(|lead| at(booking, *lead) <= now);
    let due = due.filter(|lead| !policy.holds(at(booking, *lead)));
    due.filter(|lead| nearest.is_some_and(|nearest| nearest != *lead))
        .collect()
}

/// The time of the next reminder, which may be in the past; `None` after the start.
fn next_reminder(booking: &Booking, policy: &Policy, now: Timestamp) -> Option<Timestamp> {
    leads_left(booking, policy)
        .map(|lead| at(booking, lead))
        .filter(|_| now < booking.span.starts_at)
        .min()
}

/// The reminders that are neither sent nor skipped.
fn leads_left(booking: &Booking, policy: &Policy) -> impl Iterator<Item = Lead> {
    let leads = policy.reminders.iter().copied();
    let done = booking.clock.reminded_until;
    leads.filter(move |lead| done.is_none_or(|done| done < at(booking, *lead)))
}

fn at(booking: &Booking, lead: Lead) -> Timestamp {
    booking.span.starts_at - lead.before()
}

/// When to check whether the member waits in vain: at the start, to notify the provider, and some
/// minutes later, to call the concierge.
fn next_look_at_the_host(booking: &Booking, policy: &Policy, now: Timestamp) -> Option<Timestamp> {
    let starts_at = booking.span.starts_at;
    let looks = [starts_at, starts_at + policy.alert_after];
    let video = booking.session_type == SessionType::Video;
    looks.into_iter().filter(|look| video && now < *look).min()
}
