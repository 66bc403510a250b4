//! A checkout of the repository: where its files are, and where it is built.

use std::path::PathBuf;

use serde_yaml_ng::Value;

use crate::failure::Failure;
use crate::tools;

/// A checkout.
#[derive(Clone)]
pub(crate) struct Tree {
    /// Its own folder.
    pub(crate) root: PathBuf,
    /// Where cargo builds it to.
    pub(crate) target: PathBuf,
}

impl Tree {
    /// The checkout of which this program is a part.
    pub(crate) fn own() -> Self {
        Self {
            root: tools::root().to_owned(),
            target: tools::target_folder(),
        }
    }

    /// A template.
    pub(crate) fn template(&self, file: &str) -> Result<Value, Failure> {
        let text = tools::read(&self.root.join(file))?;
        serde_yaml_ng::from_str(&text).map_err(|error| Failure::Usage(format!("{file}: {error}.")))
    }

    /// The names of a template's parameters.
    pub(crate) fn declared(&self, file: &str) -> Result<Vec<String>, Failure> {
        self.names(file, "Parameters")
    }

    /// The names in a section of a template.
    pub(crate) fn names(&self, file: &str, section: &str) -> Result<Vec<String>, Failure> {
        let template = self.template(file)?;
        let entries = template[section].as_mapping().into_iter().flatten();
        let names = entries.filter_map(|(name, _)| Some(name.as_str()?.to_owned()));
        Ok(names.collect())
    }
}
