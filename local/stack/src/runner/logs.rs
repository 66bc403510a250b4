//! The last lines that the functions printed.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

/// How many lines are kept.
const KEPT: usize = 20_000;

/// What is handed each line: the function's name and the line.
pub type LogHook = Arc<dyn Fn(&str, &str) + Send + Sync>;

/// A line that a function printed, to its standard output or error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogLine {
    /// Which function.
    pub function: String,
    /// The line without its end.
    pub line: String,
}

pub(super) struct Logs {
    lines: Mutex<VecDeque<LogLine>>,
    hook: LogHook,
}

impl Logs {
    pub(super) fn new(hook: LogHook) -> Self {
        Logs {
            lines: Mutex::default(),
            hook,
        }
    }

    pub(super) fn lines(&self) -> Vec<LogLine> {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.iter().cloned().collect()
    }

    /// Takes in what a process prints, until it closes the pipe.
    pub(super) async fn collect(&self, function: &str, output: impl AsyncRead + Unpin) {
        let mut output = BufReader::new(output);
        let mut line = Vec::new();
        while matches!(output.read_until(b'\n', &mut line).await, Ok(1..)) {
            self.add(function, String::from_utf8_lossy(&line).trim_end());
            line.clear();
        }
    }

    fn add(&self, function: &str, line: &str) {
        (self.hook)(function, line);
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() == KEPT {
            lines.pop_front();
        }
        lines.push_back(LogLine {
            function: function.to_owned(),
            line: line.to_owned(),
        });
    }
}

impl fmt::Debug for Logs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Logs").finish_non_exhaustive()
    }
}
