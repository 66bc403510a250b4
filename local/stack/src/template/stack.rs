//! A stack: one template with its parameters' values, and the stacks nested in it.

use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::document::{Document, is_nested};
use super::error::{Problem, TemplateError};
use super::evaluate::Evaluator;
use super::resource::Resource;

/// One template with its parameters' values. Clones are the same stack.
#[derive(Clone)]
pub struct Stack {
    document: Rc<Document>,
}

impl Stack {
    /// Opens a template with values for its parameters, and for `AWS::Region` and
    /// `AWS::AccountId`.
    ///
    /// # Errors
    /// If the file can't be read, a parameter has neither a value nor a default, or a value is
    /// given for one that it doesn't declare.
    pub fn open(
        file: &Path,
        name: &str,
        values: &BTreeMap<String, Value>,
    ) -> Result<Stack, TemplateError> {
        let document = Rc::new(Document::open(file, name, values)?);
        Ok(Stack { document })
    }

    /// Opens a template with those of the values that it has parameters for.
    ///
    /// # Errors
    /// If the file can't be read, or a parameter has neither a value nor a default.
    pub fn open_with_some(
        file: &Path,
        name: &str,
        values: &BTreeMap<String, Value>,
    ) -> Result<Stack, TemplateError> {
        let document = Rc::new(Document::open_with_some(file, name, values)?);
        Ok(Stack { document })
    }

    /// The outputs, evaluated, by their names.
    ///
    /// # Errors
    /// If a reference in one can't be resolved.
    pub fn outputs(&self) -> Result<BTreeMap<String, Value>, TemplateError> {
        let names = self.document.section("Outputs").map(|(name, _)| name);
        names
            .map(|name| {
                let value = Evaluator::new(&self.document).output(name);
                let value = value.map_err(|problem| self.error(name, "Value", problem))?;
                Ok((name.clone(), value))
            })
            .collect()
    }

    /// The resources whose condition holds, in the order of their logical ids.
    ///
    /// # Errors
    /// If a condition can't be evaluated or a resource has no type.
    pub fn resources(&self) -> Result<Vec<Resource<'_>>, TemplateError> {
        let mut resources = Vec::new();
        for (id, body) in self.document.section("Resources") {
            let kind = body
                .get("Type")
                .and_then(Value::as_str)
                .ok_or_else(|| self.error(id, "Type", Problem::Missing))?;
            if let Some(condition) = body.get("Condition").and_then(Value::as_str) {
                let holds = Evaluator::new(&self.document).condition(condition);
                if !holds.map_err(|problem| self.error(id, "Condition", problem))? {
                    continue;
                }
            }
            resources.push(Resource {
                document: &self.document,
                id,
                kind,
                body,
            });
        }
        Ok(resources)
    }

    /// The stack and all that are nested in it, outermost first.
    ///
    /// # Errors
    /// If a nested template can't be read.
    pub fn with_nested(&self) -> Result<Vec<Stack>, TemplateError> {
        let mut all = vec![self.clone()];
        for resource in self.resources()? {
            if is_nested(resource.kind) {
                let document = Evaluator::new(&self.document)
                    .child(resource.id)
                    .map_err(|problem| self.error(resource.id, "", problem))?;
                all.extend(Stack { document }.with_nested()?);
            }
        }
        Ok(all)
    }

    /// A section of `Globals`, evaluated, such as that of `Function`; empty if there is none.
    ///
    /// # Errors
    /// If a reference in it can't be resolved.
    pub fn globals(&self, section: &str) -> Result<Value, TemplateError> {
        let raw = self
            .document
            .template
            .get("Globals")
            .and_then(|all| all.get(section));
        let evaluated = raw.map_or(Ok(Value::Null), |raw| {
            Evaluator::new(&self.document).value(raw)
        });
        match evaluated.map_err(|problem| self.error("Globals", section, problem))? {
            Value::Null => Ok(Value::Object(Map::new())),
            value => Ok(value),
        }
    }

    /// The value of a parameter that is a text.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let value = self.document.parameters.get(name)?;
        value.as_str().map(str::to_owned)
    }

    /// The region that `AWS::Region` is.
    pub fn region(&self) -> &str {
        &self.document.region
    }

    /// The account that `AWS::AccountId` is.
    pub fn account(&self) -> &str {
        &self.document.account
    }

    /// An error at a place in this template.
    pub fn error(&self, place: &str, key: &str, problem: Problem) -> TemplateError {
        self.document.error(place, key, problem)
    }
}
