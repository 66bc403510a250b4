//! A conditional change of one item, as an update expression.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure, Update};

use super::aliases::Aliases;
use super::condition::Condition;
use super::keys::Key;
use super::path::Path;
use super::value::{Item, list, number};

/// The paths to set and remove, and the conditions.
#[derive(Debug, Default)]
pub(crate) struct Change {
    sets: Vec<String>,
    removes: Vec<String>,
    conditions: Vec<Condition>,
    aliases: Aliases,
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
            let path = Path::named(name);
            match after.get(name) {
                Some(value) => change.set(&path, value.clone()),
                None => change.remove(&path),
            }
        })
    }

    /// Whether the change is empty.
    pub(crate) fn is_empty(&self) -> bool {
        self.sets.is_empty() && self.removes.is_empty()
    }

    /// Sets a path to a value.
    pub(crate) fn set(mut self, path: &Path, value: AttributeValue) -> Self {
        let (path, value) = (self.aliases.path(path), self.aliases.value(value));
        self.sets.push(format!("{path} = {value}"));
        self
    }

    /// Sets a path to the value of another path, or to a default if that is absent.
    pub(crate) fn copy_or(mut self, path: &Path, from: &Path, value: AttributeValue) -> Self {
        let (path, from) = (self.aliases.path(path), self.aliases.path(from));
        let value = self.aliases.value(value);
        self.sets
            .push(format!("{path} = if_not_exists({from}, {value})"));
        self
    }

    /// Adds to a number.
    pub(crate) fn add(mut self, path: &Path, value: AttributeValue) -> Self {
        let (path, value) = (self.aliases.path(path), self.aliases.value(value));
        self.sets.push(format!("{path} = {path} + {value}"));
        self
    }

    /// Raises a counter, which starts at zero if it is absent.
    pub(crate) fn count(mut self, path: &Path, by: u32) -> Self {
        let path = self.aliases.path(path);
        let (none, by) = (
            self.aliases.value(number(0)),
            self.aliases.value(number(by)),
        );
        self.sets
            .push(format!("{path} = if_not_exists({path}, {none}) + {by}"));
        self
    }

    /// Appends a value to a list, which may be absent.
    pub(crate) fn append(mut self, path: &Path, value: AttributeValue) -> Self {
        let path = self.aliases.path(path);
        let empty = self.aliases.value(list([]));
        let value = self.aliases.value(list([value]));
        self.sets.push(format!(
            "{path} = list_append(if_not_exists({path}, {empty}), {value})"
        ));
        self
    }

    /// Removes a path.
    pub(crate) fn remove(mut self, path: &Path) -> Self {
        let path = self.aliases.path(path);
        self.removes.push(path);
        self
    }

    /// Requires a condition, with those that are required already.
    pub(crate) fn when(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }

    /// The change as a part of a transaction.
    pub(crate) fn in_transaction(self, table: &str, key: &Key) -> Update {
        let (update, condition, aliases) = self.into_parts();
        Update::builder()
            .table_name(table)
            .set_key(Some(key.attributes()))
            .update_expression(update)
            .set_condition_expression(condition)
            .set_expression_attribute_names(aliases.names())
            .set_expression_attribute_values(aliases.values())
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::None)
            .build()
            .expect("key, table and expression are set")
    }

    /// The parts of the request: the update, the condition, and their names and values.
    pub(crate) fn into_parts(mut self) -> (String, Option<String>, Aliases) {
        let part = |word: &str, items: &[String]| match items {
            [] => String::new(),
            items => format!("{word} {} ", items.join(", ")),
        };
        let (sets, removes) = (part("SET", &self.sets), part("REMOVE", &self.removes));
        let update = format!("{sets}{removes}").trim_end().to_owned();
        let condition = (!self.conditions.is_empty())
            .then(|| Condition::All(self.conditions).text(&mut self.aliases));
        (update, condition, self.aliases)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::text;

    #[test]
    fn every_part_of_a_path_is_aliased() {
        let late = Path::new("live.late");
        let change = Change::default()
            .set(&Path::new("live.waitingUntil"), number(7))
            .remove(&Path::new("dueAt"))
            .when(Path::new("booking.status").is(text("confirmed")))
            .when(Condition::any([late.absent(), late.less_than(number(9))]));
        let (update, condition, aliases) = change.into_parts();
        assert_eq!(update, "SET #live.#waitingUntil = :v0 REMOVE #dueAt");
        let expected =
            "#booking.#status = :v1 AND (attribute_not_exists(#live.#late) OR #live.#late < :v2)";
        assert_eq!(condition.as_deref(), Some(expected));
        let names = aliases.names().expect("it has names");
        assert_eq!(names["#status"], "status");
        assert_eq!(aliases.values().expect("it has values").len(), 3);
    }
}
