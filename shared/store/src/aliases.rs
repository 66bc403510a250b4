//! The names and values in the expressions of a request to DynamoDB.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use super::path::Path;

/// The names and values that expressions use. Each part of a path is aliased, since many of
/// our names are reserved words in DynamoDB.
#[derive(Clone, Debug, Default)]
pub(crate) struct Aliases {
    names: HashMap<String, String>,
    values: HashMap<String, AttributeValue>,
}

impl Aliases {
    /// A path in an expression.
    pub(crate) fn path(&mut self, path: &Path) -> String {
        let aliases: Vec<_> = path
            .parts()
            .map(|part| {
                let alias = format!(
                    "#{}",
                    part.replace(|c: char| !c.is_ascii_alphanumeric(), "_")
                );
                self.names.insert(alias.clone(), part.to_owned());
                alias
            })
            .collect();
        aliases.join(".")
    }

    /// A value in an expression.
    pub(crate) fn value(&mut self, value: AttributeValue) -> String {
        let name = format!(":v{}", self.values.len());
        self.values.insert(name.clone(), value);
        name
    }

    /// The names for the request; `None` if there are none, since DynamoDB refuses an empty map.
    pub(crate) fn names(&self) -> Option<HashMap<String, String>> {
        Some(self.names.clone()).filter(|names| !names.is_empty())
    }

    /// The values for the request; `None` if there are none.
    pub(crate) fn values(&self) -> Option<HashMap<String, AttributeValue>> {
        Some(self.values.clone()).filter(|values| !values.is_empty())
    }
}
