//! Transitions of a session: start, admit, withdraw credentials, end, switch to the telephone.

use jiff::Timestamp;

use super::{Author, BookingRecord, Guard, Transition};
use crate::booking::{Booking, HistoryEvent, Refused, SessionType, Side, Status};
use crate::message::{member_waiting, on_switched_to_phone};
use crate::policy::Policy;
use crate::session::{
    Admission, AttendeeId, HostPresent, PresenceStatus, Revocation, SessionState,
};

/// What starting a session requires in its current state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartPlan {
    /// A phone session, which starts now or is already ongoing.
    Phone {
        /// Whether it starts now.
        begins: bool,
    },
    /// A video session that needs a new meeting.
    NewMeeting {
        /// The generation of the new meeting.
        generation: u32,
    },
    /// A video session that already has a meeting.
    Enter {
        /// The meeting's id.
        meeting_id: String,
    },
}

impl BookingRecord {
    /// What starting the session requires, if the provider may start it (S1, S5).
    pub fn start_plan(&self, policy: &Policy, now: Timestamp) -> Result<StartPlan, Refused> {
        let begins = self.booking.state.status() == Status::Confirmed;
        let booking = self.booking.clone().start(now, policy)?;
        Ok(match (booking.session_type, &self.session.meeting_id) {
            (SessionType::Phone, _) => StartPlan::Phone { begins },
            (SessionType::Video, Some(meeting_id)) => StartPlan::Enter {
                meeting_id: meeting_id.clone(),
            },
            (SessionType::Video, None) => StartPlan::NewMeeting {
                generation: self.next_generation(),
            },
        })
    }

    /// The generation of the next meeting.
    pub fn next_generation(&self) -> u32 {
        self.session.generation + 1
    }

    /// The provider starts the session. A video session gets its first meeting.
    pub fn start(
        &self,
        author: &Author,
        meeting_id: Option<&str>,
        policy: &Policy,
    ) -> Result<Transition, Refused> {
        let booking = self.booking.clone().start(author.at, policy)?;
        let session = self.session.clone();
        let session = match meeting_id {
            Some(meeting_id) => session.in_meeting(self.next_generation(), meeting_id),
            None => session,
        };
        let what = HistoryEvent::Started;
        Ok(Transition::of(booking, session, author, what, policy))
    }

    /// Replaces the meeting of an ongoing session, because the meeting service has ended the old
    /// one (S5). The booking's version stays, since nothing changes for its people.
    pub fn with_meeting(&self, author: &Author, meeting_id: &str, policy: &Policy) -> Transition {
        let session = self.session.clone();
        let session = session.in_meeting(self.next_generation(), meeting_id);
        let (booking, what) = (self.booking.clone(), HistoryEvent::MeetingReplaced);
        // An admission in between would leave credentials for the meeting that is gone.
        let guards = [Guard::SameMeeting, Guard::SameCredentials];
        Transition::of(booking, session, author, what, policy).guarded(&guards)
    }

    /// The provider ends the session for all (S6). The caller deletes the meeting after this is
    /// written; `gate-checks` deletes it if the caller fails.
    pub fn end(&self, author: &Author, policy: &Policy) -> Result<Transition, Refused> {
        let booking = self.booking.clone().end(author.at)?;
        let (session, what) = (self.session.clone(), HistoryEvent::Ended);
        Ok(Transition::of(booking, session, author, what, policy))
    }

    /// Ends the session for all, since the access of one of its people ends, and calls the concierge who
    /// sees to the other one (A5).
    pub fn cut_off(&self, author: &Author, policy: &Policy) -> Result<Transition, Refused> {
        let mut step = self.end(author, policy)?;
        step.session.concierge_called_at.get_or_insert(author.at);
        Ok(step)
    }

    /// Switches a video session to the telephone (S9). Credentials become void, because the caller
    /// deletes the meeting next. The record that the member waited is kept, since it shows that
    /// they came.
    pub fn switch_to_phone(&self, author: &Author, policy: &Policy) -> Result<Transition, Refused> {
        let booking = self.booking.clone().switch_to_phone(author.at, policy)?;
        let drafts = on_switched_to_phone(&booking);
        let session = SessionState {
            admitted: None,
            revoking: None,
            ..self.session.clone()
        };
        let what = HistoryEvent::SwitchedToPhone;
        let step = Transition::of(booking, session, author, what, policy).telling(drafts);
        // An admission in between would leave credentials in a telephone session.
        Ok(step.guarded(&[Guard::SameCredentials]))
    }
}

impl Transition {
    /// Lets the member in. Takes the proof that the provider is in, and is written only if the
    /// provider's presence has not changed since it was read (S2). The waiting lease stays: until they
    /// are in, the member counts as waiting and is seen, also if they can't connect (S12).
    pub fn admit(
        session: &SessionState,
        host: &HostPresent,
        attendee_id: AttendeeId,
        now: Timestamp,
    ) -> Self {
        let admission = Admission {
            generation: host.generation(),
            attendee_id,
        };
        let after = SessionState {
            admitted: Some(admission),
            admissions: session.admissions + 1,
            waiting_since: None,
            revoking: None,
            ..session.clone()
        };
        // Of a member who is let in again, somebody may just be withdrawing the credentials.
        let guards = [
            Guard::SameBooking,
            Guard::SameMeeting,
            Guard::HostAsSeen,
            Guard::SameCredentials,
        ];
        Self::of_session(after, &guards, now)
    }

