//! Evidence of presence: a report of a client or an event of the meeting service.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::booking::Side;

/// The source of a piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The client of the person on that side.
    Client,
    /// The meeting service.
    Service,
}

/// What a piece of evidence reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The person joined.
    Joined,
    /// The person is in.
    Seen,
    /// The person left.
    Left,
    /// The person's connection was lost.
    Dropped,
}

impl Kind {
    /// The code in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Joined => "joined",
            Self::Seen => "seen",
            Self::Left => "left",
            Self::Dropped => "dropped",
        }
    }
}

/// One piece of evidence about one side's presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Evidence {
    /// The side.
    pub side: Side,
    /// The source.
    pub source: Source,
    /// What it reports.
    pub kind: Kind,
    /// When it happened.
    pub at: Timestamp,
    /// The generation of the meeting.
    pub generation: u32,
    /// For a client's report: when a client of this side last reported before it.
    pub last_seen_before: Option<Timestamp>,
}
