//! What can be wrong with a template, and where.

use std::path::PathBuf;

/// A template that can't be read: in which file, at which resource (or parameter, condition,
/// output) and key, and what the problem is.
#[derive(Debug, thiserror::Error)]
#[error("{}: {place}{}: {problem}", file.display(), if key.is_empty() { String::new() } else { format!(", {key}") })]
pub struct TemplateError {
    /// The template file.
    pub file: PathBuf,
    /// The logical id, or the section if it isn't about one thing in it.
    pub place: String,
    /// The path of keys inside, with dots; empty for the thing itself.
    pub key: String,
    /// What is wrong.
    #[source]
    pub problem: Problem,
}

/// What is wrong with a template.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The file can't be read.
    #[error("can't be read: {0}")]
    Io(#[from] std::io::Error),
    /// The file isn't YAML.
    #[error("is not YAML: {0}")]
    Yaml(#[from] serde_yaml_ng::Error),
    /// A text that should be JSON isn't.
    #[error("is not JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A required key is absent.
    #[error("is missing")]
    Missing,
    /// A value of another kind was expected.
    #[error("should be {expected}")]
    Shape {
        /// What was expected, as in "a text".
        expected: &'static str,
    },
    /// A reference to something that the template doesn't have.
    #[error("refers to {0}, which is not in the template")]
    Unknown(String),
    /// A parameter without a default was given no value.
    #[error("parameter {0} has no default and was given no value")]
    NoValue(String),
    /// References that lead back to where they began.
    #[error("refers to itself through {0}")]
    Cycle(String),
    /// A function that the reader doesn't evaluate.
    #[error("uses {0}, which the local stack doesn't evaluate")]
    Unsupported(String),
    /// Something is wrong with a nested template.
    #[error("nested: {0}")]
    Nested(Box<TemplateError>),
    /// An event filter that isn't one.
    #[error("is no event pattern: {0}")]
    Pattern(#[from] crate::pattern::PatternError),
}

impl From<TemplateError> for Problem {
    fn from(error: TemplateError) -> Self {
        Problem::Nested(Box::new(error))
    }
}
