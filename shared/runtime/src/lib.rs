//! What a function starts with: the clients of AWS, its settings, and the drawing of ids.

pub mod aws;
#[cfg(feature = "sqs")]
pub mod dead_letters;
pub mod environment;
pub mod ids;
