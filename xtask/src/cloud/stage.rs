//! A stage: what `infra/stages/` says of it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_yaml_ng::Value;

use crate::failure::Failure;
use crate::tools;
use crate::tree::Tree;

/// The template of the firewall.
pub(super) const FIREWALL: &str = "infra/firewall.yaml";

/// A stage, which is one deployment of everything.
#[derive(Clone)]
pub(super) struct Stage {
    /// Whose templates these are.
    pub(super) tree: Tree,
    pub(super) name: String,
    pub(super) region: String,
    /// Whether a person is asked before the application changes or goes.
    pub(super) confirm: bool,
    /// Parameters of `template.yaml`.
    pub(super) parameters: BTreeMap<String, String>,
    /// Parameters of `infra/firewall.yaml`; none if there is to be no firewall.
    pub(super) firewall: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    region: String,
    confirm: bool,
    parameters: BTreeMap<String, Value>,
    firewall: Option<BTreeMap<String, Value>>,
}

impl Stage {
    /// Reads `infra/stages/NAME.yaml` of a checkout. SAM ignores a parameter that the template does not have, so it is refused
    /// here.
    pub(super) fn read(tree: Tree, name: &str) -> Result<Self, Failure> {
        let path = format!("infra/stages/{name}.yaml");
        let text = tools::read(&tree.root.join(&path))?;
        let wrong = |problem: String| Failure::Usage(format!("{path}: {problem}."));
        let file: File =
            serde_yaml_ng::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        let parameters = |template: &str, given: BTreeMap<String, Value>| {
            let known = tree.declared(template)?;
            let mut parameters = BTreeMap::from([("Stage".to_owned(), name.to_owned())]);
            for (name, value) in given {
                if !known.contains(&name) {
                    return Err(wrong(format!("{template} has no parameter {name}")));
                }
                let value = match value {
                    Value::String(text) => text,
                    Value::Number(number) => number.to_string(),
                    _ => return Err(wrong(format!("{name} is neither a text nor a number"))),
                };
                parameters.insert(name, value);
            }
            Ok(parameters)
        };
        let firewall = file.firewall.map(|given| parameters(FIREWALL, given));
        let firewall = firewall.transpose()?;
        let parameters = parameters("template.yaml", file.parameters)?;
        Ok(Self {
            tree,
            name: name.to_owned(),
            region: file.region,
            confirm: file.confirm,
            parameters,
            firewall,
        })
    }

    /// A parameter's value, which the stage gives or the template has as its default.
    pub(super) fn parameter(&self, name: &str) -> Result<String, Failure> {
        if let Some(value) = self.parameters.get(name) {
            return Ok(value.clone());
        }
        let template = self.tree.template("template.yaml")?;
        let value = template["Parameters"][name]["Default"].as_str();
        let value = value.ok_or_else(|| {
            Failure::Usage(format!(
                "infra/stages/{}.yaml: {name} is missing.",
                self.name
            ))
        });
        value.map(str::to_owned)
    }

    /// The name of the stack of the application.
    pub(super) fn application(&self) -> String {
        format!("anteroom-{}", self.name)
    }

    /// The name of the stack of the state.
    pub(super) fn state(&self) -> String {
        format!("anteroom-{}-state", self.name)
    }

    /// The name of the stack of the firewall.
    pub(super) fn firewall_stack(&self) -> String {
        format!("anteroom-{}-firewall", self.name)
    }

    /// What the stage's resources are tagged with, as `NAME=VALUE`.
    pub(super) fn tags(&self) -> [String; 2] {
        [
            "service=anteroom".to_owned(),
            format!("stage={}", self.name),
        ]
    }

    /// A file for commands, seen from the checkout if it lies in it.
    pub(super) fn file(&self, name: &str) -> String {
        let Tree { root, target } = &self.tree;
        let folder = target.join("deploy").join(&self.name);
        let near = folder.strip_prefix(root).unwrap_or(&folder);
        near.join(name).display().to_string()
    }
}
