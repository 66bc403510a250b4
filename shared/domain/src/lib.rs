//! What Anteroom is about, without the world around it: people, availability, bookings,
//! the waiting room and its gate, attendance, messages as data and their delivery.
//!
//! **Architecture invariant:** this crate does no input or output, reads no clock, and draws no ids
//! or random numbers. Callers pass time and ids as values, so that tests, replays and the local
//! stack can choose them.

pub mod account;
pub mod attendance;
pub mod attention;
pub mod availability;
pub mod booking;
pub mod contact;
pub mod delivery;
#[cfg(test)]
mod fixtures;
pub mod grid;
pub mod message;
pub mod pending;
pub mod person;
pub mod person_history;
pub mod phone;
pub mod policy;
pub mod search;
pub mod session;
pub mod transition;
pub mod values;
