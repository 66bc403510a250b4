//! Event patterns: the content filters of EventBridge and of event source mappings.

mod condition;
mod glob;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use self::condition::Condition;
pub use self::condition::PatternError;
pub(crate) use self::glob::fits;

/// A pattern that an event can match.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// All of these hold.
    fields: Vec<(String, Node)>,
    /// For each list, one of its patterns matches (`$or`).
    alternatives: Vec<Vec<Pattern>>,
}

#[derive(Debug, Clone, PartialEq)]
enum Node {
    Inside(Pattern),
    AnyOf(Vec<Condition>),
}

impl Pattern {
    /// Reads a pattern from its JSON.
    ///
    /// # Errors
    /// If it isn't a pattern, or has a condition that isn't known here.
    pub fn read(json: &Value) -> Result<Pattern, PatternError> {
        let map = json
            .as_object()
            .ok_or_else(|| PatternError::Shape("the pattern".to_owned()))?;
        Pattern::from_map(map)
    }

    /// Whether an event matches.
    pub fn matches(&self, event: &Value) -> bool {
        let fields = self.fields.iter().all(|(name, node)| {
            let value = event.get(name);
            match node {
                Node::Inside(pattern) => pattern.matches(value.unwrap_or(&Value::Null)),
                Node::AnyOf(conditions) => conditions.iter().any(|each| each.holds(value)),
            }
        });
        let one_of = |patterns: &Vec<Pattern>| patterns.iter().any(|each| each.matches(event));
        fields && self.alternatives.iter().all(one_of)
    }

    /// The names of the fields that the pattern looks at where a path of names leads to.
    pub fn names_at(&self, path: &[&str]) -> BTreeSet<String> {
        let of_fields = self
            .fields
            .iter()
            .flat_map(|(name, node)| match (path, node) {
                ([], _) => [name.clone()].into(),
                ([first, rest @ ..], Node::Inside(inside)) if name == first => {
                    inside.names_at(rest)
                }
                ([..], _) => BTreeSet::new(),
            });
        let alternatives = self.alternatives.iter().flatten();
        let of_alternatives = alternatives.flat_map(|pattern| pattern.names_at(path));
        of_fields.chain(of_alternatives).collect()
    }

    fn from_map(map: &Map<String, Value>) -> Result<Pattern, PatternError> {
        let mut pattern = Pattern {
            fields: Vec::new(),
            alternatives: Vec::new(),
        };
        for (name, value) in map {
            match value {
                Value::Array(items) if name == "$or" => pattern
                    .alternatives
                    .push(items.iter().map(Pattern::read).collect::<Result<_, _>>()?),
                Value::Array(items) => {
                    let conditions = items.iter().map(Condition::read);
                    let node = Node::AnyOf(conditions.collect::<Result<_, _>>()?);
                    pattern.fields.push((name.clone(), node));
                }
                Value::Object(inner) => {
                    let node = Node::Inside(Pattern::from_map(inner)?);
                    pattern.fields.push((name.clone(), node));
                }
                _ => return Err(PatternError::Shape(name.clone())),
            }
        }
        Ok(pattern)
    }
}
