//! Validates a body and collects all its errors, so that people can correct them at once.

use std::fmt::Display;
use std::str::FromStr;

use super::{FieldCode, FieldProblem, Problem};

/// Parses the fields of a body and collects their errors.
#[derive(Debug, Default)]
pub struct Fields {
    problems: Vec<FieldProblem>,
}

impl Fields {
    /// A required field.
    pub fn required<T: FromStr<Err: Display>>(
        &mut self,
        pointer: &str,
        text: Option<&str>,
    ) -> Option<T> {
        match text {
            Some(text) => self.parsed(pointer, text),
            None => {
                self.wrong(pointer, FieldCode::Required, "is required");
                None
            }
        }
    }

    /// An optional field.
    pub fn optional<T: FromStr<Err: Display>>(
        &mut self,
        pointer: &str,
        text: Option<&str>,
    ) -> Option<T> {
        text.and_then(|text| self.parsed(pointer, text))
    }

    /// A field that is present.
    pub fn parsed<T: FromStr<Err: Display>>(&mut self, pointer: &str, text: &str) -> Option<T> {
        text.parse()
            .map_err(|error: T::Err| self.wrong(pointer, FieldCode::Invalid, error))
            .ok()
    }

    /// Adds an error for a field.
    pub fn wrong(&mut self, pointer: &str, code: FieldCode, detail: impl Display) {
        self.problems.push(FieldProblem {
            pointer: pointer.to_owned(),
            code,
            detail: detail.to_string(),
        });
    }

    /// The parsed value, if there were no errors. `whole` is `None` only if there were.
    pub fn finish<T>(self, whole: Option<T>) -> Result<T, Problem> {
        match whole {
            Some(whole) if self.problems.is_empty() => Ok(whole),
            Some(_) | None => Err(Problem::invalid(self.problems)),
        }
    }
}
