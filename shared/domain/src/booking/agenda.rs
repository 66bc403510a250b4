//! The agenda cells that a booking takes, for both people (B2).

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Side, Span};
use crate::grid::{DayCells, cells};

/// One person's agenda on one UTC day.
pub type AgendaKey = (Side, Date);

/// The changes to one agenda's cells of one day when a booking's time changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgendaChange {
    /// Cells to take, which must be free.
    pub take: Vec<u16>,
    /// Cells that this booking holds and keeps.
    pub keep: Vec<u16>,
    /// Cells that this booking holds and frees.
    pub free: Vec<u16>,
}

impl AgendaChange {
    /// The changes from the time `old` to the time `new`; either may be absent. Booking takes
    /// cells, cancelling frees them, moving does both and keeps the cells that both times share.
    pub fn between(old: Option<&Span>, new: Option<&Span>) -> BTreeMap<AgendaKey, Self> {
        let mut changes: BTreeMap<AgendaKey, Self> = BTreeMap::new();
        for side in Side::BOTH {
            let old = old.map(|span| taken(span, side)).unwrap_or_default();
            let new = new.map(|span| taken(span, side)).unwrap_or_default();
            for (day, cells) in &new {
                let change = changes.entry((side, *day)).or_default();
                let had = old.get(day).map(Vec::as_slice).unwrap_or_default();
                (change.keep, change.take) = cells.iter().partition(|cell| had.contains(cell));
            }
            for (day, cells) in &old {
                let has = new.get(day).map(Vec::as_slice).unwrap_or_default();
                let freed = cells.iter().filter(|cell| !has.contains(cell));
                changes.entry((side, *day)).or_default().free = freed.copied().collect();
            }
        }
        changes
    }
}

/// The cells that a session takes on one side. The provider's include the buffer after it.
fn taken(span: &Span, side: Side) -> DayCells {
    match side {
        Side::Provider => cells(span.starts_at, span.provider_free_at()),
        Side::Member => cells(span.starts_at, span.ends_at()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;
    use jiff::civil::date;

    fn span(start: &str) -> Span {
        Span {
            starts_at: start.parse().unwrap(),
            duration: SignedDuration::from_mins(15),
            buffer: SignedDuration::from_mins(10),
        }
    }

    #[test]
    fn the_provider_also_gives_the_buffer() {
        let changes = AgendaChange::between(None, Some(&span("2026-11-22T10:00:00Z")));
        let day = date(2026, 11, 22);
        assert_eq!(
            changes[&(Side::Provider, day)].take,
            [120, 121, 122, 123, 124]
        );
        assert_eq!(changes[&(Side::Member, day)].take, [120, 121, 122]);
    }

    #[test]
    fn a_move_keeps_what_both_times_share() {
        let (old, new) = (span("2026-11-22T23:50:00Z"), span("2026-11-22T23:55:00Z"));
        let changes = AgendaChange::between(Some(&old), Some(&new));
        let first = &changes[&(Side::Member, date(2026, 11, 22))];
        assert_eq!(
            (first.free.as_slice(), first.keep.as_slice()),
            ([286].as_slice(), [287].as_slice())
        );
        let second = &changes[&(Side::Member, date(2026, 11, 23))];
        assert_eq!(
            (second.keep.as_slice(), second.take.as_slice()),
            ([0].as_slice(), [1].as_slice())
        );
    }

    #[test]
    fn a_cancellation_frees_everything() {
        let changes = AgendaChange::between(Some(&span("2026-11-22T10:00:00Z")), None);
        assert!(
            changes
                .values()
                .all(|c| c.take.is_empty() && c.keep.is_empty())
        );
        assert_eq!(changes.values().map(|c| c.free.len()).sum::<usize>(), 8);
    }
}
