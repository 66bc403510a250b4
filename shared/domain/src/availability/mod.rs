//! When a provider can be booked (B3). A weekly schedule in the provider's time zone and overrides
//! for single dates give the open time in UTC and its slots.
//!
//! Only `open.rs` converts local time to UTC. An instant is open if the provider's local date and
//! time at that instant lie in one of the date's windows.

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
