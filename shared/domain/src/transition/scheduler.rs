//! What the scheduler does to a booking that is due.

use jiff::Timestamp;

use super::{Author, BookingRecord, Guard, Transition};
use crate::booking::{HistoryEvent, State, reminder_due, reminders_missed};
use crate::message::{on_expired, on_provider_absent, reminder};
use crate::policy::Policy;

/// The scheduler's decision about a due booking.
#[derive(Clone, Debug, PartialEq)]
pub enum DueStep {
    /// The proposal expires: it was not answered in time.
    Expire(Transition),
    /// The booking closes: the session is over.
    Close(Transition),
    /// A reminder is sent.
    Remind(Transition),
    /// Only the next due time changes.
    Postpone(Transition),
    /// Nothing is written; the booking stays due.
    Nothing,
}

impl BookingRecord {
    /// The decision about the booking at `now` (B4, B7, B8, M1).
    pub fn due_step(&self, policy: &Policy, now: Timestamp) -> DueStep {
        if let Some(step) = self.expire(policy, now) {
            return DueStep::Expire(step);
        }
        if let Some(step) = self.close(policy, now) {
            return DueStep::Close(step);
        }
        if let Some(step) = self.remind(policy, now) {
            return DueStep::Remind(step);
        }
        match self.postpone(policy, now) {
            Some(step) => DueStep::Postpone(step),
            None => DueStep::Nothing,
        }
    }

    fn expire(&self, policy: &Policy, now: Timestamp) -> Option<Transition> {
        let State::Pending { accept_by } = self.booking.state else {
            return None;
        };
        let booking = self.booking.clone().expire(now).ok()?;
        let drafts = on_expired(&booking);
        let (author, session) = (Author::scheduler(now), self.session.clone());
        let what = HistoryEvent::Expired;
        let step = Transition::of(booking, session, &author, what, policy);
        Some(step.telling(drafts).due_at(accept_by, policy))
    }

    /// Closes a session that is over, unless a client or the service reported presence after it was
    /// read.
    fn close(&self, policy: &Policy, now: Timestamp) -> Option<Transition> {
        let before = self.booking.clone();
        let booking = before.close(self.attended(now, policy), now, policy).ok()?;
        let drafts = match booking.state {
            State::NoShow { .. } => on_provider_absent(&booking, &self.session, policy),
            State::Pending { .. }
            | State::Confirmed
            | State::Ongoing { .. }
            | State::Completed { .. }
            | State::Cancelled(_)
            | State::Expired { .. } => Vec::new(),
        };
        let (author, session) = (Author::scheduler(now), self.session.clone());
        let what = HistoryEvent::Closed;
        let step = Transition::of(booking, session, &author, what, policy);
        // Who came before the table was restored may have been recorded in the one that was lost.
        let step = step
            .telling(drafts)
            .due_at(self.booking.span.starts_at, policy);
        Some(step.guarded(&[Guard::NobodyHeard]))
    }

    /// Sends the reminder that is due. The booking's version stays, since nothing changes for its
    /// people.
    fn remind(&self, policy: &Policy, now: Timestamp) -> Option<Transition> {
        let lead = reminder_due(&self.booking, policy, now)?;
        let missed = reminders_missed(&self.booking, policy, now);
        let mut booking = self.booking.clone();
        booking.clock.reminded_until = Some(now);
        let drafts = reminder(&booking, lead, &missed);
        let due_at = booking.span.starts_at - lead.before();
        let step = Transition {
            booking: Some(booking.with_due_time(policy, now)),
            session: self.session.clone(),
            entry: None,
            drafts,
            held: false,
            guards: Vec::new(),
        };
        Some(step.due_at(due_at, policy))
    }

    /// Corrects the next due time of the booking; `None` if it is correct.
    fn postpone(&self, policy: &Policy, now: Timestamp) -> Option<Transition> {
        let booking = self.booking.clone().with_due_time(policy, now);
        let booking = Some(booking).filter(|booking| *booking != self.booking)?;
        Some(Transition {
            booking: Some(booking),
            session: self.session.clone(),
            entry: None,
            drafts: Vec::new(),
            held: false,
            guards: Vec::new(),
        })
    }
}
