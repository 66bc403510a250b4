//! What a stack puts out.

use std::collections::BTreeMap;

use serde_json::Value;

use super::shell::Shell;
use crate::failure::Failure;

/// The outputs of a stack, by their names. In a dry run they are not known and stand as `<Name>`.
#[derive(Default)]
pub(super) struct Outputs(Option<BTreeMap<String, String>>);

impl Outputs {
    /// Asks a stack for its outputs.
    pub(super) fn of(shell: &Shell, stack: &str) -> Result<Self, Failure> {
        let words = ["cloudformation", "describe-stacks", "--stack-name", stack];
        let answer = shell.ask_aws(
            "What the stack puts out, for the steps to come.",
            &words,
            "Stacks[0].Outputs",
        )?;
        let Some(answer) = answer else {
            return Ok(Self(None));
        };
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let outputs = answer.as_array().into_iter().flatten();
        let outputs = outputs
            .filter_map(|each| Some((text(&each["OutputKey"])?, text(&each["OutputValue"])?)));
        Ok(Self(Some(outputs.collect())))
    }

    /// An output, which the stack must have.
    pub(super) fn get(&self, name: &str) -> Result<String, Failure> {
        let Some(known) = &self.0 else {
            return Ok(format!("<{name}>"));
        };
        let value = known.get(name).cloned();
        value.ok_or_else(|| Failure::Usage(format!("The stack does not put out {name}.")))
    }

    /// Puts another value in place of an output's.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        if let Some(known) = &mut self.0 {
            known.insert(name.to_owned(), value.to_owned());
        }
    }
}
