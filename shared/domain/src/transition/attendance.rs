//! Who came to a session, as its stored record shows (S7).

use jiff::{SignedDuration, Timestamp};

use super::BookingRecord;
use crate::attendance::{Attendance, Evidence, Known};
use crate::booking::{
    Actions, Attended, MemberCame, NoShowGround, NotAllowed, SessionType, Side, State, actions,
};
use crate::phone::Outcome;
use crate::policy::Policy;
use crate::session::Presence;
use crate::values::Role;

/// How long before the start a call counts as made for the session: from when a member is expected
/// at a video session (S1).
const CALL_EARLY: SignedDuration = SignedDuration::from_mins(15);

impl BookingRecord {
    /// Who came, and who may be in at `now`.
    pub fn attended(&self, now: Timestamp, policy: &Policy) -> Attended {
        let (session, phone) = (&self.session, &self.booking.phone);
        Attended {
            provider: session.host_seen || phone.was_tried(),
            anybody_in: Side::BOTH.into_iter().any(|side| {
                let presence = session.presence(side);
                presence.may_be_in(session.generation, now, policy)
            }),
            last_seen: session.host.last_heard().max(session.member.last_heard()),
        }
    }

    /// The attendance record up to `now`, from the clients' reports and the meeting service's
    /// events.
    pub fn attendance(&self, events: Vec<Evidence>, now: Timestamp) -> Attendance {
        let mut evidence = self.session.log.clone();
        evidence.extend(events);
        Attendance::from_evidence(&evidence, &self.known(now))
    }

    /// What a person in `role` may do at `now`. Marking a no-show is never offered for a member who
    /// came or waits, not even for later, and not to a provider whom the record does not show there. Only the record that
    /// is read with the request decides (see [`Self::no_show_ground`]).
    pub fn actions(&self, role: Role, policy: &Policy, now: Timestamp) -> Actions {
        let mut offered = actions(&self.booking, role, policy, now);
        let Some(no_show) = offered.no_show.as_mut() else {
            return offered;
        };
        let session = &self.session;
        let is_early = no_show.why == Some(NotAllowed::TooEarly);
        let came = session.member.ever_came()
            || session.member_waits(now, policy)
            || self.member_came(policy) == Some(MemberCame::Yes);
        if came && (no_show.allowed || is_early) {
            no_show.allowed = false;
            no_show.why = Some(NotAllowed::MemberAttended);
        }
        if no_show.allowed && role != Role::Concierge {
            let is_over = matches!(self.booking.state, State::Completed { .. });
            let was_seen = if is_over {
                session.host_seen && self.lasted(policy, now)
            } else {
                session.host.is_confirmed(session.generation)
            };
            let was_there = was_seen || self.called_the_member();
            no_show.why = (!was_there).then_some(NotAllowed::ProviderAbsent);
            no_show.allowed = was_there;
        }
        offered
    }

    /// The part of the record that the meeting service's events alone show.
    pub fn confirmed_attendance(&self, events: &[Evidence], now: Timestamp) -> Attendance {
        Attendance::confirmed(events, &self.known(now))
    }

    /// By what the member can be marked as a no-show at `now` (B7). The provider was there if they
    /// tried to call, or if the meeting service had them in from the start, or from their coming,
    /// until now or until they ended the session, which must then have lasted long enough to mark
    /// the member. What their client says of itself is no proof.
    pub fn no_show_ground(
        &self,
        events: Vec<Evidence>,
        policy: &Policy,
        now: Timestamp,
    ) -> NoShowGround {
        let known = self.known(now);
        let confirmed = Attendance::confirmed(&events, &known);
        let (starts_at, until) = (self.booking.span.starts_at, known.until);
        let stayed =
            self.lasted(policy, now) && confirmed.provider_stayed(starts_at, until, policy.grace);
        let member = match self.member_came(policy) {
            Some(came) => came,
            None => MemberCame::from(&self.attendance(events, now)),
        };
        NoShowGround::Record {
            member,
            provider_was_there: self.called_the_member() || stayed,
        }
    }

    /// Whether the session went on until its member could be marked.
    fn lasted(&self, policy: &Policy, now: Timestamp) -> bool {
        self.known(now).until >= self.booking.no_show_opens_at(policy)
    }

    /// Whether the provider called the member at the time of the session.
    fn called_the_member(&self) -> bool {
        let from = self.booking.span.starts_at - CALL_EARLY;
        self.booking.phone.attempts.iter().any(|a| a.at >= from)
    }

    /// Whether the meeting service's events can decide about a no-show of the member. They can't if the
    /// member is known to have come, or if there was no meeting.
    pub fn no_show_needs_events(&self, policy: &Policy) -> bool {
        self.member_came(policy).is_none()
    }

    /// Whether the member came, if this is known without the meeting service's events: they waited,
    /// answered the telephone, or there was no meeting. `None` if the events are needed.
    fn member_came(&self, policy: &Policy) -> Option<MemberCame> {
        let attempts = &self.booking.phone.attempts;
        let reached = attempts.iter().any(|a| a.outcome == Outcome::Reached);
        let by_phone = self.booking.session_type == SessionType::Phone;
        if reached || self.session.member_waited(policy) {
            Some(MemberCame::Yes)
        } else if by_phone && self.session.generation == 0 {
            Some(MemberCame::No)
        } else {
            None
        }
    }

    /// Facts that the evidence does not hold. A client's log has only its joins and leaves; the
    /// time of its last report is in its presence register.
    fn known(&self, now: Timestamp) -> Known {
        let last_report = |presence: &Presence| presence.client.map(|signal| signal.at);
        Known {
            provider_final_seen: last_report(&self.session.host),
            member_final_seen: last_report(&self.session.member),
            until: over_at(&self.booking.state).map_or(now, |over| over.min(now)),
        }
    }
}

impl From<&Attendance> for MemberCame {
    fn from(attendance: &Attendance) -> Self {
        if attendance.member_came() {
            Self::Yes
        } else {
            Self::No
        }
    }
}

/// When a booking ended, if it has.
fn over_at(state: &State) -> Option<Timestamp> {
    match state {
        State::Pending { .. } | State::Confirmed | State::Ongoing { .. } => None,
        State::Completed { ended_at, .. } => Some(*ended_at),
        State::Cancelled(cancellation) => Some(cancellation.at),
        State::Expired { at } | State::NoShow { at, .. } => Some(*at),
    }
}
