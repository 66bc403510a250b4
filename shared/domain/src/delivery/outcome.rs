//! What came of an attempt to send a message.

use jiff::Timestamp;

use super::{Delivery, FailureCode, MOST_ATTEMPTS, Receipt, Status, backoff, wait};
use crate::message::Channel;

/// Why a service did not send a message, or may not have. The code is the service's own or ours
/// for how the call failed; it never quotes the message (A4).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendFailure {
    /// Surely not sent, for a reason that is not the message's and may pass: a throttle, a quota, a
    /// sandbox, an account that may not send, a service that can't be reached.
    #[error("not sent for now: {code}")]
    NotNow {
        /// Why.
        code: String,
    },
    /// Surely not sent, and it never will be.
    #[error("refused: {code}")]
    Rejected {
        /// Why.
        code: String,
    },
    /// It may have been sent: no answer came, or one that doesn't say.
    #[error("fate unknown: {code}")]
    Unknown {
        /// How the call ended.
        code: String,
    },
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// A service has taken it for sending.
    Sent(Receipt),
    /// It will not be sent without a person.
    Failed {
        /// Why.
        failure: FailureCode,
    },
    /// It may have been sent, and is not sent again without a person.
    Unknown {
        /// How the attempt ended.
        failure: FailureCode,
    },
    /// It is to be tried again.
    Again {
        /// Why it was not sent this time.
        failure: FailureCode,
        /// Not before this.
        at: Timestamp,
    },
    /// It was not sent for a reason that may pass. It waits, however often that happens.
    Waits {
        /// The reason.
        failure: FailureCode,
        /// It is not tried before this.
        at: Timestamp,
    },
}

impl AttemptOutcome {
    /// What follows from a failure to send a message that was claimed (M4). What was not sent for a
    /// reason that may pass waits. Of what may have been sent, an email is tried again, since a lost
    /// confirmation is worse than a doubled one, and an SMS is not.
    pub fn after(failure: SendFailure, claimed: &Delivery, now: Timestamp) -> Self {
        match (failure, claimed.channel()) {
            (SendFailure::NotNow { code }, Channel::Email | Channel::Sms) => Self::Waits {
                failure: FailureCode::Service(code),
                at: now + wait(&claimed.message.id, claimed.waits + 1),
            },
            (SendFailure::Rejected { code }, Channel::Email | Channel::Sms) => Self::Failed {
                failure: FailureCode::Service(code),
            },
            (SendFailure::Unknown { code }, Channel::Email) => {
                let (failure, tries) = (FailureCode::Service(code), claimed.tries());
                if tries < MOST_ATTEMPTS {
                    let at = now + backoff(&claimed.message.id, tries);
                    Self::Again { failure, at }
                } else {
                    Self::Failed { failure }
                }
            }
            (SendFailure::Unknown { code }, Channel::Sms) => Self::Unknown {
                failure: FailureCode::Service(code),
            },
        }
    }

    /// The state in which it leaves a message.
    pub fn status(&self) -> Status {
        match self {
            Self::Sent(_) => Status::Sent,
            Self::Failed { .. } => Status::Failed,
            Self::Unknown { .. } => Status::Unknown,
            Self::Again { .. } | Self::Waits { .. } => Status::Queued,
        }
    }
}
