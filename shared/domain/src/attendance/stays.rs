//! The stays of one side, one for each time that it came in.
//!
//! A stay without its end lasts until the last thing known of it, which is the first of:
//! 1. when its own source last heard of it;
//! 2. when the other source saw it end;
//! 3. when the other source last heard of it;
//! 4. the end of the meeting, or just its start if the side came in again after it, since
//!    then it had gone and nobody knows when.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::evidence::{Evidence, Kind, Source};
use crate::availability::Interval;

/// The stays of the side whose evidence this is, unsorted; they may overlap. `final_seen`
/// is its client's last report, and nothing lasts longer than `until`.
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
        let client = Words::of(Source::Client, &of_meeting, &heard);
        let service = Words::of(Source::Service, &of_meeting, &BTreeSet::new());
        stays.extend(client.stays(&service, &came_again, until));
        stays.extend(service.stays(&client, &came_again, until));
    }
    stays
}

/// What one source said in one meeting.
struct Words {
    /// What it said at each instant.
    moments: BTreeMap<Timestamp, RequestTime>,
    /// When it knew that the side was in.
    heard: BTreeSet<Timestamp>,
}

/// What one source said at one instant: a word that comes twice says nothing more.
#[derive(Default)]
struct RequestTime {
    joined: bool,
    left: bool,
}

impl Words {
    fn of(source: Source, words: &[&Evidence], heard: &BTreeSet<Timestamp>) -> Self {
        let mut moments: BTreeMap<Timestamp, RequestTime> = BTreeMap::new();
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

    /// The stays that this source knows, with the help of the other for those not closed.
    /// At one instant a coming is before a going.
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

    /// The last thing known, up to `limit`, of a stay that this source did not close.
    fn last_known(&self, other: &Self, start: Timestamp, limit: Timestamp) -> Option<Timestamp> {
        let last_heard = |words: &Self| words.heard.range(start..=limit).next_back().copied();
        let mut others = other.moments.range(start..=limit);
        let seen_going = others.find(|(_, moment)| moment.left).map(|(at, _)| *at);
        last_heard(self)
            .or(seen_going)
            .or_else(|| last_heard(other))
    }
}

/// When a client of the side was heard, by what it said of it later.
fn client_heard(words: &[Evidence], final_seen: Option<Timestamp>) -> BTreeSet<Timestamp> {
    let before = words.iter().filter_map(|e| e.last_seen_before);
    before.chain(final_seen).collect()
}

/// Whether a word says that the side came into a meeting.
fn came(word: &Evidence) -> bool {
    match word.kind {
        Kind::Joined | Kind::Seen => true,
        Kind::Left | Kind::Dropped => false,
    }
}

/// The same word, said at `until` at the latest: clocks differ by a little.
fn not_after(word: Evidence, until: Timestamp) -> Evidence {
    Evidence {
        at: word.at.min(until),
        ..word
    }
}
