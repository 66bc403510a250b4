//! What each function needs at its start: AWS clients, settings, new ids, and metrics.

pub mod aws;
#[cfg(feature = "sqs")]
pub mod dead_letters;
pub mod environment;
pub mod ids;
pub mod metrics;
