//! Reaching out to a member who does not come (B7), and why a booking needs the concierge.

use jiff::Timestamp;

use super::{Author, BookingRecord, Guard, Transition};
use crate::attention::Need;
use crate::booking::{HistoryEntry, HistoryEvent, SessionType, Side, State};
use crate::message::provider_waiting;
use crate::policy::Policy;
use crate::session::{Outreach, SessionState};
use crate::values::Role;

impl BookingRecord {
    /// Reaches out to a member who does not come, if that is due (B7). Not written if the member asks
    /// to come in or the provider leaves meanwhile. The booking's version stays, since nothing
    /// changes for its people.
    pub fn reach_out(&self, policy: &Policy, now: Timestamp) -> Option<Transition> {
        let before = self.session.clone();
        let (session, what, drafts) = match self.session.outreach_due(policy, now)? {
            Outreach::Messages => {
                let session = SessionState {
                    reached_out_at: Some(now),
                    ..before
                };
                let drafts = provider_waiting(&self.booking);
                (session, HistoryEvent::ReachedOut, drafts)
            }
            Outreach::Concierge => {
                let session = SessionState {
                    absence_called_at: Some(now),
                    ..before
                };
                (session, HistoryEvent::ConciergeCalled, Vec::new())
            }
        };
        let (booking, author) = (self.booking.clone(), Author::scheduler(now));
        let step = Transition::of(booking, session, &author, what, policy);
        let due_at = self.session.outreach_since()? + policy.reach_out_after;
        let step = step.telling(drafts).due_at(due_at, policy);
        let guards = [Guard::SameMeeting, Guard::HostAsSeen, Guard::MemberNotCome];
        Some(step.guarded(&guards))
    }

    /// Whether a text about it that did not arrive calls the concierge (M8): its session is by telephone,
    /// and is to come or ongoing at `now`.
    pub fn needs_texts(&self, now: Timestamp) -> bool {
        let is_ahead = match self.booking.state {
            State::Ongoing { .. } => true,
            State::Confirmed => now < self.booking.span.ends_at(),
            State::Pending { .. }
            | State::Completed { .. }
            | State::Cancelled(_)
            | State::Expired { .. }
            | State::NoShow { .. } => false,
        };
        is_ahead && self.booking.session_type == SessionType::Phone
    }

    /// Why the booking, to which the concierge was called, still needs them at `now`, and since when.
    pub fn need(&self, policy: &Policy, now: Timestamp) -> Option<(Need, Timestamp)> {
        let session = &self.session;
        let is_ongoing = matches!(self.booking.state, State::Ongoing { .. });
        let is_open = is_ongoing || matches!(self.booking.state, State::Confirmed);
        let is_late = is_open && !session.is_present(Side::Provider, now, policy);
        let is_absent = is_ongoing
            && self.booking.session_type == SessionType::Video
            && !session.member.ever_came()
            && !session.member_waits(now, policy);
        let late = session.concierge_called_at.filter(|_| is_late);
        let absent = session.absence_called_at.filter(|_| is_absent);
        let late = late.map(|since| (Need::HostLate, since));
        let absent = absent.map(|since| (Need::MemberAbsent, since));
        let cut_off = self.cut_off_at().map(|since| (Need::AccessEnded, since));
        late.or(absent).or(cut_off)
    }

    /// When a concierge ended the session, which they do only with the access of one of its people (A5).
    fn cut_off_at(&self) -> Option<Timestamp> {
        let mut entries = self.history.iter();
        let by_concierge = |entry: &&HistoryEntry| {
            entry.what == HistoryEvent::Ended && entry.by.role == Role::Concierge
        };
        entries.find(by_concierge).map(|entry| entry.at)
    }
}
