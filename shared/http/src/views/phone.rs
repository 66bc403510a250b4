//! The steps of a phone session (S8).

use anteroom_domain::phone::{Attempt, Introduction, Outcome, PhoneSteps, Via};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::words;

/// The introductions and calls of a phone session.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PhoneSteps)]
pub struct PhoneStepsView {
    /// The introductions that were sent, the oldest first.
    introductions: Vec<IntroductionView>,
    /// The provider's calls, the oldest first.
    attempts: Vec<AttemptView>,
}

/// An introduction that was sent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Introduction)]
pub struct IntroductionView {
    /// When it was sent.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// How it was sent.
    #[schema(value_type = words::IntroductionVia)]
    via: Via,
}

/// A call that the provider made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Attempt)]
pub struct AttemptView {
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// How it ended.
    #[schema(value_type = words::CallOutcome)]
    outcome: Outcome,
}

impl From<&PhoneSteps> for PhoneStepsView {
    fn from(steps: &PhoneSteps) -> Self {
        let introduction = |&Introduction { at, via }: &Introduction| IntroductionView { at, via };
        let attempt = |&Attempt { at, outcome }: &Attempt| AttemptView { at, outcome };
        Self {
            introductions: steps.introductions.iter().map(introduction).collect(),
            attempts: steps.attempts.iter().map(attempt).collect(),
        }
    }
}