    /// The gate closes: the member's credentials are marked to be deleted at the meeting service.
    /// Not written if anybody reported presence since the session was read, because provider or
    /// member may be in after all.
    pub fn revoke(session: &SessionState, revocation: &Revocation, now: Timestamp) -> Self {
        let after = SessionState {
            admitted: None,
            revoking: Some(revocation.attendee_id.clone()),
            ..session.clone()
        };
        Self::of_session(after, &[Guard::NobodyHeard], now)
    }

    /// An attendee was created for an admission that was not written: it is marked to be deleted at
    /// the meeting service, as withdrawn credentials are. Until that is written, another request may
    /// admit the member with the same attendee. `None` if the session has credentials, or withdraws
    /// some.
    pub fn unused(session: &SessionState, attendee_id: AttendeeId, now: Timestamp) -> Option<Self> {
        if session.admitted.is_some() || session.revoking.is_some() {
            return None;
        }
        let after = SessionState {
            revoking: Some(attendee_id),
            ..session.clone()
        };
        let guards = [
            Guard::SameBooking,
            Guard::SameMeeting,
            Guard::SameCredentials,
        ];
        Some(Self::of_session(after, &guards, now))
    }

    /// The withdrawn credentials were deleted at the meeting service.
    pub fn revoked(session: &SessionState, now: Timestamp) -> Self {
        let after = SessionState {
            revoking: None,
            ..session.clone()
        };
        Self::of_session(after, &[Guard::SameBooking, Guard::SameCredentials], now)
    }

    /// The leftover meeting was deleted.
    pub fn meeting_gone(session: &SessionState, now: Timestamp) -> Self {
        let after = SessionState {
            meeting_id: None,
            ..session.clone()
        };
        Self::of_session(after, &[Guard::SameBooking], now)
    }

    /// Applies an event of the meeting service: somebody joined or left, at a time by the service's
    /// clock. `now` is when the event was received. `None` if it changes nothing.
    pub fn service_event(
        session: &SessionState,
        side: Side,
        status: PresenceStatus,
        at: Timestamp,
        now: Timestamp,
    ) -> Option<Self> {
        let after = session.heard_from_service(side, session.service_signal(status, at))?;
        let after = SessionState {
            host_seen: after.host_seen || side == Side::Provider,
            ..after
        };
        Self::heard(session, after, now)
    }

    /// Applies that the meeting is over, by which a side is out of it, at a time by the service's
    /// clock. This does not show that they were ever in. `None` if it changes nothing.
    pub fn meeting_over(
        session: &SessionState,
        side: Side,
        at: Timestamp,
        now: Timestamp,
    ) -> Option<Self> {
        let out = session.service_signal(PresenceStatus::Out, at);
        Self::heard(session, session.heard_from_service(side, out)?, now)
    }

    /// `None` if the service told it twice.
    fn heard(before: &SessionState, after: SessionState, now: Timestamp) -> Option<Self> {
        let guards = [Guard::SameBooking, Guard::SameMeeting];
        (after != *before).then(|| Self::of_session(after, &guards, now))
    }

    /// Corrects the due time of the session; `None` if it is correct.
    pub fn look(session: &SessionState, now: Timestamp) -> Option<Self> {
        let guards = [Guard::SameBooking, Guard::SameCredentials];
        let step = Self::of_session(session.clone(), &guards, now);
        (step.session != *session).then_some(step)
    }

    /// Notifies the late provider, once, that their member waits; see
    /// [`SessionState::needs_late_notice`].
    pub fn late_notice(
        session: &SessionState,
        booking: &Booking,
        policy: &Policy,
        now: Timestamp,
    ) -> Self {
        let after = SessionState {
            late_notice_sent: true,
            ..session.clone()
        };
        let step = Self::of_session(after, &[Guard::SameBooking], now);
        let due_at = session.terms.starts_at;
        step.telling(member_waiting(booking)).due_at(due_at, policy)
    }

    /// Calls the concierge to a member who waits in vain, once for each start time; see
    /// [`SessionState::needs_concierge`].
    pub fn concierge_call(session: &SessionState, now: Timestamp) -> Self {
        let after = SessionState {
            concierge_called_at: Some(now),
            ..session.clone()
        };
        Self::of_session(after, &[Guard::SameBooking], now)
    }
}

impl SessionState {
    /// Whether the late provider must be notified now that their member waits.
    pub fn needs_late_notice(&self, policy: &Policy, now: Timestamp) -> bool {
        !self.late_notice_sent && self.waits_in_vain(now, policy)
    }

    /// Whether the concierge must be called now to a member who waits in vain.
    pub fn needs_concierge(&self, policy: &Policy, now: Timestamp) -> bool {
        let is_late = self.terms.starts_at + policy.alert_after <= now;
        self.concierge_called_at.is_none() && is_late && self.waits_in_vain(now, policy)
    }
}
