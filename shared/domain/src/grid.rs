//! The time grid: the 5-minute cells of agendas.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The length of a cell. Each start and end is a multiple of it since the Unix epoch, so two
/// intervals that overlap always share a cell.
pub const CELL: SignedDuration = SignedDuration::from_mins(5);

/// Cells by UTC day; each is numbered from midnight, 0 to 287.
pub type DayCells = BTreeMap<Date, Vec<u16>>;

/// Whether an instant is a multiple of `grid` since the Unix epoch.
pub fn is_on_grid(at: Timestamp, grid: SignedDuration) -> bool {
    at.as_nanosecond() % grid.as_nanos() == 0
}

/// The cells that the interval from `from` (inclusive) to `to` (exclusive) touches, by UTC day.
pub fn cells(from: Timestamp, to: Timestamp) -> DayCells {
    let mut days = DayCells::new();
    let seconds = CELL.as_secs();
    let first = from.as_second().div_euclid(seconds);
    let last = (to.as_second() - 1).div_euclid(seconds);
    for cell in first..=last {
        let start = Timestamp::from_second(cell * seconds).expect("lies between two instants");
        let date = start.to_zoned(TimeZone::UTC).date();
        let of_day = (cell * seconds).rem_euclid(86_400) / seconds;
        days.entry(date).or_default().push(of_day as u16);
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn an_interval_over_midnight_has_cells_on_both_days() {
        let cells = cells(at("2026-11-22T23:50:00Z"), at("2026-11-23T00:10:00Z"));
        assert_eq!(cells[&date(2026, 11, 22)], [286, 287]);
        assert_eq!(cells[&date(2026, 11, 23)], [0, 1]);
    }

    #[test]
    fn the_end_is_not_part_of_it() {
        let cells = cells(at("2026-11-22T10:00:00Z"), at("2026-11-22T10:05:00Z"));
        assert_eq!(cells[&date(2026, 11, 22)], [120]);
    }

    #[test]
    fn only_multiples_are_on_the_grid() {
        assert!(is_on_grid(at("2026-11-22T10:05:00Z"), CELL));
        assert!(!is_on_grid(at("2026-11-22T10:05:00.001Z"), CELL));
        assert!(!is_on_grid(at("2026-11-22T10:04:00Z"), CELL));
    }
}
