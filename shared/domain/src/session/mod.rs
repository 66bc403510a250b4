//! A session: its meeting, who is in it, who waits, and the gate between them.

mod gate;
mod phone;
mod presence;
#[cfg(test)]
mod tests;

pub use gate::{
    HostPresent, Leave, WaitingRoom, admit, admitted_too_often, revocation, waiting_room,
};
pub use phone::{Attempt, Introduction, Outcome, PhoneSteps, Via};
pub use presence::{ClientWord, Presence, ServiceWord, Word};

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::booking::{Attended, Booking, SessionType, Side};
use crate::policy::Policy;

/// The id that the meeting service gave an attendee.
pub type AttendeeId = String;

/// What is known of a session at the moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionState {
    /// Which meeting of the booking this is: 0 before the first, rising with each (S5).
    pub generation: u32,
    /// The meeting that has to be gone when the session is over.
    pub meeting_id: Option<String>,
    /// The generation of every meeting that there was, by the meeting's id.
    pub meetings: BTreeMap<String, u32>,
    /// What is known of the provider's presence.
    pub host: Presence,
    /// What is known of the member's presence.
    pub member: Presence,
    /// Until when the member counts as waiting (S3).
    pub waiting_until: Option<Timestamp>,
    /// That the member holds credentials for the meeting.
    pub admitted: Option<Admission>,
    /// How many times the member was let in.
    pub admissions: u32,
    /// Credentials that were withdrawn here and are yet to be deleted at the meeting service.
    pub revoking: Option<AttendeeId>,
    /// Whether the provider was told that their member waits.
    pub late_notice_sent: bool,
    /// Whether the concierge was called to a member who waits in vain.
    pub concierge_called: bool,
    /// Up to when its reminders are dealt with: sent, or skipped because the session was booked
    /// or moved too late for them.
    pub reminded_until: Option<Timestamp>,
    /// The steps of a phone session.
    pub phone: PhoneSteps,
}

/// That a member was let in.
#[derive(Clone, Debug, PartialEq)]
pub struct Admission {
    /// Into which meeting.
    pub generation: u32,
    /// As which attendee.
    pub attendee_id: AttendeeId,
}

impl SessionState {
    /// Whether a side is in the meeting, as far as anybody knows.
    pub fn is_present(&self, side: Side, now: Timestamp, policy: &Policy) -> bool {
        self.presence(side)
            .is_present(self.generation, now, policy.presence_lease)
    }

    /// Whether the member waits: they asked within the lease, and are not in. Nobody waits for a
    /// telephone session; that they did before it became one is kept for the record.
    pub fn member_waits(&self, booking: &Booking, now: Timestamp, policy: &Policy) -> bool {
        booking.session_type == SessionType::Video
            && self.waiting_until.is_some_and(|until| now < until)
            && !self.is_present(Side::Member, now, policy)
    }

    /// Whether the member waits while the provider, who should have started, is not in.
    pub fn waits_in_vain(&self, booking: &Booking, now: Timestamp, policy: &Policy) -> bool {
        booking.span.starts_at <= now
            && self.member_waits(booking, now, policy)
            && !self.is_present(Side::Provider, now, policy)
    }

    /// Whether the member stood in the waiting room when the session should have begun or
    /// later, or was let in from it.
    pub fn member_waited(&self, booking: &Booking, policy: &Policy) -> bool {
        let from_start = booking.span.starts_at + policy.waiting_lease;
        self.admissions > 0 || self.waiting_until.is_some_and(|until| until >= from_start)
    }

    /// As a booking's session is right after it got its time, by an answer or a move at `now`:
    /// reminders whose time has passed are not sent, whoever waited waits no more, and introductions
    /// told another time.
    #[must_use]
    pub fn at_new_time(self, now: Timestamp) -> Self {
        Self {
            waiting_until: None,
            late_notice_sent: false,
            concierge_called: false,
            reminded_until: Some(now),
            phone: PhoneSteps::default(),
            ..self
        }
    }

    /// Who came, and who is in now.
    pub fn attended(&self, now: Timestamp, policy: &Policy) -> Attended {
        Attended {
            provider: self.host.ever_came() || self.phone.was_tried(),
            anybody_in: Side::BOTH
                .into_iter()
                .any(|side| self.is_present(side, now, policy)),
            last_seen: self.host.last_word().max(self.member.last_word()),
        }
    }

    /// What is known of a side's presence.
    pub fn presence(&self, side: Side) -> &Presence {
        match side {
            Side::Provider => &self.host,
            Side::Member => &self.member,
        }
    }
}
