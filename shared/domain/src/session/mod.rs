//! A session: its meeting, who is in it, who waits, and the gate between them.

mod admitted;
mod gate;
mod link;
mod outreach;
mod presence;
mod report;
mod terms;
#[cfg(test)]
mod tests;

pub use admitted::{Admitted, CameBy};
pub use gate::{HostPresent, Leave, Revocation, WaitingRoom, revocation, waiting_room};
pub use link::Link;
pub use outreach::Outreach;
pub use presence::{Presence, PresenceSignal, PresenceStatus, Standing};
pub use report::{ClientReport, MOST_LOGGED, ReportKind};
pub use terms::Terms;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::attendance::{Evidence, Kind, Source};
use crate::booking::{Booking, SessionType, Side, Status, View};
use crate::policy::Policy;

/// The id that the meeting service gave an attendee.
pub type AttendeeId = String;

/// The state of a session: its meeting, both people's presence, the waiting lease and the
/// credentials.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionState {
    /// The booking's terms that the session needs.
    pub terms: Terms,
    /// The epoch of the member's valid links. It rises when their email address changes; see
    /// [`Person::link_epoch`](crate::person::Person).
    pub link_epoch: u32,
    /// The number of the current meeting: 0 before the first, one more with each new meeting (S5).
    pub generation: u32,
    /// The meeting to delete when the session is over.
    pub meeting_id: Option<String>,
    /// The generation of every meeting that the booking has had, by the meeting's id.
    pub meetings: BTreeMap<String, u32>,
    /// The provider's presence.
    pub host: Presence,
    /// Whether the meeting service ever reported that the provider joined or left a meeting of the
    /// booking: proof that they were there.
    pub host_seen: bool,
    /// The member's presence.
    pub member: Presence,
    /// When the member's waiting lease ends (S3).
    pub waiting_until: Option<Timestamp>,
    /// When the member first asked to come in since they were last let in. Nothing is decided by it: it
    /// tells how long they waited.
    pub waiting_since: Option<Timestamp>,
    /// The member's credentials for the meeting.
    pub admitted: Option<Admission>,
    /// How many times the member was let in.
    pub admissions: u32,
    /// Withdrawn credentials that must still be deleted at the meeting service.
    pub revoking: Option<AttendeeId>,
    /// Whether the late provider was notified that their member waits.
    pub late_notice_sent: bool,
    /// When the concierge was called to a member who waits in vain, or whose session was cut off (A5).
    pub concierge_called_at: Option<Timestamp>,
    /// When the member, who had not come while the provider was in, was sent messages (B7).
    pub reached_out_at: Option<Timestamp>,
    /// When the concierge was called to the member, who had still not come (B7).
    pub absence_called_at: Option<Timestamp>,
    /// The joins and leaves that clients reported, at most [`MOST_LOGGED`] entries.
    pub log: Vec<Evidence>,
    /// Since when the session is due for a check each minute; see [`SessionState::watched`].
    pub due_at: Option<Timestamp>,
}

/// The credentials with which a member was let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admission {
    /// The generation of the meeting.
    pub generation: u32,
    /// The attendee.
    pub attendee_id: AttendeeId,
}

impl SessionState {
    /// The session of a new booking, to which nobody has come.
    pub fn new(booking: &Booking) -> Self {
        Self {
            terms: Terms::of(booking),
            link_epoch: booking.member.link_epoch,
            generation: 0,
            meeting_id: None,
            meetings: BTreeMap::new(),
            host: Presence::default(),
            host_seen: false,
            member: Presence::default(),
            waiting_until: None,
            waiting_since: None,
            admitted: None,
            admissions: 0,
            revoking: None,
            late_notice_sent: false,
            concierge_called_at: None,
            reached_out_at: None,
            absence_called_at: None,
            log: Vec::new(),
            due_at: None,
        }
    }

    /// Whether a side is in the meeting, by all presence signals up to `now`.
    pub fn is_present(&self, side: Side, now: Timestamp, policy: &Policy) -> bool {
        self.presence(side).is_present(self.generation, now, policy)
    }

    /// Whether the member waits: they polled within the lease and are not in. False for a phone
    /// session; waiting from before a switch to the telephone stays in the record.
    pub fn member_waits(&self, now: Timestamp, policy: &Policy) -> bool {
        self.terms.session_type == SessionType::Video
            && self.waiting_until.is_some_and(|until| now < until)
            && !self.is_present(Side::Member, now, policy)
    }

    /// Since when the member's client has reported without a break, by its last logged `joined` in
    /// the current meeting. A report after a silence is logged as one.
    pub(crate) fn member_heard_since(&self) -> Option<Timestamp> {
        self.last_joined(Side::Member)
    }

