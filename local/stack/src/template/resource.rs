//! A resource of a template.

use serde_json::{Map, Value};

use super::document::Document;
use super::error::{Location, Problem, TemplateError};
use super::evaluate::Evaluator;

/// A resource of a stack, its properties not yet evaluated.
pub struct Resource<'a> {
    pub(super) document: &'a Document,
    /// The logical id.
    pub id: &'a str,
    /// The type, as in `AWS::DynamoDB::Table`.
    pub kind: &'a str,
    pub(super) body: &'a Value,
}

impl Resource<'_> {
    /// A property, evaluated; `Null` if it is absent.
    ///
    /// # Errors
    /// If a reference in it can't be resolved.
    pub fn property(&self, name: &str) -> Result<Value, TemplateError> {
        self.evaluate(name, self.body["Properties"].get(name))
    }

    /// Those of the named properties that are there, evaluated.
    ///
    /// # Errors
    /// If a reference in them can't be resolved.
    pub fn properties(&self, names: &[&str]) -> Result<Value, TemplateError> {
        let mut properties = Map::new();
        for name in names {
            let value = self.property(name)?;
            if !value.is_null() {
                properties.insert((*name).to_owned(), value);
            }
        }
        Ok(Value::Object(properties))
    }

    /// The physical id: what `Ref` gives.
    ///
    /// # Errors
    /// If the name that the template gives it can't be evaluated.
    pub fn reference(&self) -> Result<String, TemplateError> {
        let id = Evaluator::new(self.document).physical_id(self.id);
        id.map_err(|problem| self.error("", problem))
    }

    /// The name of the binary in the metadata that tells SAM how to build a function.
    ///
    /// # Errors
    /// If there is none.
    pub fn binary(&self) -> Result<String, TemplateError> {
        let binary = self.body["Metadata"]["BuildProperties"]["Binary"].as_str();
        binary
            .map(str::to_owned)
            .ok_or_else(|| self.error("Metadata.BuildProperties.Binary", Problem::Missing))
    }

    /// What becomes of it when it is deleted, and when it is replaced: the two policies as written.
    #[cfg(test)]
    pub(crate) fn kept(&self) -> Value {
        serde_json::json!([
            self.body["DeletionPolicy"],
            self.body["UpdateReplacePolicy"]
        ])
    }

    /// The place of a key of this resource.
    pub fn location(&self, key: &str) -> Location {
        self.document.location(self.id, key)
    }

    /// An error at a key of this resource.
    pub fn error(&self, key: &str, problem: Problem) -> TemplateError {
        self.document.error(self.id, key, problem)
    }

    fn evaluate(&self, key: &str, raw: Option<&Value>) -> Result<Value, TemplateError> {
        raw.map_or(Ok(Value::Null), |raw| {
            Evaluator::new(self.document).value(raw)
        })
        .map_err(|problem| self.error(key, problem))
    }
}
