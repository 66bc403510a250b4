//! The stays of one side, one for each time that the person joined.
//!
//! A stay whose end is unknown lasts until the first of these that is known:
//! 1. the last signal of its own source about it;
//! 2. the end of the stay that the other source reports;
//! 3. the last signal of the other source about it;
//! 4. the end of the meeting. If the side joined again later, the stay ends at its own start
//!    instead: the person left before they joined again, at an unknown time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::evidence::{Evidence, Kind, Source};
use crate::availability::Interval;

/// The stays that the evidence of one side gives, unsorted; they may overlap. `final_seen` is the
/// time of the client's last report. No stay lasts beyond `until`.
pub(super) fn stays(
    evidence: &[Evidence],
    final_seen: Option<Timestamp>,
    until: Timestamp,
) -> Vec<Interval> {
    let words: Vec<Evidence> = evidence.iter().map(|e| not_after(*e, until)).collect();
    let heard = client_heard(&words, final_seen.map(|at| at.min(until)));
    let meetings: BTreeSet<u32> = words.iter().map(|e| e.generation).collect();
    let mut stays = Vec::new();
    for generation in meetings {
        let of_meeting = words.iter().filter(|e| e.generation == generation);
        let of_meeting: Vec<_> = of_meeting.collect();
        let later = words.iter().filter(|e| e.generation > generation);
        let came_again: BTreeSet<_> = later.filter(|e| came(e)).map(|e| e.at).collect();
        let client = SourceEvidence::of(Source::Client, &of_meeting, &heard);
        let service = SourceEvidence::of(Source::Service, &of_meeting, &BTreeSet::new());
        stays.extend(client.stays(&service, &came_again, until));
        stays.extend(service.stays(&client, &came_again, until));
    }
    stays
}

/// The evidence of one source about one meeting.
struct SourceEvidence {
    /// The reports at each instant.
    moments: BTreeMap<Timestamp, InstantReports>,
    /// The instants at which the source knew that the side was in.
    heard: BTreeSet<Timestamp>,
}

/// The reports of one source at one instant. A duplicate adds nothing.
#[derive(Default)]
struct InstantReports {
    joined: bool,
    left: bool,
}

impl SourceEvidence {
    fn of(source: Source, words: &[&Evidence], heard: &BTreeSet<Timestamp>) -> Self {
        let mut moments: BTreeMap<Timestamp, InstantReports> = BTreeMap::new();
        let mut heard = heard.clone();
        for word in words.iter().filter(|e| e.source == source) {
            let moment = moments.entry(word.at).or_default();
            match word.kind {
                Kind::Joined => moment.joined = true,
                Kind::Left | Kind::Dropped => moment.left = true,
                Kind::Seen => {
                    heard.insert(word.at);
                }
            }
        }
        Self { moments, heard }
    }

    /// The stays that this source knows; the other source helps to find the end of open ones. At
    /// one instant a join comes before a leave.
    fn stays(
        &self,
        other: &Self,
        came_again: &BTreeSet<Timestamp>,
        until: Timestamp,
    ) -> Vec<Interval> {
        let mut stays = Vec::new();
        let mut since: Option<Timestamp> = None;
        for (&at, moment) in &self.moments {
            let start = since.unwrap_or(at);
            if moment.left {
                stays.push(Interval { start, end: at });
                since = None;
            } else if moment.joined && since.is_some() {
                let end = self.last_known(other, start, at).unwrap_or(start);
                stays.push(Interval { start, end });
                since = Some(at);
            } else {
                since = Some(start);
            }
        }
        if let Some(start) = since {
            let again = came_again.range(start..).next();
            let limit = again.copied().unwrap_or(until);
            let unknown = if again.is_some() { start } else { until };
            let end = self.last_known(other, start, limit).unwrap_or(unknown);
            stays.push(Interval { start, end });
        }
        stays
    }

    /// The last known instant, up to `limit`, of a stay that this source left open.
    fn last_known(&self, other: &Self, start: Timestamp, limit: Timestamp) -> Option<Timestamp> {
        let last_heard = |words: &Self| words.heard.range(start..=limit).next_back().copied();
        let mut others = other.moments.range(start..=limit);
        let seen_going = others.find(|(_, moment)| moment.left).map(|(at, _)| *at);
        last_heard(self)
            .or(seen_going)
            .or_else(|| last_heard(other))
    }
}

/// The instants at which a client of the side reported, as its later reports state them.
fn client_heard(words: &[Evidence], final_seen: Option<Timestamp>) -> BTreeSet<Timestamp> {
    let before = words.iter().filter_map(|e| e.last_seen_before);
    before.chain(final_seen).collect()
}

/// Whether a piece of evidence reports that the side joined a meeting.
fn came(word: &Evidence) -> bool {
    match word.kind {
        Kind::Joined | Kind::Seen => true,
        Kind::Left | Kind::Dropped => false,
    }
}

/// The same evidence at `until` at the latest, since clocks differ a little.
fn not_after(word: Evidence, until: Timestamp) -> Evidence {
    Evidence {
        at: word.at.min(until),
        ..word
    }
}
