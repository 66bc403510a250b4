//! Slots that can be booked: starts in the open time that have no slot conflict.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::interval::Interval;
use super::open::{cell_at_or_after, pieces, whole};
use super::schedule::Schedule;
use crate::grid::{CELL, is_on_grid};
use crate::policy::Policy;

/// How far apart the starts of slots are, counted from the start of each window.
pub const STEP: SignedDuration = SignedDuration::from_mins(15);

/// A time that can be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// When the session would start.
    pub starts_at: Timestamp,
    /// When it would end, without the provider's pause after it.
    pub ends_at: Timestamp,
}

/// A query for slots.
#[derive(Clone, Copy, Debug)]
pub struct SlotQuery {
    /// The earliest start, inclusive.
    pub from: Timestamp,
    /// The latest start, exclusive.
    pub to: Timestamp,
    /// The duration of the session.
    pub duration: SignedDuration,
    /// The time of the request.
    pub now: Timestamp,
    /// How long before its start the requester must book.
    pub notice: SignedDuration,
}

/// The slots of a schedule, sorted. Each start appears once, since no two windows share an instant.
/// `taken` are the cells that are not free, numbered since the Unix epoch; they include the pause
/// after each session.
pub fn slots(
    schedule: &Schedule,
    query: &SlotQuery,
    policy: &Policy,
    taken: &BTreeSet<i64>,
) -> Vec<Slot> {
    if !query.duration.is_positive() {
        return Vec::new();
    }
    let last_end = later(query.to, query.duration);
    let pieces = pieces(schedule, query.from, last_end);
    let open = whole(&pieces);
    let earliest = query.from.max(later(query.now, query.notice));
    let latest = later(query.now, policy.horizon);
    let mut starts: Vec<i64> = pieces
        .iter()
        .flat_map(|piece| starts(piece.window_start, piece.start, piece.end))
        .collect();
    starts.sort_unstable();
    starts
        .into_iter()
        .filter_map(|second| Timestamp::from_second(second).ok())
        .filter(|start| (earliest..=latest).contains(start) && *start < query.to)
        .filter(|start| is_on_grid(*start, policy.grid))
        .map(|starts_at| Slot {
            starts_at,
            ends_at: later(starts_at, query.duration),
        })
        .filter(|slot| is_inside(slot, &open) && is_free(slot, schedule.buffer(), taken))
        .collect()
}

/// The seconds of one piece of a window at which a slot may start.
fn starts(window_start: i64, start: i64, end: i64) -> impl Iterator<Item = i64> {
    let first = cell_at_or_after(window_start);
    let steps_before = (start - first).max(0) as u64;
    let skipped = steps_before.div_ceil(STEP.as_secs() as u64) as i64;
    (first + skipped * STEP.as_secs()..end).step_by(STEP.as_secs() as usize)
}

/// Whether a slot lies in one of the sorted intervals.
fn is_inside(slot: &Slot, open: &[Interval]) -> bool {
    let after = open.partition_point(|interval| interval.start <= slot.starts_at);
    after > 0 && slot.ends_at <= open[after - 1].end
}

/// Whether all cells of the slot, and of the pause after it, are free.
fn is_free(slot: &Slot, buffer: SignedDuration, taken: &BTreeSet<i64>) -> bool {
    let first = slot.starts_at.as_second().div_euclid(CELL.as_secs());
    let free_again = later(slot.ends_at, buffer).as_second();
    let end = cell_at_or_after(free_again) / CELL.as_secs();
    taken.range(first..end).next().is_none()
}

/// `at` plus `by`, clamped to the last instant.
fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by)
        .expect("only spans of calendar units are refused")
}