    /// Since when the provider is in the current meeting, if they are: by their client's reports without a break,
    /// or by the meeting service if their client reported nothing.
    pub fn host_in_since(&self) -> Option<Timestamp> {
        let service = self.host.service.filter(|signal| {
            signal.generation == self.generation && signal.status == PresenceStatus::In
        });
        let service = service.map(|signal| signal.at);
        self.last_joined(Side::Provider).or(service)
    }

    /// The last `joined` of a side's client in the current meeting.
    fn last_joined(&self, side: Side) -> Option<Timestamp> {
        let joined = self.log.iter().rev().find(|line| {
            line.side == side && line.kind == Kind::Joined && line.generation == self.generation
        });
        joined.map(|line| line.at)
    }

    /// Whether the member waits after the start time while the provider is not in.
    pub fn waits_in_vain(&self, now: Timestamp, policy: &Policy) -> bool {
        self.terms.starts_at <= now
            && self.member_waits(now, policy)
            && !self.is_present(Side::Provider, now, policy)
    }

    /// Whether the member was in the waiting room at or after the start time, or was let in from
    /// it.
    pub fn member_waited(&self, policy: &Policy) -> bool {
        let from_start = self.terms.starts_at + policy.waiting_lease;
        self.admissions > 0 || self.waiting_until.is_some_and(|until| until >= from_start)
    }

    /// Until when the member must wait, since they have used up their admissions (A3). The limit allows
    /// a burst, then one more admission each minute from the opening of the waiting room on.
    pub fn admissions_pause_until(&self, now: Timestamp, policy: &Policy) -> Option<Timestamp> {
        let over = i64::from(self.admissions) - i64::from(policy.admission_limit) + 1;
        let opens_at = self.terms.waiting_room_opens_at(policy);
        let until = opens_at + SignedDuration::from_mins(over);
        (until > now).then_some(until)
    }

    /// The presence of a side.
    pub fn presence(&self, side: Side) -> &Presence {
        match side {
            Side::Provider => &self.host,
            Side::Member => &self.member,
        }
    }

    pub(crate) fn presence_mut(&mut self, side: Side) -> &mut Presence {
        match side {
            Side::Provider => &mut self.host,
            Side::Member => &mut self.member,
        }
    }

    /// The session after its booking moved to another time. Waiting, the late notice and the
    /// concierge call are reset.
    #[must_use]
    pub(crate) fn at_new_time(self) -> Self {
        Self {
            waiting_until: None,
            waiting_since: None,
            late_notice_sent: false,
            concierge_called_at: None,
            ..self
        }
    }

    /// The session with a new meeting, to which nobody has been admitted (S5).
    #[must_use]
    pub(crate) fn in_meeting(mut self, generation: u32, meeting_id: &str) -> Self {
        self.meetings.insert(meeting_id.to_owned(), generation);
        Self {
            generation,
            meeting_id: Some(meeting_id.to_owned()),
            admitted: None,
            revoking: None,
            ..self
        }
    }

    /// Applies a join or leave that the meeting service reported for the meeting of a generation.
    /// An older event never replaces a newer one; of two events at the same instant, the leave
    /// counts. `None` if it changes nothing.
    pub(crate) fn heard_from_service(&self, side: Side, signal: PresenceSignal) -> Option<Self> {
        let is_open = self.terms.status == Status::Ongoing && signal.generation == self.generation;
        let is_newer = self.presence(side).service.is_none_or(|before| {
            before.generation != signal.generation
                || before.at < signal.at
                || (before.at == signal.at && signal.status == PresenceStatus::Out)
        });
        if !is_open || !is_newer || signal.source != Source::Service {
            return None;
        }
        let mut after = self.clone();
        after.presence_mut(side).service = Some(signal);
        Some(after)
    }

    /// A signal of the meeting service about the current meeting.
    pub(crate) fn service_signal(&self, status: PresenceStatus, at: Timestamp) -> PresenceSignal {
        PresenceSignal {
            source: Source::Service,
            status,
            at,
            generation: self.generation,
        }
    }

    /// The session with its next due time. `gate-checks` looks at a session each minute while the
    /// member holds credentials, a withdrawal is unfinished, the member has not come, or a meeting
    /// is left over. The due time stays the same meanwhile, so a check writes nothing.
    #[must_use]
    pub(crate) fn watched(self, now: Timestamp) -> Self {
        let over = self.terms.status.view() == View::Past;
        let is_left_over =
            (over || self.terms.session_type == SessionType::Phone) && self.meeting_id.is_some();
        let is_held = !over && (self.admitted.is_some() || self.revoking.is_some());
        let is_watched = is_left_over || is_held || self.may_need_outreach(now);
        let due_at = is_watched.then(|| self.due_at.unwrap_or(now));
        Self { due_at, ..self }
    }

    /// The meeting that the session no longer needs, because the session is over or goes on by
    /// telephone.
    pub fn meeting_left_over(&self) -> Option<&str> {
        let needless =
            self.terms.status.view() == View::Past || self.terms.session_type == SessionType::Phone;
        self.meeting_id.as_deref().filter(|_| needless)
    }
}
