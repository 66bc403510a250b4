//! Messages of Anteroom: composed from what the domain says is to be told, and sent.
//!
//! **Architecture invariant:** nothing here knows how messages are stored or who asked for them.

pub mod compose;
#[cfg(feature = "send")]
pub mod send;
