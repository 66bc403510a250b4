//! What each function needs at its start: AWS clients, settings, and new ids.

pub mod aws;
#[cfg(feature = "sqs")]
pub mod dead_letters;
pub mod environment;
pub mod ids;
