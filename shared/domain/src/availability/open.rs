//! The open time of a schedule, converted from local hours to instants.
//!
//! A zone's history is split into stretches with one UTC offset each. Within a stretch local time
//! neither skips nor repeats, so a window is shifted by the offset and cut to the stretch. This
//! gives the behaviour on daylight-saving days: skipped local time is in no stretch, repeated local
//! time is in two, and the local hours of a window never change.

use std::iter;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::interval::{Interval, merge};
use super::schedule::Schedule;
use super::window::Window;
use crate::grid::CELL;

/// Seconds of a local day.
const DAY: i64 = 86_400;
/// Seconds by which the search is widened: more than the longest window with all skips and repeats.
const MARGIN: i64 = 5 * DAY;
/// The date from which days are counted.
const EPOCH: Date = Date::constant(1970, 1, 1);

impl Schedule {
    /// The open time between two instants: sorted intervals that neither touch nor overlap. Each
    /// starts and ends on a cell of the grid, unless `from` or `to` cuts it.
    pub fn open(&self, from: Timestamp, to: Timestamp) -> Vec<Interval> {
        let cut = |interval: Interval| Interval {
            start: interval.start.max(from),
            end: interval.end.min(to),
        };
        let open = whole(&pieces(self, from, to)).into_iter().map(cut);
        open.filter(|interval| interval.start < interval.end)
            .collect()
    }

    /// Whether the whole time from `from` (inclusive) to `to` (exclusive) is open.
    pub fn covers(&self, from: Timestamp, to: Timestamp) -> bool {
        self.open(from, to)
            == [Interval {
                start: from,
                end: to,
            }]
    }
}

/// A window of one date, or the part of it in one stretch. In seconds since the Unix epoch.
pub(super) struct Piece {
    /// When the piece begins.
    pub(super) start: i64,
    /// When the piece ends.
    pub(super) end: i64,
    /// When the whole window begins on this date.
    pub(super) window_start: i64,
}

/// The pieces of all windows that have a part between two instants. Pieces are whole: they may
/// reach beyond the two instants.
pub(super) fn pieces(schedule: &Schedule, from: Timestamp, to: Timestamp) -> Vec<Piece> {
    if from >= to {
        return Vec::new();
    }
    let stretches = stretches(schedule.zone().rules(), from, to);
    let mut pieces = Vec::new();
    for date in dates(from, to) {
        let midnight = date.duration_since(EPOCH).as_secs();
        for window in schedule.windows_of(date) {
            pieces.extend(pieces_of(window, midnight, &stretches));
        }
    }
    pieces
}

/// All pieces as sorted intervals, cut to whole cells. Historic zones had offsets of odd seconds.
pub(super) fn whole(pieces: &[Piece]) -> Vec<Interval> {
    let interval = |piece: &Piece| Interval {
        start: instant(piece.start),
        end: instant(piece.end),
    };
    let to_cells = |interval: Interval| Interval {
        start: instant(cell_at_or_after(interval.start.as_second())),
        end: instant(-cell_at_or_after(-interval.end.as_second())),
    };
    let merged = merge(pieces.iter().map(interval).collect());
    let on_cells = merged.into_iter().map(to_cells);
    on_cells.filter(|i| i.start < i.end).collect()
}

/// The first second at or after `second` that starts a cell.
pub(super) fn cell_at_or_after(second: i64) -> i64 {
    -(-second).div_euclid(CELL.as_secs()) * CELL.as_secs()
}

/// A stretch of time in which a zone has one offset. In seconds since the Unix epoch.
struct Stretch {
    start: i64,
    end: i64,
    offset: i64,
}

/// The stretches of a zone from well before one instant until well after another.
fn stretches(rules: &TimeZone, from: Timestamp, to: Timestamp) -> Vec<Stretch> {
    let first = instant(from.as_second() - MARGIN);
    let end = to.as_second() + MARGIN;
    let changes = rules
        .following(first)
        .map(|change| (change.timestamp().as_second(), change.offset()))
        .take_while(|(at, _)| *at < end);
    let starts = iter::once((first.as_second(), rules.to_offset(first))).chain(changes);
    let mut stretches: Vec<Stretch> = Vec::new();
    for (start, offset) in starts {
        if let Some(last) = stretches.last_mut() {
            last.end = start;
        }
        let offset = offset.seconds().into();
        stretches.push(Stretch { start, end, offset });
    }
    stretches
}

/// All dates that any zone on earth can have between two instants. Each zone is less than a day
/// from UTC.
fn dates(from: Timestamp, to: Timestamp) -> impl Iterator<Item = Date> {
    let utc_date = |at: Timestamp| TimeZone::UTC.to_datetime(at).date();
    let first = utc_date(from).yesterday().unwrap_or(Date::MIN);
    let last = utc_date(to).tomorrow().unwrap_or(Date::MAX);
    iter::successors(Some(first), |date| date.tomorrow().ok()).take_while(move |date| *date <= last)
}

/// A window shifted into each stretch that contains a part of it. `midnight` is the midnight of its
/// date in UTC.
fn pieces_of(window: Window, midnight: i64, stretches: &[Stretch]) -> Vec<Piece> {
    let from = midnight + i64::from(window.from.minutes()) * 60;
    let to = midnight + i64::from(window.to.minutes()) * 60;
    let mut pieces: Vec<Piece> = Vec::new();
    for stretch in stretches {
        let start = (from - stretch.offset).max(stretch.start);
        let end = (to - stretch.offset).min(stretch.end);
        if start < end {
            let window_start = pieces.first().map_or(start, |first| first.start);
            pieces.push(Piece {
                start,
                end,
                window_start,
            });
        }
    }
    pieces
}

/// The instant of a second, clamped to the range of [`Timestamp`].
fn instant(second: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH
        .saturating_add(SignedDuration::from_secs(second))
        .expect("only spans of calendar units are refused")
}
