//! What the mail service reports of an email after it has taken it.

use jiff::Timestamp;

use super::{Delivery, FailureCode, State, Status};
use crate::message::Address;
use crate::person::{MailProblem, MailProblemKind};
use crate::values::EmailAddress;

/// What became of an email after the mail service had taken it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailFeedback {
    /// It bounced, and so will all mail to the address.
    PermanentBounce,
    /// It bounced, for a reason that may pass.
    TransientBounce,
    /// Its reader reported it as spam.
    Complaint,
}

/// Why a report about an email changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReturned {
    /// The message is no email, or has gone to another address since.
    #[error("it went to another address")]
    OtherAddress,
    /// It was never tried.
    #[error("it was never tried")]
    NeverTried,
    /// It was dropped after an attempt; nobody misses it.
    #[error("it was dropped")]
    Dropped,
}

impl MailFeedback {
    /// Every kind of report.
    pub const ALL: [Self; 3] = [
        Self::PermanentBounce,
        Self::TransientBounce,
        Self::Complaint,
    ];

    /// The code in the API and in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::PermanentBounce => "bounced",
            Self::TransientBounce => "bounced_for_now",
            Self::Complaint => "complained",
        }
    }

    /// What it means for the address: after a permanent bounce or a complaint it is not to be
    /// written to any more.
    pub fn problem(self, address: &EmailAddress, at: Timestamp) -> Option<MailProblem> {
        let kind = match self {
            Self::PermanentBounce => MailProblemKind::Bounced,
            Self::Complaint => MailProblemKind::Complained,
            Self::TransientBounce => return None,
        };
        Some(MailProblem {
            address: address.clone(),
            kind,
            at,
        })
    }
}

impl Delivery {
    /// The address to which an email went. `epoch` tells the reader's addresses apart: it rises
    /// with each new one. `None` if the message is no email, or has gone to another address since.
    pub fn email_of(&self, epoch: u32) -> Option<&EmailAddress> {
        match &self.message.to.address {
            Address::Email(address) if self.message.to.link_epoch == epoch => Some(address),
            Address::Email(_) | Address::Phone(_) => None,
        }
    }

    /// The mail service reports that it did not arrive, or was not welcome. The report may come
    /// before the notifier has marked the message as sent, and more than once.
    pub fn returned(&self, feedback: MailFeedback, epoch: u32) -> Result<Self, NotReturned> {
        if self.email_of(epoch).is_none() {
            return Err(NotReturned::OtherAddress);
        }
        if self.status() == Status::Dropped {
            return Err(NotReturned::Dropped);
        }
        if self.attempt == 0 {
            return Err(NotReturned::NeverTried);
        }
        let state = State::Failed {
            failure: FailureCode::Returned(feedback),
            receipt: self.receipt().cloned(),
        };
        Ok(Self {
            state,
            ..self.clone()
        })
    }
}
