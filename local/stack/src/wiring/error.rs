//! Why a template gives no wiring.

use crate::pattern::PatternError;
use crate::template::{Location, TemplateError};

/// Why a template gives no wiring.
#[derive(Debug, thiserror::Error)]
pub enum WiringError {
    /// The template can't be read, or says something that the local stack can't do.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// An event pattern, or the filter of a stream, isn't one.
    #[error("{location}: is no event pattern: {error}")]
    Pattern {
        /// Where it is written.
        location: Location,
        /// What is wrong with it.
        #[source]
        error: PatternError,
    },
}
