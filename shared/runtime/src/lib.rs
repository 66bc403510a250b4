//! What each function needs: AWS clients, settings, new ids, metrics, and pauses.

pub mod aws;
#[cfg(feature = "sqs")]
pub mod dead_letters;
pub mod environment;
pub mod ids;
pub mod metrics;
pub mod pause;
