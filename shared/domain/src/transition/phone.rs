//! The steps of a telephone session (S8): introductions and calls.

use super::{Author, BookingRecord, Transition};
use crate::booking::{Booking, HistoryEvent, SessionType, Status};
use crate::message::introduction;
use crate::phone::{Attempt, Introduction, Outcome, Via};
use crate::policy::Policy;

/// The most introductions, and the most calls, that a session records. Far above normal use.
const MOST_STEPS: usize = 100;

/// Why a step of a phone session was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneRefused {
    /// It is a video session.
    #[error("This is not a phone session.")]
    NotByPhone,
    /// The booking's status does not allow it.
    #[error("A booking that is {} can't do this.", .0.as_str())]
    WrongState(Status),
    /// The member has no telephone number.
    #[error("a phone session needs the member's telephone number")]
    PhoneRequired,
    /// The service has sent the most introductions that this session allows (A3).
    #[error("This introduction was sent often enough. Send it from your own phone.")]
    IntroducedOften,
    /// The session has recorded the most steps that it can hold.
    #[error("No more of this is recorded for this session.")]
    RecordFull,
}

impl Booking {
    /// Fails unless the booking is a phone session in one of these statuses.
    pub fn check_phone(&self, statuses: &[Status]) -> Result<(), PhoneRefused> {
        let status = self.state.status();
        if self.session_type != SessionType::Phone {
            Err(PhoneRefused::NotByPhone)
        } else if !statuses.contains(&status) {
            Err(PhoneRefused::WrongState(status))
        } else {
            Ok(())
        }
    }
}

impl BookingRecord {
    /// Records an introduction: an SMS that the service sends, or one that the provider sent from
    /// their own handset. `present` is the booking with both people's current data; their current
    /// numbers are used. The booking's version stays, since nothing changes for its people.
    pub fn introduce(
        &self,
        present: &Booking,
        author: &Author,
        via: Via,
        policy: &Policy,
    ) -> Result<Transition, PhoneRefused> {
        self.booking
            .check_phone(&[Status::Confirmed, Status::Ongoing])?;
        if present.member.phone.is_none() {
            return Err(PhoneRefused::PhoneRequired);
        }
        let sends = via == Via::Service;
        if sends && self.booking.phone.sent_by_service() >= policy.intro_limit {
            return Err(PhoneRefused::IntroducedOften);
        }
        let mut booking = self.booking.clone();
        if booking.phone.introductions.len() >= MOST_STEPS {
            return Err(PhoneRefused::RecordFull);
        }
        let at = author.at;
        booking.phone.introductions.push(Introduction { at, via });
        let drafts = introduction(present).filter(|_| sends);
        let (session, what) = (self.session.clone(), HistoryEvent::Introduced);
        Ok(Transition::of(booking, session, author, what, policy).telling(drafts))
    }

    /// Records a call of the provider in an ongoing session.
    pub fn attempt(
        &self,
        author: &Author,
        outcome: Outcome,
        policy: &Policy,
    ) -> Result<Transition, PhoneRefused> {
        self.booking.check_phone(&[Status::Ongoing])?;
        let mut booking = self.booking.clone();
        if booking.phone.attempts.len() >= MOST_STEPS {
            return Err(PhoneRefused::RecordFull);
        }
        let at = author.at;
        booking.phone.attempts.push(Attempt { at, outcome });
        let (session, what) = (self.session.clone(), HistoryEvent::Attempted);
        Ok(Transition::of(booking, session, author, what, policy))
    }
}
