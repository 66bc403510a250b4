//! The attendance record of a session: who was in, from when to when.

use jiff::{SignedDuration, Timestamp};

use super::evidence::Evidence;
use super::stays::stays;
use crate::availability::{Interval, merge, overlap, total};
use crate::booking::Side;

/// Facts that the evidence does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The time of the provider's client's last report.
    pub provider_final_seen: Option<Timestamp>,
    /// The time of the member's client's last report.
    pub member_final_seen: Option<Timestamp>,
    /// When the session ended; for an ongoing session, the time of the request.
    pub until: Timestamp,
}

/// The attendance record of a session. All lists are sorted, and no two intervals of a list touch
/// or overlap. A point in the list of one side means that the person came, with an unknown length
/// of stay.
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
    /// Computes the record from all evidence, in any order.
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

    /// Whether the provider was in at any time.
    pub fn provider_came(&self) -> bool {
        !self.provider.is_empty()
    }

    /// Whether the member was in at any time.
    pub fn member_came(&self) -> bool {
        !self.member.is_empty()
    }

    /// The total time that the provider was in.
    pub fn provider_time(&self) -> SignedDuration {
        total(&self.provider)
    }

    /// The total time that the member was in.
    pub fn member_time(&self) -> SignedDuration {
        total(&self.member)
    }

    /// The length of the session: the total time that both were in.
    pub fn duration(&self) -> SignedDuration {
        total(&self.together)
    }
}
