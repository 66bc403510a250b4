//! What no function could deal with, kept for people to look at.

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

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

type Watch = Box<dyn Fn(&DeadLetter, &[DeadLetter]) + Send + Sync>;

/// The dead letters of a stack. Clones share them.
#[derive(Clone, Default)]
pub struct DeadLetters {
    letters: Arc<Mutex<Vec<DeadLetter>>>,
    watch: Arc<OnceLock<Watch>>,
}

impl DeadLetters {
    /// Says who is told of each letter, with all that there are; only the first call counts.
    pub fn watch_with(&self, watch: impl Fn(&DeadLetter, &[DeadLetter]) + Send + Sync + 'static) {
        let _ = self.watch.set(Box::new(watch));
    }

    /// Keeps a letter.
    pub fn bury(&self, letter: DeadLetter) {
        let mut letters = self.letters.lock().unwrap_or_else(PoisonError::into_inner);
        letters.push(letter.clone());
        if let Some(watch) = self.watch.get() {
            watch(&letter, &letters);
        }
    }

    /// All of them, oldest first.
    pub fn all(&self) -> Vec<DeadLetter> {
        let letters = self.letters.lock().unwrap_or_else(PoisonError::into_inner);
        letters.clone()
    }
}

impl fmt::Debug for DeadLetters {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DeadLetters")
            .finish_non_exhaustive()
    }
}
