//! The steps of a phone session (S8): introductions and calls.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The steps that were made in a phone session.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PhoneSteps {
    /// The introductions that were sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub introductions: Vec<Introduction>,
    /// The calls that the provider made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attempts: Vec<Attempt>,
}

/// How an introduction was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// By the service.
    Service,
    /// From the provider's own handset.
    Handset,
}

/// An introduction that was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Introduction {
    /// When.
    pub at: Timestamp,
    /// How.
    pub via: Via,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The member answered.
    Reached,
    /// Nobody answered.
    NoAnswer,
}

/// A call that the provider made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// When.
    pub at: Timestamp,
    /// How it ended.
    pub outcome: Outcome,
}

impl PhoneSteps {
    /// How many introductions the service has sent.
    pub fn sent_by_service(&self) -> u32 {
        let count = self
            .introductions
            .iter()
            .filter(|i| i.via == Via::Service)
            .count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Whether the provider has called at least once.
    pub fn was_tried(&self) -> bool {
        !self.attempts.is_empty()
    }
}
