//! Attendance (S7): who was in, from when to when, from what clients and the meeting
//! service said of it.
//!
//! The same evidence gives the same record, in whatever order and however often it comes.
//! What was lost makes a stay shorter, never longer than somebody knows it to have been.

mod evidence;
mod record;
mod stays;

pub use evidence::{Evidence, Kind, Source};
pub use record::{Attendance, Known};

#[cfg(test)]
mod tests;
