//! Why an invocation failed.

/// Why an invocation failed.
#[derive(Debug, thiserror::Error)]
pub enum InvokeError {
    /// There is no such function.
    #[error("there is no function {0}")]
    Unknown(String),
    /// The function itself answered with an error.
    #[error("the function failed: {kind}: {message}")]
    Unhandled {
        /// The error's type, as the function names it.
        kind: String,
        /// The error's text.
        message: String,
    },
    /// It took longer than the template allows; its process was killed.
    #[error("the function took too long")]
    Timeout,
    /// Its process ended, or was killed, in the middle.
    #[error("the function's process died")]
    Died,
    /// Its process could not be started, or ended before it asked for an event.
    #[error("the function did not start: {0}")]
    Init(String),
    /// As many run as the template reserves, or the account may have.
    #[error("Rate Exceeded.")]
    Throttled,
}
