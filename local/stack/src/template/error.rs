//! What can be wrong with a template, and where.

use std::fmt;
use std::path::PathBuf;

/// A template that can't be read.
#[derive(Debug, thiserror::Error)]
#[error("{location}: {problem}")]
pub struct TemplateError {
    /// Where the problem is.
    pub location: Location,
    /// What is wrong.
    #[source]
    pub problem: Problem,
}

/// A place in a template: a resource, a parameter, a condition or an output, and a key in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The template file.
    pub file: PathBuf,
    /// The logical id, or the section if it isn't about one thing in it.
    pub place: String,
    /// The path of keys inside, with dots; empty for the thing itself.
    pub key: String,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file.display(), self.place)?;
        if self.key.is_empty() {
            return Ok(());
        }
        write!(f, ", {}", self.key)
    }
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
    /// A value was given for a parameter that the template does not declare.
    #[error("parameter {0} was given a value and is not declared")]
    Undeclared(String),
    /// A parameter's value is not one that this key of its declaration allows.
    #[error("does not allow the value that was given")]
    NotAllowed,
    /// References that lead back to where they began.
    #[error("refers to itself through {0}")]
    Cycle(String),
    /// A function that the reader doesn't evaluate.
    #[error("uses {0}, which the local stack doesn't evaluate")]
    Unsupported(String),
    /// Something is wrong with a nested template.
    #[error("nested: {0}")]
    Nested(Box<TemplateError>),
}

impl From<TemplateError> for Problem {
    fn from(error: TemplateError) -> Self {
        Problem::Nested(Box::new(error))
    }
}
