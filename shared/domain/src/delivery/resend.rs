//! Sending a message again, as a new message that says who asked for it (M5).

use jiff::Timestamp;

use super::{CopyOf, Delivery, Outdated, Status, Unreachable, address_now, outdated};
use crate::booking::Booking;
use crate::message::{Message, Recipient};
use crate::person::Person;
use crate::policy::Policy;
use crate::session::SessionState;
use crate::values::{Actor, DeliveryId, Role};

/// A request to send a message again, with what it depends on as it is now.
#[derive(Clone, Debug)]
pub struct Resend<'a> {
    /// The id of the copy, and so of its Message-ID.
    pub id: DeliveryId,
    /// Who asks.
    pub by: Actor,
    /// The booking that the message is about.
    pub booking: &'a Booking,
    /// Its session.
    pub session: &'a SessionState,
    /// The reader, unless there is no record of them.
    pub reader: Option<&'a Person>,
    /// The numbers in the rules.
    pub policy: &'a Policy,
}

/// A message that was sent again.
#[derive(Clone, Debug, PartialEq)]
pub struct Resent {
    /// The message, which names its copy now. If it stood in a work list, it has left it.
    pub original: Delivery,
    /// The copy, which is queued.
    pub copy: Delivery,
}

/// Why a message is not sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResendRefused {
    /// Only the concierge may ask for it.
    #[error("only the concierge may send messages again")]
    NotConcierge,
    /// It is queued or being sent.
    #[error("it is still going to be sent")]
    StillQueued,
    /// It was dropped.
    #[error("it was dropped, since there was no point in it any more")]
    Dropped,
    /// It failed, did not arrive or may have been sent, and a copy of it was sent already.
    #[error("it was sent again already")]
    ResentAlready,
    /// Somebody has dismissed it.
    #[error("it was dismissed")]
    Dismissed,
    /// What it says is not so any more.
    #[error("what it says is not so any more")]
    Outdated(Outdated),
    /// It would come too late to be of use.
    #[error("it would come too late to be of use")]
    TooLate,
    /// The same concierge has just changed its reader's address or number.
    #[error("its reader's address or number was just changed")]
    ContactJustChanged {
        /// From when it works.
        from: Timestamp,
    },
    /// Its reader can't be reached by this channel.
    #[error("its reader can't be reached: {0}")]
    Unreachable(Unreachable),
}

impl Delivery {
    /// Sends it again, to where its reader is reached now: their address may have been corrected
    /// since, which is why most messages are sent again.
    pub fn resend(&self, resend: &Resend<'_>, now: Timestamp) -> Result<Resent, ResendRefused> {
        if resend.by.role != Role::Concierge {
            return Err(ResendRefused::NotConcierge);
        }
        if self.dismissed.is_some() {
            return Err(ResendRefused::Dismissed);
        }
        match self.status() {
            Status::Sent | Status::Delivered => {}
            Status::Held | Status::Failed | Status::Unknown | Status::Undelivered
                if self.resent_as.is_none() => {}
            Status::Held | Status::Failed | Status::Unknown | Status::Undelivered => {
                return Err(ResendRefused::ResentAlready);
            }
            Status::Queued | Status::Sending => return Err(ResendRefused::StillQueued),
            Status::Dropped => return Err(ResendRefused::Dropped),
        }
        if let Some(why) = outdated(&self.message, resend.booking, resend.session) {
            return Err(ResendRefused::Outdated(why));
        }
        if self.is_pointless(now) {
            return Err(ResendRefused::TooLate);
        }
        let paused = |reader: &Person| reader.paused_until(&resend.by, now, resend.policy);
        if let Some(from) = resend.reader.and_then(paused) {
            return Err(ResendRefused::ContactJustChanged { from });
        }
        let before = &self.message.to.address;
        let address = resend
            .reader
            .map_or(Ok(before.clone()), |reader| address_now(before, reader))
            .map_err(ResendRefused::Unreachable)?;
        let message = Message {
            id: resend.id.clone(),
            to: Recipient {
                address,
                ..self.message.to.clone()
            },
            queued_at: now,
            ..self.message.clone()
        };
        let copy_of = CopyOf {
            original: self.message.id.clone(),
            requested_by: resend.by.clone(),
        };
        Ok(Resent {
            original: Self {
                resent_as: Some(resend.id.clone()),
                ..self.clone()
            },
            copy: Self {
                copy_of: Some(copy_of),
                ..Self::new(message)
            },
        })
    }
}
