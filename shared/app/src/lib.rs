//! What several functions do alike, told without HTTP.
//!
//! **Architecture invariant:** nothing here knows of requests and answers, nor how a message is
//! worded or sent.

mod attendance;
pub mod gate;
pub mod lateness;
mod outbox;

pub use attendance::attendance;
pub use outbox::messages;
