//! A conditional change of one item, rendered as an update expression.

use std::collections::{BTreeSet, HashMap};

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure, Update};

use super::keys::Key;
use super::value::{Item, list, number};

/// The paths to set and remove, and the conditions. Paths are written with dots. Each part of a
/// path is aliased, since many of our names are reserved words in DynamoDB.
#[derive(Debug, Default)]
pub(crate) struct Change {
    sets: Vec<String>,
    removes: Vec<String>,
    conditions: Vec<String>,
    names: HashMap<String, String>,
    values: HashMap<String, AttributeValue>,
}

impl Change {
    /// The change from one set of attributes to another. Sets what differs and removes what is
    /// gone.
    pub(crate) fn between(before: &Item, after: &Item) -> Self {
        // Sorted, so that the same change always gives the same expression.
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let changed = names
            .into_iter()
            .filter(|name| before.get(*name) != after.get(*name));
        changed.fold(Self::default(), |change, name| {
            change.put(name, after.get(name).cloned())
        })
    }

    /// Whether the change is empty.
    pub(crate) fn is_empty(&self) -> bool {
        self.sets.is_empty() && self.removes.is_empty()
    }

    /// Sets a path to a value.
    pub(crate) fn set(mut self, path: &str, value: AttributeValue) -> Self {
        let set = format!("{} = {}", self.path(path), self.value(value));
        self.sets.push(set);
        self
    }

    /// Sets a path to the value of another path, or to a default if that is absent.
    pub(crate) fn copy_or(mut self, path: &str, from: &str, value: AttributeValue) -> Self {
        let set = format!(
            "{} = if_not_exists({}, {})",
            self.path(path),
            self.path(from),
            self.value(value)
        );
        self.sets.push(set);
        self
    }

    /// Adds to a number.
    pub(crate) fn add(mut self, path: &str, value: AttributeValue) -> Self {
        let path = self.path(path);
        let set = format!("{path} = {path} + {}", self.value(value));
        self.sets.push(set);
        self
    }

    /// Adds one to a counter, which starts at zero if it is absent.
    pub(crate) fn count(mut self, path: &str) -> Self {
        let path = self.path(path);
        let (none, one) = (self.value(number(0)), self.value(number(1)));
        self.sets
            .push(format!("{path} = if_not_exists({path}, {none}) + {one}"));
        self
    }

    /// Appends a value to a list, which may be absent.
    pub(crate) fn append(mut self, path: &str, value: AttributeValue) -> Self {
        let path = self.path(path);
        let (empty, value) = (self.value(list([])), self.value(list([value])));
        self.sets.push(format!(
            "{path} = list_append(if_not_exists({path}, {empty}), {value})"
        ));
        self
    }

    /// Removes a path.
    pub(crate) fn remove(mut self, path: &str) -> Self {
        let path = self.path(path);
        self.removes.push(path);
        self
    }

    /// Sets a path, or removes it if there is no value.
    pub(crate) fn put(self, path: &str, value: Option<AttributeValue>) -> Self {
        match value {
            Some(value) => self.set(path, value),
            None => self.remove(path),
        }
    }

    /// Requires that a path compares to a value, by `=`, `<>`, `<`, `<=`, `>` or `>=`.
    pub(crate) fn when(mut self, path: &str, operator: &str, value: AttributeValue) -> Self {
        let condition = format!("{} {operator} {}", self.path(path), self.value(value));
        self.conditions.push(condition);
        self
    }

