//! The states of a booking, each with its data.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Side;
use crate::values::{Actor, Reason};

/// The state of a booking.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// Proposed by the provider; it holds its slot until the member answers.
    Pending {
        /// Until when the member may accept.
        accept_by: Timestamp,
    },
    /// Agreed, and not started.
    Confirmed,
    /// The provider has started the session and it is not ended.
    Ongoing {
        /// When it was first started.
        started_at: Timestamp,
    },
    /// It took place.
    Completed {
        /// When it was first started.
        started_at: Timestamp,
        /// When it ended: when the provider ended it or the scheduler closed it.
        ended_at: Timestamp,
    },
    /// Somebody cancelled it.
    Cancelled(Cancellation),
    /// The member did not answer the proposal.
    Expired {
        /// When it expired.
        at: Timestamp,
    },
    /// One side never came.
    NoShow {
        /// Which side.
        who: Side,
        /// When this was recorded.
        at: Timestamp,
        /// When the session was started, if it was.
        started_at: Option<Timestamp>,
    },
}

/// How a booking was cancelled.
#[derive(Clone, Debug, PartialEq)]
pub struct Cancellation {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// Why.
    pub reason: Reason,
    /// Whether it was cancelled nearer to the start than the late-change limit (B6).
    pub late: bool,
}

/// The name of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// [`State::Pending`].
    Pending,
    /// [`State::Confirmed`].
    Confirmed,
    /// [`State::Ongoing`].
    Ongoing,
    /// [`State::Completed`].
    Completed,
    /// [`State::Cancelled`].
    Cancelled,
    /// [`State::Expired`].
    Expired,
    /// [`State::NoShow`].
    NoShow,
}

/// The three lists in which people see their bookings. Each status is in exactly one list, so the
/// lists never overlap or miss a booking (B8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::VariantArray)]
pub enum View {
    /// Waiting for the member's answer.
    Pending,
    /// *Upcoming & Ongoing*.
    Upcoming,
    /// *Past*.
    Past,
}

impl State {
    /// The state's name.
    pub fn status(&self) -> Status {
        match self {
            Self::Pending { .. } => Status::Pending,
            Self::Confirmed => Status::Confirmed,
            Self::Ongoing { .. } => Status::Ongoing,
            Self::Completed { .. } => Status::Completed,
            Self::Cancelled(_) => Status::Cancelled,
            Self::Expired { .. } => Status::Expired,
            Self::NoShow { .. } => Status::NoShow,
        }
    }

    /// When the session was first started, if it was.
    pub fn started_at(&self) -> Option<Timestamp> {
        match self {
            Self::Ongoing { started_at } | Self::Completed { started_at, .. } => Some(*started_at),
            Self::NoShow { started_at, .. } => *started_at,
            Self::Pending { .. } | Self::Confirmed | Self::Cancelled(_) | Self::Expired { .. } => {
                None
            }
        }
    }
}

impl Status {
    /// The name in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Confirmed => "confirmed",
            Self::Ongoing => "ongoing",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::NoShow => "no_show",
        }
    }

    /// The list that holds bookings of this status.
    pub fn view(self) -> View {
        match self {
            Self::Pending => View::Pending,
            Self::Confirmed | Self::Ongoing => View::Upcoming,
            Self::Completed | Self::Cancelled | Self::Expired | Self::NoShow => View::Past,
        }
    }
}

impl View {
    /// The name in the API and in keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Upcoming => "upcoming",
            Self::Past => "past",
        }
    }
}
