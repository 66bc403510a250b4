//! When a provider can be booked (B3): a weekly schedule in their own time zone, minus and
//! plus dated overrides, as open time in UTC and as slots.
//!
//! Local time becomes UTC in one place, `open.rs`: an instant is open if a clock on the
//! provider's wall shows a time that lies in one of that day's windows.

mod interval;
mod open;
mod schedule;
mod slots;
mod window;

pub use interval::{Interval, merge, overlap, total};
pub use schedule::{
    MAX_BUFFER_MINUTES, MAX_OVERRIDES, MAX_WEEKLY, Override, Place, Problem, Schedule,
    ScheduleError,
};
pub use slots::{STEP, Slot, SlotQuery, slots};
pub use window::{DayMinute, NotATimeOfDay, Window};

#[cfg(test)]
mod tests;