    /// Requires that at least one of several tests holds.
    pub(crate) fn when_any<const N: usize>(mut self, tests: [(&str, Test<'_>); N]) -> Self {
        let tests = tests.map(|(path, test)| match test {
            Test::Absent => format!("attribute_not_exists({})", self.path(path)),
            Test::Present => format!("attribute_exists({})", self.path(path)),
            Test::Is(operator, value) => {
                format!("{} {operator} {}", self.path(path), self.value(value))
            }
            Test::Before(other) => format!("{} < {}", self.path(path), self.path(other)),
        });
        self.conditions.push(format!("({})", tests.join(" OR ")));
        self
    }

    /// Requires that the size of a list or map compares to a number, by `=` or `<`.
    pub(crate) fn when_size(mut self, path: &str, operator: &str, size: usize) -> Self {
        let condition = format!(
            "size({}) {operator} {}",
            self.path(path),
            self.value(number(size))
        );
        self.conditions.push(condition);
        self
    }

    /// Requires that a path has one of several values.
    pub(crate) fn when_in(
        mut self,
        path: &str,
        values: impl IntoIterator<Item = AttributeValue>,
    ) -> Self {
        let path = self.path(path);
        let values: Vec<_> = values.into_iter().map(|value| self.value(value)).collect();
        self.conditions
            .push(format!("{path} IN ({})", values.join(", ")));
        self
    }

    /// Requires that a path is absent.
    pub(crate) fn when_absent(mut self, path: &str) -> Self {
        let condition = format!("attribute_not_exists({})", self.path(path));
        self.conditions.push(condition);
        self
    }

    /// Requires that a path still has the value that was read.
    pub(crate) fn when_still(self, path: &str, value: Option<AttributeValue>) -> Self {
        match value {
            Some(value) => self.when(path, "=", value),
            None => self.when_absent(path),
        }
    }

    /// The change as a part of a transaction.
    pub(crate) fn in_transaction(self, table: &str, key: &Key) -> Update {
        Update::builder()
            .table_name(table)
            .set_key(Some(key.attributes()))
            .update_expression(self.update_expression())
            .set_condition_expression(self.condition_expression())
            .set_expression_attribute_names(Some(self.names).filter(|names| !names.is_empty()))
            .set_expression_attribute_values(Some(self.values).filter(|values| !values.is_empty()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::None)
            .build()
            .expect("key, table and expression are set")
    }

    /// The parts of the request: update, condition, names and values.
    pub(crate) fn into_parts(self) -> Parts {
        (
            self.update_expression(),
            self.condition_expression(),
            self.names,
            self.values,
        )
    }

    fn update_expression(&self) -> String {
        let part = |word: &str, items: &[String]| match items {
            [] => String::new(),
            items => format!("{word} {} ", items.join(", ")),
        };
        format!(
            "{}{}",
            part("SET", &self.sets),
            part("REMOVE", &self.removes)
        )
        .trim_end()
        .to_owned()
    }

    fn condition_expression(&self) -> Option<String> {
        (!self.conditions.is_empty()).then(|| self.conditions.join(" AND "))
    }

    fn path(&mut self, path: &str) -> String {
        let aliases: Vec<_> = path
            .split('.')
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

    fn value(&mut self, value: AttributeValue) -> String {
        let name = format!(":v{}", self.values.len());
        self.values.insert(name.clone(), value);
        name
    }
}

/// Update expression, condition, names and values.
pub(crate) type Parts = (
    String,
    Option<String>,
    HashMap<String, String>,
    HashMap<String, AttributeValue>,
);

/// A test of a path, one of several alternatives.
#[derive(Debug)]
pub(crate) enum Test<'a> {
    /// The path is absent.
    Absent,
    /// The path is present.
    Present,
    /// The path compares to a value.
    Is(&'static str, AttributeValue),
    /// The path is less than another path.
    Before(&'a str),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::text;

    #[test]
    fn every_part_of_a_path_is_aliased() {
        let change = Change::default()
            .set("live.waitingUntil", number(7))
            .remove("dueAt")
            .when("booking.status", "=", text("confirmed"))
            .when_any([
                ("live.late", Test::Absent),
                ("live.late", Test::Is("<", number(9))),
            ]);
        let (update, condition, names, values) = change.into_parts();
        assert_eq!(update, "SET #live.#waitingUntil = :v0 REMOVE #dueAt");
        let expected =
            "#booking.#status = :v1 AND (attribute_not_exists(#live.#late) OR #live.#late < :v2)";
        assert_eq!(condition.as_deref(), Some(expected));
        assert_eq!(names["#status"], "status");
        assert_eq!(values.len(), 3);
    }
}
