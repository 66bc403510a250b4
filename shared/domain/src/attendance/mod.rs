//! Attendance (S7): who was in a session and when, computed from the evidence of clients and the
//! meeting service.
//!
//! The same evidence gives the same record, in any order and with any duplicates. Lost evidence can
//! make a stay shorter, but never longer than some evidence shows.

mod evidence;
mod record;
mod stays;

pub use evidence::{Evidence, Kind, Source};
pub use record::{Attendance, Known};

#[cfg(test)]
mod tests;
