//! What no function could deal with, kept for people to look at.

use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use serde_json::Value;

/// Where a dead letter comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Origin {
    /// Records of the table's stream, that were tried as often as the template says.
    Stream,
    /// A tick of a schedule, that was tried as often as the template says.
    Schedule,
    /// An event that matched a rule, and was tried as often as the template says.
    Rule,
    /// Lines of a log, that were tried as often as the template says.
    Logs,
    /// The function itself, which saw that trying again would not help.
    Function,
}

/// Something that was given up.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeadLetter {
    /// The function that failed.
    pub function: String,
    /// Where it comes from.
    pub trigger: Origin,
    /// The event, or what the function wrote in its place.
    pub event: Value,
    /// Why it failed the last time.
    pub error: String,
    /// How often it was tried.
    pub attempts: u32,
    /// The queue that gets it, if any: its ARN in the template, or its URL.
    pub destination: Option<String>,
}

/// The dead letters of a stack. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct DeadLetters(Arc<Mutex<Vec<DeadLetter>>>);

impl DeadLetters {
    /// Keeps a letter.
    pub fn bury(&self, letter: DeadLetter) {
        let mut letters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        letters.push(letter);
    }

    /// All of them, oldest first.
    pub fn all(&self) -> Vec<DeadLetter> {
        let letters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        letters.clone()
    }
}
