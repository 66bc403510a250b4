//! The record of a session: who was in, from when to when.

use jiff::{SignedDuration, Timestamp};

use super::evidence::Evidence;
use super::stays::stays;
use crate::availability::{Interval, merge, overlap, total};
use crate::booking::Side;

/// What is known beside the evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The last report of the provider's client.
    pub provider_final_seen: Option<Timestamp>,
    /// The last report of the member's client.
    pub member_final_seen: Option<Timestamp>,
    /// When the session ended, or the time of the question if it goes on.
    pub until: Timestamp,
}

/// Who was in a session, from when to when. All lists are sorted, and no two intervals of
/// a list touch or overlap. A point in a list of one side says that they came, not for
/// how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendance {
    /// When the provider was in.
    pub provider: Vec<Interval>,
    /// When the member was in.
    pub member: Vec<Interval>,
    /// When both were in.
    pub together: Vec<Interval>,
}

impl Attendance {
    /// The record that follows from all that was said, in any order.
    pub fn from_evidence(evidence: &[Evidence], known: &Known) -> Self {
        let side = |side: Side, final_seen: Option<Timestamp>| {
            let of_side = evidence.iter().filter(|e| e.side == side).copied();
            merge(stays(&of_side.collect::<Vec<_>>(), final_seen, known.until))
        };
        let provider = side(Side::Provider, known.provider_final_seen);
        let member = side(Side::Member, known.member_final_seen);
        let together = overlap(&provider, &member);
        Self {
            provider,
            member,
            together,
        }
    }

    /// Whether the provider was in at all.
    pub fn provider_came(&self) -> bool {
        !self.provider.is_empty()
    }

    /// Whether the member was in at all.
    pub fn member_came(&self) -> bool {
        !self.member.is_empty()
    }

    /// How long the provider was in.
    pub fn provider_time(&self) -> SignedDuration {
        total(&self.provider)
    }

    /// How long the member was in.
    pub fn member_time(&self) -> SignedDuration {
        total(&self.member)
    }

    /// How long the session was: the time in which both were in.
    pub fn duration(&self) -> SignedDuration {
        total(&self.together)
    }
}
