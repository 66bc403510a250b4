//! What people do to a booking: answer a proposal, cancel, move, mark a no-show.

use jiff::Timestamp;

use super::{Author, BookingRecord, Guard, Transition};
use crate::availability::Schedule;
use crate::booking::{HistoryEvent, Moved, NoShowGround, Refused, RescheduleRefused, Side, State};
use crate::message::{on_cancelled, on_confirmed, on_declined, on_member_absent, on_rescheduled};
use crate::policy::Policy;
use crate::values::{Comment, Reason};

/// The most moves that a booking allows in its lifetime, far above normal use. The history keeps
/// the reason of each move, so the limit bounds the item's size.
const MOST_MOVES: usize = 35;

impl BookingRecord {
    /// The member accepts a proposal (B4). Reminders whose time passed while it was pending are
    /// skipped.
    pub fn accept(&self, author: &Author, policy: &Policy) -> Result<Transition, Refused> {
        let booking = self.booking.clone().accept(author.at)?;
        let drafts = on_confirmed(&booking);
        let session = self.session.clone().at_new_time();
        let what = HistoryEvent::Accepted;
        Ok(Transition::of(booking, session, author, what, policy).telling(drafts))
    }

    /// The member declines a proposal (B4).
    pub fn decline(&self, author: &Author, policy: &Policy) -> Result<Transition, Refused> {
        let before = self.booking.clone();
        let booking = before.decline(author.by.clone(), author.at)?;
        let drafts = on_declined(&booking);
        let (session, what) = (self.session.clone(), HistoryEvent::Declined);
        Ok(Transition::of(booking, session, author, what, policy).telling(drafts))
    }

    /// Cancels the booking (B6).
    pub fn cancel(
        &self,
        author: &Author,
        reason: &Reason,
        policy: &Policy,
    ) -> Result<Transition, Refused> {
        let (before, by) = (self.booking.clone(), author.by.clone());
        let booking = before.cancel(by, reason.clone(), author.at, policy)?;
        let role = author.by.role;
        let drafts = on_cancelled(&booking, &self.history, role, policy, author.at);
        let (session, what) = (self.session.clone(), HistoryEvent::Cancelled);
        let mut step = Transition::of(booking, session, author, what, policy).telling(drafts);
        if let Some(entry) = &mut step.entry {
            entry.why = Some(reason.to_string());
        }
        Ok(step)
    }

    /// Moves the session to another start (B5). Resets the waiting and the introductions, and
    /// schedules its reminders anew.
    pub fn reschedule(
        &self,
        author: &Author,
        starts_at: Timestamp,
        comment: Option<&Comment>,
        schedule: Option<&Schedule>,
        policy: &Policy,
    ) -> Result<Transition, RescheduleRefused> {
        let (before, role) = (&self.booking, author.by.role);
        let booking = before
            .clone()
            .reschedule(starts_at, role, schedule, policy, author.at)?;
        let is_move = |event: &HistoryEvent| *event == HistoryEvent::Rescheduled;
        let moves = self.history.iter().filter(|entry| is_move(&entry.what));
        if moves.count() >= MOST_MOVES {
            return Err(RescheduleRefused::TooOften);
        }
        let from = before.span.starts_at;
        let drafts = on_rescheduled(&booking, &self.history, from, role, policy, author.at);
        let session = self.session.clone().at_new_time();
        let what = HistoryEvent::Rescheduled;
        let mut step = Transition::of(booking, session, author, what, policy).telling(drafts);
        if let Some(entry) = &mut step.entry {
            entry.why = comment.map(ToString::to_string);
            entry.moved = Some(Moved {
                from,
                to: starts_at,
            });
        }
        Ok(step)
    }

    /// Marks the member as a no-show (B7). Fails to be written if anybody came or was reached after
    /// the record was read. `why` is the reason of a concierge who overrules the record; no reason puts a
    /// member out who is in the meeting.
    pub fn mark_no_show(
        &self,
        author: &Author,
        ground: NoShowGround,
        why: Option<&Reason>,
        policy: &Policy,
    ) -> Result<Transition, Refused> {
        let before = self.booking.clone();
        let booking = before.mark_no_show(ground, author.at, policy)?;
        let is_held = matches!(self.booking.state, State::Ongoing { .. });
        if is_held && self.session.is_present(Side::Member, author.at, policy) {
            return Err(Refused::MemberAttended);
        }
        let drafts = on_member_absent(&booking, &self.session);
        let (session, what) = (self.session.clone(), HistoryEvent::MarkedNoShow);
        let guards = [Guard::NobodyHeard, Guard::MemberNotCome];
        let mut step = Transition::of(booking, session, author, what, policy);
        if let Some(entry) = &mut step.entry {
            entry.why = why.map(ToString::to_string);
        }
        Ok(step.telling(drafts).guarded(&guards))
    }
}
