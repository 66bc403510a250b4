//! What Anteroom is about, without the world around it: people, availability, bookings,
//! the waiting room and its gate, attendance, and messages as data.
//!
//! **Architecture invariant:** nothing here does input or output, reads a clock, or draws
//! an id or a random number. Time and ids are handed in, so that a test, a replay and the
//! local stack can hand in any.

pub mod attendance;
pub mod availability;
pub mod booking;
pub mod grid;
pub mod message;
pub mod person;
pub mod policy;
pub mod session;
pub mod values;
