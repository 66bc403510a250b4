//! Conditions of writes: what must hold of an item as it is stored.

use aws_sdk_dynamodb::types::AttributeValue;

use super::aliases::Aliases;
use super::path::Path;
use super::value::{Item, number};

/// A condition on one item.
#[derive(Clone, Debug)]
pub(crate) enum Condition {
    /// There is no attribute at the path.
    Absent(Path),
    /// There is an attribute at the path.
    Present(Path),
    /// The attribute compares to a value, by an operator of DynamoDB.
    Compares(Path, &'static str, AttributeValue),
    /// The attribute has one of several values.
    OneOf(Path, Vec<AttributeValue>),
    /// The first attribute is less than the second.
    Ordered(Path, Path),
    /// The list or map has fewer entries.
    Shorter(Path, usize),
    /// All of them hold.
    All(Vec<Condition>),
    /// At least one of them holds.
    Any(Vec<Condition>),
}

impl Condition {
    /// All of several conditions.
    pub(crate) fn all(conditions: impl IntoIterator<Item = Self>) -> Self {
        Self::All(conditions.into_iter().collect())
    }

    /// At least one of several conditions.
    pub(crate) fn any(conditions: impl IntoIterator<Item = Self>) -> Self {
        Self::Any(conditions.into_iter().collect())
    }

    /// The condition as the only expression of a request, with its names and values.
    pub(crate) fn expression(&self) -> (String, Aliases) {
        let mut aliases = Aliases::default();
        (self.text(&mut aliases), aliases)
    }

    /// The condition as one of a request's expressions.
    pub(crate) fn text(&self, aliases: &mut Aliases) -> String {
        match self {
            Self::All(conditions) => joined(conditions, " AND ", aliases),
            Self::Any(conditions) => joined(conditions, " OR ", aliases),
            Self::Absent(path) => format!("attribute_not_exists({})", aliases.path(path)),
            Self::Present(path) => format!("attribute_exists({})", aliases.path(path)),
            Self::Compares(path, operator, value) => {
                let (path, value) = (aliases.path(path), aliases.value(value.clone()));
                format!("{path} {operator} {value}")
            }
            Self::OneOf(path, values) => {
                let path = aliases.path(path);
                let values = values.iter().map(|value| aliases.value(value.clone()));
                format!("{path} IN ({})", values.collect::<Vec<_>>().join(", "))
            }
            Self::Ordered(one, other) => {
                format!("{} < {}", aliases.path(one), aliases.path(other))
            }
            Self::Shorter(path, length) => {
                let (path, length) = (aliases.path(path), aliases.value(number(length)));
                format!("size({path}) < {length}")
            }
        }
    }
}

/// The conditions with a word between them. A compound one is in parentheses, but the whole is not:
/// DynamoDB refuses redundant parentheses.
fn joined(conditions: &[Condition], word: &str, aliases: &mut Aliases) -> String {
    if let [only] = conditions {
        return only.text(aliases);
    }
    let texts = conditions.iter().map(|condition| match condition {
        Condition::All(parts) | Condition::Any(parts) if parts.len() > 1 => {
            format!("({})", condition.text(aliases))
        }
        _ => condition.text(aliases),
    });
    texts.collect::<Vec<_>>().join(word)
}

impl Path {
    /// Requires that it is absent.
    pub(crate) fn absent(&self) -> Condition {
        Condition::Absent(self.clone())
    }

    /// Requires that it is present.
    pub(crate) fn present(&self) -> Condition {
        Condition::Present(self.clone())
    }

    /// Requires this value.
    pub(crate) fn is(&self, value: AttributeValue) -> Condition {
        Condition::Compares(self.clone(), "=", value)
    }

    /// Requires that it is present with another value.
    pub(crate) fn is_not(&self, value: AttributeValue) -> Condition {
        Condition::Compares(self.clone(), "<>", value)
    }

    /// Requires a lesser value.
    pub(crate) fn less_than(&self, value: AttributeValue) -> Condition {
        Condition::Compares(self.clone(), "<", value)
    }

    /// Requires this value or a lesser one.
    pub(crate) fn at_most(&self, value: AttributeValue) -> Condition {
        Condition::Compares(self.clone(), "<=", value)
    }

    /// Requires a greater value.
    pub(crate) fn more_than(&self, value: AttributeValue) -> Condition {
        Condition::Compares(self.clone(), ">", value)
    }

    /// Requires that it is less than another attribute.
    pub(crate) fn less_than_at(&self, other: &Self) -> Condition {
        Condition::Ordered(self.clone(), other.clone())
    }

    /// Requires one of several values.
    pub(crate) fn one_of(&self, values: impl IntoIterator<Item = AttributeValue>) -> Condition {
        Condition::OneOf(self.clone(), values.into_iter().collect())
    }

    /// Requires a list or map with fewer entries.
    pub(crate) fn shorter_than(&self, length: usize) -> Condition {
        Condition::Shorter(self.clone(), length)
    }

    /// Requires the value that was read; absence if there was none.
    pub(crate) fn still(&self, value: Option<AttributeValue>) -> Condition {
        match value {
            Some(value) => self.is(value),
            None => self.absent(),
        }
    }

    /// Requires that an attribute, not one within a map, is as it is in an item that was read.
    pub(crate) fn as_in(&self, item: &Item) -> Condition {
        self.still(item.get(self.as_str()).cloned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::PK;
    use crate::value::text;

    #[test]
    fn compound_conditions_are_in_parentheses_and_the_whole_is_not() {
        let (name, log) = (Path::new("name"), Path::new("session.log"));
        let alone = Condition::any([Condition::all([log.shorter_than(9)])]);
        let late = Condition::any([name.absent(), name.one_of([text("a"), text("b")])]);
        let condition = Condition::any([
            PK.absent(),
            Condition::all([name.is_not(text("c")), alone, late]),
        ]);
        let (text, aliases) = condition.expression();
        let expected = "attribute_not_exists(#PK) OR (#name <> :v0 AND size(#session.#log) < :v1 \
                        AND (attribute_not_exists(#name) OR #name IN (:v2, :v3)))";
        assert_eq!(text, expected);
        let names = aliases.names().expect("it has names");
        assert_eq!(names["#session"], "session");
        assert_eq!(aliases.values().expect("it has values").len(), 4);
    }
}
