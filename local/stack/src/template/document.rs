//! A template as it was read, with the values of its parameters and the templates nested in it.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde_json::Value;

use super::error::{Location, Problem, TemplateError};
use super::{constraints, names, yaml};

/// One template with the values of its parameters; nothing else in it is evaluated.
pub(super) struct Document {
    pub(super) file: PathBuf,
    pub(super) name: String,
    pub(super) template: Value,
    pub(super) parameters: BTreeMap<String, Value>,
    pub(super) region: String,
    pub(super) account: String,
    /// The nested templates that were opened, by the ids of their resources.
    pub(super) children: RefCell<HashMap<String, Rc<Document>>>,
    /// What is being evaluated, outermost first, so that a circle is seen.
    path: RefCell<Vec<String>>,
}

impl Document {
    /// Opens a template. The values are those of its parameters, each as its declaration allows, and
    /// of `AWS::Region` and `AWS::AccountId`.
    pub(super) fn open(
        file: &Path,
        name: &str,
        values: &BTreeMap<String, Value>,
    ) -> Result<Document, TemplateError> {
        let mut document = Document::read(file, name, values)?;
        document.parameters = document.parameter_values(values)?;
        Ok(document)
    }

    /// Opens a template with those of the values that it has parameters for.
    pub(super) fn open_with_some(
        file: &Path,
        name: &str,
        values: &BTreeMap<String, Value>,
    ) -> Result<Document, TemplateError> {
        let mut document = Document::read(file, name, values)?;
        let mut some = values.clone();
        some.retain(|name, _| document.declares(name));
        document.parameters = document.parameter_values(&some)?;
        Ok(document)
    }

    fn read(
        file: &Path,
        name: &str,
        values: &BTreeMap<String, Value>,
    ) -> Result<Document, TemplateError> {
        let template = yaml::read(file).map_err(|problem| TemplateError {
            location: Location {
                file: file.to_owned(),
                place: "template".to_owned(),
                key: String::new(),
            },
            problem,
        })?;
        let pseudo = |name: &str, default: &str| match values.get(name).and_then(Value::as_str) {
            Some(value) => value.to_owned(),
            None => default.to_owned(),
        };
        Ok(Document {
            file: file.to_owned(),
            name: name.to_owned(),
            template,
            parameters: BTreeMap::new(),
            region: pseudo("AWS::Region", "us-east-1"),
            account: pseudo("AWS::AccountId", "000000000000"),
            children: RefCell::default(),
            path: RefCell::default(),
        })
    }

    /// The entries of a top-level section; none if it is absent.
    pub(super) fn section(&self, name: &str) -> impl Iterator<Item = (&String, &Value)> {
        self.template
            .get(name)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
    }

    /// Evaluates a named thing, refusing one that is being evaluated already.
    pub(super) fn guarded<T>(
        &self,
        name: String,
        evaluate: impl FnOnce() -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        if self.path.borrow().contains(&name) {
            return Err(Problem::Cycle(name));
        }
        self.path.borrow_mut().push(name);
        let result = evaluate();
        self.path.borrow_mut().pop();
        result
    }

    /// A place in this template.
    pub(super) fn location(&self, place: &str, key: &str) -> Location {
        Location {
            file: self.file.clone(),
            place: place.to_owned(),
            key: key.to_owned(),
        }
    }

    /// An error at a place in this template.
    pub(super) fn error(&self, place: &str, key: &str, problem: Problem) -> TemplateError {
        TemplateError {
            location: self.location(place, key),
            problem,
        }
    }

    fn declares(&self, parameter: &str) -> bool {
        self.section("Parameters")
            .any(|(name, _)| name == parameter)
    }

    fn parameter_values(
        &self,
        values: &BTreeMap<String, Value>,
    ) -> Result<BTreeMap<String, Value>, TemplateError> {
        let mut names = values.keys();
        if let Some(name) = names.find(|name| !name.starts_with("AWS::") && !self.declares(name)) {
            return Err(self.error("Parameters", "", Problem::Undeclared(name.clone())));
        }
        self.section("Parameters")
            .map(|(name, declared)| {
                let value = values.get(name).or_else(|| declared.get("Default"));
                let value = value
                    .ok_or_else(|| self.error(name, "Default", Problem::NoValue(name.clone())))?;
                if let Some(key) = constraints::violated(declared, value) {
                    return Err(self.error(name, key, Problem::NotAllowed));
                }
                let kind = declared.get("Type").and_then(Value::as_str);
                Ok((name.clone(), typed(value, kind.unwrap_or("String"))))
            })
            .collect()
    }
}

/// Whether resources of this type are stacks of their own.
pub(super) fn is_nested(kind: &str) -> bool {
    matches!(
        kind,
        "AWS::Serverless::Application" | "AWS::CloudFormation::Stack"
    )
}

/// A parameter's value by its declared type: texts, but for lists, given with commas.
fn typed(value: &Value, kind: &str) -> Value {
    match names::scalar(value) {
        Some(text) if kind == "CommaDelimitedList" || kind.starts_with("List<") => {
            text.split(',').map(str::trim).collect()
        }
        Some(text) => Value::String(text),
        None => value.clone(),
    }
}
