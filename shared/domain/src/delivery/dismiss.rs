//! Taking a message off the work list without sending it again (M5).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Delivery, Status};
use crate::values::{Actor, Reason, Role};

/// Who decided that a message is not to be sent again, when and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dismissal {
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: Reason,
    /// The id of the request.
    pub request_id: String,
}

/// Why a message is not dismissed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DismissRefused {
    /// Only the concierge may dismiss it.
    #[error("only the concierge may dismiss messages")]
    NotConcierge,
    /// It is queued or being sent.
    #[error("it is still going to be sent")]
    StillQueued,
    /// It was sent, and has arrived as far as anybody knows.
    #[error("it was sent")]
    Sent,
    /// It was dropped.
    #[error("it was dropped, since there was no point in it any more")]
    Dropped,
    /// A copy of it was sent.
    #[error("it was sent again already")]
    ResentAlready,
}

impl Delivery {
    /// Dismisses a message that somebody must look at, of whatever kind. The same if it was dismissed
    /// already: the first dismissal stays.
    pub fn dismiss(&self, dismissal: &Dismissal) -> Result<Self, DismissRefused> {
        if dismissal.by.role != Role::Concierge {
            return Err(DismissRefused::NotConcierge);
        }
        if self.dismissed.is_some() {
            return Ok(self.clone());
        }
        match self.status() {
            Status::Held | Status::Failed | Status::Unknown | Status::Undelivered => {}
            Status::Queued | Status::Sending => return Err(DismissRefused::StillQueued),
            Status::Sent | Status::Delivered => return Err(DismissRefused::Sent),
            Status::Dropped => return Err(DismissRefused::Dropped),
        }
        if self.resent_as.is_some() {
            return Err(DismissRefused::ResentAlready);
        }
        Ok(Self {
            dismissed: Some(dismissal.clone()),
            ..self.clone()
        })
    }

    /// Whether somebody has dealt with it: it was sent again, or dismissed.
    pub(super) fn is_settled(&self) -> bool {
        self.resent_as.is_some() || self.dismissed.is_some()
    }
}
