//! Anteroom's messages: rendered from the facts that the domain chose, and sent.
//!
//! **Architecture invariant:** this crate does not know how messages are stored or who requested
//! them.

pub mod compose;
#[cfg(feature = "send")]
pub mod send;
