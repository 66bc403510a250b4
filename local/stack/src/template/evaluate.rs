//! The value of an expression: references, attributes, conditions and the other functions.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::arguments::{all, arguments, is_function, single, text};
use super::document::{Document, is_nested};
use super::error::Problem;
use super::names::{self, Place};
use super::sub::{self, Part};

/// Evaluates the expressions of one stack's template.
pub(super) struct Evaluator<'a> {
    document: &'a Document,
}

impl<'a> Evaluator<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Evaluator { document }
    }

    /// The value of an expression. Entries that are `AWS::NoValue` are left out.
    pub(super) fn value(&self, raw: &Value) -> Result<Value, Problem> {
        Ok(self.optional(raw)?.unwrap_or(Value::Null))
    }

    /// Whether a named condition holds.
    pub(super) fn condition(&self, name: &str) -> Result<bool, Problem> {
        let raw = self
            .document
            .template
            .get("Conditions")
            .and_then(|all| all.get(name))
            .ok_or_else(|| Problem::Unknown(format!("condition {name}")))?;
        self.document
            .guarded(format!("condition {name}"), || self.holds(raw))
    }

    /// The value of an output of this stack.
    pub(super) fn output(&self, name: &str) -> Result<Value, Problem> {
        let raw = self.document.template["Outputs"][name]
            .get("Value")
            .ok_or_else(|| Problem::Unknown(format!("output {name}")))?;
        self.document
            .guarded(format!("output {name}"), || self.value(raw))
    }

    /// The physical id of a resource.
    pub(super) fn physical_id(&self, id: &str) -> Result<String, Problem> {
        self.physical(id, |place, kind| place.reference(kind))
    }

    /// The template nested as this resource, opened the first time that it is asked for.
    pub(super) fn child(&self, id: &str) -> Result<Rc<Document>, Problem> {
        let document = self.document;
        if let Some(child) = document.children.borrow().get(id) {
            return Ok(Rc::clone(child));
        }
        let properties = &document.template["Resources"][id]["Properties"];
        let location = ["Location", "TemplateURL"]
            .iter()
            .find_map(|key| properties.get(key)?.as_str())
            .ok_or(Problem::Missing)?;
        let file = document.file.with_file_name("").join(location);
        let given = properties.get("Parameters").unwrap_or(&Value::Null);
        let given = document.guarded(format!("the parameters of {id}"), || self.value(given));
        let mut values = match given? {
            Value::Object(map) => map.into_iter().collect(),
            _ => BTreeMap::new(),
        };
        values.insert("AWS::Region".to_owned(), document.region.clone().into());
        values.insert("AWS::AccountId".to_owned(), document.account.clone().into());
        let name = format!("{}-{id}", document.name);
        let child = Rc::new(Document::open(&file, &name, &values)?);
        let mut children = document.children.borrow_mut();
        children.insert(id.to_owned(), Rc::clone(&child));
        Ok(child)
    }

    fn optional(&self, raw: &Value) -> Result<Option<Value>, Problem> {
        match raw {
            Value::Object(map) => match single(map) {
                Some((name, argument)) if is_function(name) => self.call(name, argument),
                _ => self.entries(map).map(Some),
            },
            Value::Array(items) => {
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    values.extend(self.optional(item)?);
                }
                Ok(Some(Value::Array(values)))
            }
            scalar => Ok(Some(scalar.clone())),
        }
    }

    fn entries(&self, map: &Map<String, Value>) -> Result<Value, Problem> {
        let mut values = Map::new();
        for (key, raw) in map {
            if let Some(value) = self.optional(raw)? {
                values.insert(key.clone(), value);
            }
        }
        Ok(Value::Object(values))
    }

    fn call(&self, name: &str, argument: &Value) -> Result<Option<Value>, Problem> {
        if name == "Fn::If" {
            let [condition, yes, no] = arguments(argument)?;
            let holds = self.condition(text(condition)?)?;
            return self.optional(if holds { yes } else { no });
        }
        if name == "Ref" {
            return self.reference(text(argument)?);
        }
        let value = match name {
            "Fn::GetAtt" => {
                let [resource, attribute] = arguments(argument)?;
                self.attribute(text(resource)?, &self.text(attribute)?)?
            }
            "Fn::Sub" => self.sub(argument)?,
            "Fn::Join" => {
                let [separator, items] = arguments(argument)?;
                let items = self.texts(items)?;
                items.join(text(separator)?).into()
            }
            "Fn::Split" => {
                let [separator, whole] = arguments(argument)?;
                let whole = self.text(whole)?;
                whole.split(text(separator)?).collect()
            }
            "Fn::Select" => self.select(argument)?,
            "Fn::FindInMap" => self.find_in_map(argument)?,
            "Fn::Equals" | "Fn::And" | "Fn::Or" | "Fn::Not" => {
                let expression = Map::from_iter([(name.to_owned(), argument.clone())]);
                self.holds(&Value::Object(expression))?.into()
            }
            name => return Err(Problem::Unsupported(name.to_owned())),
        };
        Ok(Some(value))
    }

    /// `Ref`: a pseudo parameter, a parameter, or a resource's physical id. `AWS::NoValue`
    /// is no value at all.
    fn reference(&self, name: &str) -> Result<Option<Value>, Problem> {
        let document = self.document;
        let value = match name {
            "AWS::NoValue" => return Ok(None),
            "AWS::Region" => document.region.clone(),
            "AWS::AccountId" => document.account.clone(),
            "AWS::Partition" => "aws".to_owned(),
            "AWS::URLSuffix" => "amazonaws.com".to_owned(),
            "AWS::StackName" => document.name.clone(),
            "AWS::StackId" => format!(
                "arn:aws:cloudformation:{}:{}:stack/{}/local",
                document.region, document.account, document.name
            ),
            name => match document.parameters.get(name) {
                Some(value) => return Ok(Some(value.clone())),
                None => self.physical_id(name)?,
            },
        };
        Ok(Some(value.into()))
    }

    /// An attribute of a resource; `Outputs.X` of a nested stack is that stack's output.
    fn attribute(&self, resource: &str, attribute: &str) -> Result<Value, Problem> {
        let kind = &self.document.template["Resources"][resource]["Type"];
        let nested = kind.as_str().is_some_and(is_nested);
        match attribute.strip_prefix("Outputs.") {
            Some(output) if nested => {
                self.document
                    .guarded(format!("{resource}.{attribute}"), || {
                        let child = self.child(resource)?;
                        let value = Evaluator::new(&child).output(output);
                        value.map_err(|problem| child.error(output, "Value", problem).into())
                    })
            }
            _ => self
                .physical(resource, |place, kind| place.attribute(kind, attribute))
                .map(Value::String),
        }
    }

    fn physical(
        &self,
        id: &str,
        name: impl Fn(&Place<'_>, &str) -> String,
    ) -> Result<String, Problem> {
        let resource = self
            .document
            .template
            .get("Resources")
            .and_then(|all| all.get(id));
        let Some(resource) = resource else {
            // SAM itself makes an API for routes that name none, and a role for a function.
            let implied = match id {
                "ServerlessHttpApi" => Some("AWS::Serverless::HttpApi"),
                id if id.ends_with("Role") => Some("AWS::IAM::Role"),
                _ => None,
            };
            let kind = implied.ok_or_else(|| Problem::Unknown(id.to_owned()))?;
            return Ok(name(&self.place(id, None), kind));
        };
        let kind = resource["Type"].as_str().ok_or(Problem::Missing)?;
        let given = names::name_property(kind)
            .and_then(|property| resource["Properties"].get(property))
            .map(|raw| {
                self.document
                    .guarded(format!("the name of {id}"), || self.text(raw))
            })
            .transpose()?;
        Ok(name(&self.place(id, given.as_deref()), kind))
    }

    fn place<'p>(&'p self, logical_id: &'p str, given_name: Option<&'p str>) -> Place<'p> {
        Place {
            region: &self.document.region,
            account: &self.document.account,
            stack: &self.document.name,
            logical_id,
            given_name,
        }
    }

    fn sub(&self, argument: &Value) -> Result<Value, Problem> {
        let none = Value::Null;
        let (template, own) = match argument {
            Value::String(template) => (template.as_str(), &none),
            argument => {
                let [template, own] = arguments(argument)?;
                (text(template)?, own)
            }
        };
        let mut whole = String::new();
        for part in sub::parts(template) {
            match part {
                Part::Literal(literal) => whole.push_str(literal),
                Part::Name(name) => whole.push_str(&self.sub_name(name, own)?),
            }
        }
        Ok(whole.into())
    }

    fn sub_name(&self, name: &str, own: &Value) -> Result<String, Problem> {
        let value = match (own.get(name), name.split_once('.')) {
            (Some(raw), _) => self.value(raw)?,
            (None, Some((resource, attribute))) => self.attribute(resource, attribute)?,
            (None, None) => self.reference(name)?.unwrap_or(Value::Null),
        };
        names::scalar(&value).ok_or(Problem::Shape { expected: "a text" })
    }

    fn select(&self, argument: &Value) -> Result<Value, Problem> {
        let [index, items] = arguments(argument)?;
        let index = self.text(index)?;
        let expected = "an index into the list";
        let position: usize = index.parse().map_err(|_| Problem::Shape { expected })?;
        let items = self.value(items)?;
        let item = items.get(position).cloned();
        item.ok_or(Problem::Shape { expected })
    }

    fn find_in_map(&self, argument: &Value) -> Result<Value, Problem> {
        let [map, first, second] = arguments(argument)?;
        let keys = [self.text(map)?, self.text(first)?, self.text(second)?];
        keys.iter()
            .try_fold(&self.document.template["Mappings"], |at, key| at.get(key))
            .cloned()
            .ok_or_else(|| Problem::Unknown(format!("mapping {}", keys.join("."))))
    }

    fn holds(&self, raw: &Value) -> Result<bool, Problem> {
        let expected = "a condition";
        let map = raw.as_object().ok_or(Problem::Shape { expected })?;
        let (name, argument) = single(map).ok_or(Problem::Shape { expected })?;
        let list = || argument.as_array().ok_or(Problem::Shape { expected });
        match name.as_str() {
            "Condition" => self.condition(text(argument)?),
            "Fn::Equals" => {
                let [left, right] = arguments(argument)?;
                let (left, right) = (self.value(left)?, self.value(right)?);
                // Values of parameters are texts, and CloudFormation compares all values as such.
                match (names::scalar(&left), names::scalar(&right)) {
                    (Some(left), Some(right)) => Ok(left == right),
                    _ => Ok(left == right),
                }
            }
            "Fn::Not" => {
                let [inner] = arguments(argument)?;
                Ok(!self.holds(inner)?)
            }
            "Fn::And" => all(list()?.iter().map(|inner| self.holds(inner)), true),
            "Fn::Or" => all(list()?.iter().map(|inner| self.holds(inner)), false),
            name => Err(Problem::Unsupported(name.to_owned())),
        }
    }

    /// The text that an expression comes to.
    fn text(&self, raw: &Value) -> Result<String, Problem> {
        names::scalar(&self.value(raw)?).ok_or(Problem::Shape { expected: "a text" })
    }

    fn texts(&self, raw: &Value) -> Result<Vec<String>, Problem> {
        let expected = "a list of texts";
        let items = self.value(raw)?;
        let items = items.as_array().ok_or(Problem::Shape { expected })?;
        let texts = items.iter().map(names::scalar);
        texts
            .collect::<Option<_>>()
            .ok_or(Problem::Shape { expected })
    }
}
