//! The collection of all that is wrong with a body, so that people can mend it at once.

use std::fmt::Display;
use std::str::FromStr;

use super::{FieldProblem, Problem};

/// Parses the fields of a body, and gathers what is wrong with them.
#[derive(Debug, Default)]
pub struct Fields {
    problems: Vec<FieldProblem>,
}

impl Fields {
    /// A field that has to be there.
    pub fn required<T: FromStr<Err: Display>>(
        &mut self,
        pointer: &str,
        text: Option<&str>,
    ) -> Option<T> {
        match text {
            Some(text) => self.parsed(pointer, text),
            None => {
                self.wrong(pointer, "required", "is required");
                None
            }
        }
    }

    /// A field that may be absent.
    pub fn optional<T: FromStr<Err: Display>>(
        &mut self,
        pointer: &str,
        text: Option<&str>,
    ) -> Option<T> {
        text.and_then(|text| self.parsed(pointer, text))
    }

    /// A field that is there.
    pub fn parsed<T: FromStr<Err: Display>>(&mut self, pointer: &str, text: &str) -> Option<T> {
        text.parse()
            .map_err(|error: T::Err| self.wrong(pointer, "invalid", error))
            .ok()
    }

    /// Says that a field is wrong.
    pub fn wrong(&mut self, pointer: &str, code: &'static str, detail: impl Display) {
        self.problems.push(FieldProblem {
            pointer: pointer.to_owned(),
            code,
            detail: detail.to_string(),
        });
    }

    /// The parsed whole, if nothing was wrong. `whole` is `None` only if something was.
    pub fn finish<T>(self, whole: Option<T>) -> Result<T, Problem> {
        match whole {
            Some(whole) if self.problems.is_empty() => Ok(whole),
            Some(_) | None => Err(Problem::invalid(self.problems)),
        }
    }
}
