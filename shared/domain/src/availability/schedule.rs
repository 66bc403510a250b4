//! A provider's schedule, checked on construction.

use jiff::SignedDuration;
use jiff::civil::{Date, Weekday};

use super::window::Window;
use crate::grid::CELL;
use crate::values::Zone;

/// The most windows in a week.
pub const MAX_WEEKLY: usize = 100;
/// The most dates with their own windows.
pub const MAX_OVERRIDES: usize = 400;
/// The longest pause after a session, in minutes.
pub const MAX_BUFFER_MINUTES: u16 = 120;

/// The windows of one date, which replace those of its weekday. An empty list is a day off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The date, in the provider's zone.
    pub date: Date,
    /// The windows of that date.
    pub windows: Vec<Window>,
}

/// When a provider can be booked, in their own time zone. Always valid: see [`Problem`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    zone: Zone,
    buffer_minutes: u16,
    weekly: Vec<(Weekday, Window)>,
    overrides: Vec<Override>,
    version: u64,
}

impl Schedule {
    /// Makes a schedule of these parts and keeps their order. The error is the first problem found.
    pub fn new(
        zone: Zone,
        buffer_minutes: u16,
        weekly: Vec<(Weekday, Window)>,
        overrides: Vec<Override>,
        version: u64,
    ) -> Result<Self, ScheduleError> {
        check_buffer(buffer_minutes)?;
        check_weekly(&weekly)?;
        check_overrides(&overrides)?;
        Ok(Self {
            zone,
            buffer_minutes,
            weekly,
            overrides,
            version,
        })
    }

    /// The time zone of the windows.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The provider's pause after each session.
    pub fn buffer(&self) -> SignedDuration {
        SignedDuration::from_mins(self.buffer_minutes.into())
    }

    /// The windows of each week, in the order given.
    pub fn weekly(&self) -> &[(Weekday, Window)] {
        &self.weekly
    }

    /// The dates with their own windows, in the order given.
    pub fn overrides(&self) -> &[Override] {
        &self.overrides
    }

    /// How many times the schedule was changed.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The windows of a local date.
    pub(super) fn windows_of(&self, date: Date) -> Vec<Window> {
        match self.overrides.iter().find(|o| o.date == date) {
            Some(of_date) => of_date.windows.clone(),
            None => {
                let today = |(day, _): &&(Weekday, Window)| *day == date.weekday();
                let windows = self.weekly.iter().filter(today);
                windows.map(|(_, window)| *window).collect()
            }
        }
    }
}

/// A problem of a schedule, and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct ScheduleError {
    /// The place.
    pub place: Place,
    /// The problem.
    pub problem: Problem,
}

/// A part of a schedule; list entries by index from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The pause after a session.
    Buffer,
    /// The list of weekly windows.
    Weekly,
    /// One of the weekly windows.
    WeeklyWindow(usize),
    /// The list of overrides.
    Overrides,
    /// The date of one of the overrides.
    OverrideDate(usize),
    /// One of an override's windows: the override, then the window.
    OverrideWindow(usize, usize),
}

/// The rule that a schedule breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The pause is too long, or off the grid.
    #[error("must be 0 to {MAX_BUFFER_MINUTES} minutes, in steps of {}", CELL.as_mins())]
    Buffer,
    /// A list has too many entries.
    #[error("must have at most {0} entries")]
    TooMany(usize),
    /// A window ends before or when it begins.
    #[error("must begin before it ends")]
    Backwards,
    /// A window begins or ends off the grid.
    #[error("must begin and end on multiples of {} minutes", CELL.as_mins())]
    OffGrid,
    /// A window overlaps an earlier one of its day.
    #[error("overlaps another window of its day")]
    Overlap,
    /// An earlier override has the same date.
    #[error("is a date that another override has")]
    SameDate,
}

impl Problem {
    fn at(self, place: Place) -> ScheduleError {
        ScheduleError {
            place,
            problem: self,
        }
    }
}

fn check_buffer(minutes: u16) -> Result<(), ScheduleError> {
    if minutes > MAX_BUFFER_MINUTES || !on_grid(minutes) {
        return Err(Problem::Buffer.at(Place::Buffer));
    }
    Ok(())
}

fn check_weekly(weekly: &[(Weekday, Window)]) -> Result<(), ScheduleError> {
    if weekly.len() > MAX_WEEKLY {
        return Err(Problem::TooMany(MAX_WEEKLY).at(Place::Weekly));
    }
    for (index, (day, window)) in weekly.iter().enumerate() {
        let earlier = weekly[..index].iter().filter(|(d, _)| d == day);
        check_window(window, earlier.map(|(_, w)| w))
            .map_err(|problem| problem.at(Place::WeeklyWindow(index)))?;
    }
    Ok(())
}

fn check_overrides(overrides: &[Override]) -> Result<(), ScheduleError> {
    if overrides.len() > MAX_OVERRIDES {
        return Err(Problem::TooMany(MAX_OVERRIDES).at(Place::Overrides));
    }
    for (index, Override { date, windows }) in overrides.iter().enumerate() {
        if overrides[..index].iter().any(|o| o.date == *date) {
            return Err(Problem::SameDate.at(Place::OverrideDate(index)));
        }
        for (inner, window) in windows.iter().enumerate() {
            check_window(window, windows[..inner].iter())
                .map_err(|problem| problem.at(Place::OverrideWindow(index, inner)))?;
        }
    }
    Ok(())
}

/// Checks a window alone and against the earlier ones of its day. Windows on the grid that don't
/// overlap are few, so the list of an override is bounded.
fn check_window<'a>(
    window: &Window,
    mut earlier: impl Iterator<Item = &'a Window>,
) -> Result<(), Problem> {
    if window.from >= window.to {
        return Err(Problem::Backwards);
    }
    if !on_grid(window.from.minutes()) || !on_grid(window.to.minutes()) {
        return Err(Problem::OffGrid);
    }
    if earlier.any(|other| window.from < other.to && other.from < window.to) {
        return Err(Problem::Overlap);
    }
    Ok(())
}

fn on_grid(minutes: u16) -> bool {
    i64::from(minutes) % CELL.as_mins() == 0
}
