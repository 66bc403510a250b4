//! What was said about who was in a meeting.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::booking::Side;

/// Who said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The client of the side itself.
    Client,
    /// The meeting service.
    Service,
}

/// What was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// They came in.
    Joined,
    /// They are in.
    Seen,
    /// They went.
    Left,
    /// They were lost.
    Dropped,
}

/// One word about one side's presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Evidence {
    /// About whom.
    pub side: Side,
    /// From whom.
    pub source: Source,
    /// What.
    pub kind: Kind,
    /// When it was so.
    pub at: Timestamp,
    /// In which meeting of the booking.
    pub generation: u32,
    /// With a client's word: when a client of this side was heard the last time before it.
    pub last_seen_before: Option<Timestamp>,
}
