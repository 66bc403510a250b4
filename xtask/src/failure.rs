//! What can go wrong in a task, in words that help.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::process::ExitStatus;

/// Why a task ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The user asked for something that does not exist.
    Usage(String),
    /// A program ran and was not content.
    Ended { command: String, status: ExitStatus },
    /// A program that was asked something was not content, and said why.
    Refused { command: String, said: String },
    /// A program could not be run at all.
    DoesNotStart { command: String, error: io::Error },
    /// A file could not be read or written.
    File { path: PathBuf, error: io::Error },
    /// Something is missing that this program can't install by itself.
    Missing {
        what: &'static str,
        packages: String,
    },
    /// A program is there, or in the system's packages, but too old. Versions by their first number.
    TooOld {
        what: &'static str,
        found: u32,
        wanted: u32,
        source: &'static str,
    },
    /// A step of a task failed.
    Step {
        number: usize,
        count: usize,
        what: &'static str,
        help: &'static str,
        why: Box<Failure>,
    },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Usage(message) => write!(f, "{message}"),
            Failure::Ended { command, status } => write!(f, "`{command}` ended with {status}."),
            Failure::Refused { command, said } => write!(f, "`{command}` failed:\n  {said}"),
            Failure::DoesNotStart { command, error } => {
                write!(f, "`{command}` does not start: {error}.")
            }
            Failure::File { path, error } => write!(f, "{}: {error}.", path.display()),
            Failure::Missing { what, packages } => write!(
                f,
                "This needs {what}. On Debian and Ubuntu: sudo apt-get install {packages}"
            ),
            Failure::TooOld {
                what,
                found,
                wanted,
                source,
            } => write!(
                f,
                "This needs {what} {wanted} or newer, and there is {what} {found}. \
                 {source} has a newer one."
            ),
            Failure::Step {
                number,
                count,
                what,
                help,
                why,
            } => {
                write!(f, "FAILED in step {number} of {count}: {what}\n  {why}")?;
                write!(f, "\n  {help}")?;
                match count - number {
                    0 => Ok(()),
                    1 => write!(f, "\n  The step after it did not run."),
                    left => write!(f, "\n  The {left} steps after it did not run."),
                }
            }
        }
    }
}
