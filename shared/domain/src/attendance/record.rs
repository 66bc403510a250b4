//! The attendance record of a session: who was in, from when to when.

use jiff::{SignedDuration, Timestamp};

use super::evidence::{Evidence, Source};
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

    /// The record by the meeting service's events alone, which no client can claim.
    pub fn confirmed(evidence: &[Evidence], known: &Known) -> Self {
        let seen = |e: &&Evidence| e.source == Source::Service;
        let of_service: Vec<_> = evidence.iter().filter(seen).copied().collect();
        let known = Known {
            provider_final_seen: None,
            member_final_seen: None,
            ..*known
        };
        Self::from_evidence(&of_service, &known)
    }

    /// Whether the provider was in from their coming, or from `from` if they came before, until
    /// `until`, away for no longer than `gap` at a time.
    pub fn provider_stayed(&self, from: Timestamp, until: Timestamp, gap: SignedDuration) -> bool {
        let mut stays = self.provider.iter().filter(|stay| stay.end > from);
        let Some(first) = stays.next() else {
            return false;
        };
        let mut end = first.end;
        for stay in stays {
            if stay.start.duration_since(end) > gap {
                return false;
            }
            end = end.max(stay.end);
        }
        until.duration_since(end) <= gap
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
