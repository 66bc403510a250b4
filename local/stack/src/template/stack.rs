//! A stack: one template with its parameters' values, and the stacks nested in it.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde_json::{Map, Value};

use super::evaluate::Evaluator;
use super::{Problem, TemplateError, yaml};

/// One template with its parameters' values.
pub struct Stack {
    pub(super) file: PathBuf,
    pub(super) name: String,
    pub(super) template: Value,
    pub(super) parameters: BTreeMap<String, Value>,
    pub(super) region: String,
    pub(super) account: String,
    children: RefCell<HashMap<String, Rc<Stack>>>,
    /// What is being evaluated, outermost first, so that a circle is seen.
    path: RefCell<Vec<String>>,
}

/// A resource of a stack, its properties not yet evaluated.
pub struct Resource<'a> {
    stack: &'a Stack,
    /// The logical id.
    pub id: &'a str,
    /// The type, as in `AWS::DynamoDB::Table`.
    pub kind: &'a str,
    body: &'a Value,
}

impl Stack {
    /// Opens a template with values for its parameters. Names that it doesn't declare are
    /// ignored, but for `AWS::Region` and `AWS::AccountId`, which give these.
    ///
    /// # Errors
    /// If the file can't be read, or a parameter has neither a value nor a default.
    pub fn open(
        file: &Path,
        name: &str,
        values: &BTreeMap<String, Value>,
    ) -> Result<Stack, TemplateError> {
        let template = yaml::read(file).map_err(|problem| TemplateError {
            file: file.to_owned(),
            place: "template".to_owned(),
            key: String::new(),
            problem,
        })?;
        let pseudo = |name: &str, default: &str| match values.get(name).and_then(Value::as_str) {
            Some(value) => value.to_owned(),
            None => default.to_owned(),
        };
        let mut stack = Stack {
            file: file.to_owned(),
            name: name.to_owned(),
            template,
            parameters: BTreeMap::new(),
            region: pseudo("AWS::Region", "us-east-1"),
            account: pseudo("AWS::AccountId", "000000000000"),
            children: RefCell::default(),
            path: RefCell::default(),
        };
        stack.parameters = stack.parameter_values(values)?;
        Ok(stack)
    }

    /// The resources whose condition holds, in the order of their logical ids.
    ///
    /// # Errors
    /// If a condition can't be evaluated or a resource has no type.
    pub fn resources(&self) -> Result<Vec<Resource<'_>>, TemplateError> {
        let mut resources = Vec::new();
        for (id, body) in self.section("Resources") {
            let kind = body
                .get("Type")
                .and_then(Value::as_str)
                .ok_or_else(|| self.error(id, "Type", Problem::Missing))?;
            if let Some(condition) = body.get("Condition").and_then(Value::as_str) {
                let holds = Evaluator::new(self).condition(condition);
                if !holds.map_err(|problem| self.error(id, "Condition", problem))? {
                    continue;
                }
            }
            resources.push(Resource {
                stack: self,
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
    pub fn with_nested(self: &Rc<Self>) -> Result<Vec<Rc<Stack>>, TemplateError> {
        let mut all = vec![Rc::clone(self)];
        for resource in self.resources()? {
            if is_nested(resource.kind) {
                let child = self
                    .child(resource.id)
                    .map_err(|problem| self.error(resource.id, "", problem))?;
                all.extend(child.with_nested()?);
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
            .template
            .get("Globals")
            .and_then(|all| all.get(section));
        let evaluated = raw.map_or(Ok(Value::Null), |raw| Evaluator::new(self).value(raw));
        match evaluated.map_err(|problem| self.error("Globals", section, problem))? {
            Value::Null => Ok(Value::Object(Map::new())),
            value => Ok(value),
        }
    }

    /// The value of a parameter that is a text.
    pub fn parameter(&self, name: &str) -> Option<String> {
        self.parameters.get(name)?.as_str().map(str::to_owned)
    }

    /// The region that `AWS::Region` is.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// An error at a place in this template.
    pub fn error(&self, place: &str, key: &str, problem: Problem) -> TemplateError {
        TemplateError {
            file: self.file.clone(),
            place: place.to_owned(),
            key: key.to_owned(),
            problem,
        }
    }

    /// The nested stack that is this resource, read the first time that it is asked for.
    pub(super) fn child(&self, id: &str) -> Result<Rc<Stack>, Problem> {
        if let Some(child) = self.children.borrow().get(id) {
            return Ok(Rc::clone(child));
        }
        let properties = &self.template["Resources"][id]["Properties"];
        let location = ["Location", "TemplateURL"]
            .iter()
            .find_map(|key| properties.get(key)?.as_str())
            .ok_or(Problem::Missing)?;
        let file = self.file.with_file_name("").join(location);
        let given = properties.get("Parameters").unwrap_or(&Value::Null);
        let given = self.guarded(format!("the parameters of {id}"), || {
            Evaluator::new(self).value(given)
        });
        let mut values = match given? {
            Value::Object(map) => map.into_iter().collect(),
            _ => BTreeMap::new(),
        };
        values.insert("AWS::Region".to_owned(), self.region.clone().into());
        values.insert("AWS::AccountId".to_owned(), self.account.clone().into());
        let child = Stack::open(&file, &format!("{}-{id}", self.name), &values)?;
        let child = Rc::new(child);
        self.children
            .borrow_mut()
            .insert(id.to_owned(), Rc::clone(&child));
        Ok(child)
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

    /// The entries of a top-level section; none if it is absent.
    pub(super) fn section(&self, name: &str) -> impl Iterator<Item = (&String, &Value)> {
        self.template
            .get(name)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
    }

    fn parameter_values(
        &self,
        values: &BTreeMap<String, Value>,
    ) -> Result<BTreeMap<String, Value>, TemplateError> {
        self.section("Parameters")
            .map(|(name, declared)| {
                let value = values.get(name).or_else(|| declared.get("Default"));
                let value = value
                    .ok_or_else(|| self.error(name, "Default", Problem::NoValue(name.clone())))?;
                let kind = declared.get("Type").and_then(Value::as_str);
                Ok((name.clone(), typed(value, kind.unwrap_or("String"))))
            })
            .collect()
    }
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
        let id = Evaluator::new(self.stack).physical_id(self.id);
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

    /// An error at a key of this resource.
    pub fn error(&self, key: &str, problem: Problem) -> TemplateError {
        self.stack.error(self.id, key, problem)
    }

    fn evaluate(&self, key: &str, raw: Option<&Value>) -> Result<Value, TemplateError> {
        raw.map_or(Ok(Value::Null), |raw| Evaluator::new(self.stack).value(raw))
            .map_err(|problem| self.error(key, problem))
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
    let text = super::names::scalar(value);
    match text {
        Some(text) if kind == "CommaDelimitedList" || kind.starts_with("List<") => {
            text.split(',').map(str::trim).collect()
        }
        Some(text) => Value::String(text),
        None => value.clone(),
    }
}
