//! The states of a delivery, each with what is known in it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{FailureCode, Suppression, Undelivered};
use crate::message::Parts;

/// What has become of a message so far.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// No notifier has claimed it, or it is to be tried again.
    Queued {
        /// Before when it is not to be tried again.
        not_before: Option<Timestamp>,
        /// When the scheduler looks whether a notifier has claimed it.
        due_at: Timestamp,
        /// Why the last attempt did not send it, if there was one.
        last_failure: Option<FailureCode>,
    },
    /// A notifier has claimed it.
    Sending {
        /// Until when the notifier may work on it.
        lease_until: Timestamp,
        /// When the scheduler looks whether the lease is over; never after that. It stays what
        /// it was before the claim if that is earlier, so that most claims don't move it.
        due_at: Timestamp,
        /// Why the attempt before did not send it, if there was one.
        last_failure: Option<FailureCode>,
    },
    /// It was queued or due before the table was restored, and may have been sent then. It is not sent
    /// without a person (M10).
    Held,
    /// A service has taken it for sending.
    Sent(Receipt),
    /// A text that has arrived, as its network reports (M8).
    Delivered {
        /// What the service had answered.
        receipt: Receipt,
        /// When that was reported.
        reported_at: Timestamp,
    },
    /// A text that has not arrived, as its network reports (M8).
    Undelivered {
        /// What the service had answered.
        receipt: Receipt,
        /// Why.
        why: Undelivered,
        /// When that was reported.
        reported_at: Timestamp,
    },
    /// It will not be sent without a person.
    Failed {
        /// Why.
        failure: FailureCode,
        /// What the service had answered, if the email bounced after that.
        receipt: Option<Receipt>,
    },
    /// It may have been sent, and is not sent again without a person (M4).
    Unknown {
        /// How the attempt ended.
        failure: FailureCode,
    },
    /// There was no point in sending it any more.
    Dropped(Suppression),
}

/// What a sending service answered when it took a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// When.
    pub at: Timestamp,
    /// The service's id of the message.
    pub provider_id: String,
    /// How many parts the text takes, if it is an SMS.
    pub parts: Option<Parts>,
}

/// The name of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// [`State::Queued`].
    Queued,
    /// [`State::Sending`].
    Sending,
    /// [`State::Held`].
    Held,
    /// [`State::Sent`].
    Sent,
    /// [`State::Delivered`].
    Delivered,
    /// [`State::Undelivered`].
    Undelivered,
    /// [`State::Failed`].
    Failed,
    /// [`State::Unknown`].
    Unknown,
    /// [`State::Dropped`].
    Dropped,
}

/// A work list of the concierge: the deliveries that something is still to happen to, and those
/// that somebody must look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// To be sent, or being sent.
    Queued,
    /// Perhaps sent before the table was restored (M10).
    Held,
    /// Given up.
    Failed,
    /// Perhaps sent.
    Unknown,
    /// Texts that did not arrive (M8).
    Undelivered,
}

impl State {
    /// The state's name.
    pub fn status(&self) -> Status {
        match self {
            Self::Queued { .. } => Status::Queued,
            Self::Sending { .. } => Status::Sending,
            Self::Held => Status::Held,
            Self::Sent(_) => Status::Sent,
            Self::Delivered { .. } => Status::Delivered,
            Self::Undelivered { .. } => Status::Undelivered,
            Self::Failed { .. } => Status::Failed,
            Self::Unknown { .. } => Status::Unknown,
            Self::Dropped(_) => Status::Dropped,
        }
    }
}

impl Status {
    /// The name in the API and in keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Held => "held",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Undelivered => "undelivered",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Dropped => "dropped",
        }
    }
}

impl List {
    /// The name in the API and in keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Held => "held",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Undelivered => "undelivered",
        }
    }
}
