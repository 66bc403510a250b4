//! Event patterns: the content filters of EventBridge and of event source mappings.

use serde_json::{Map, Value};

/// A pattern that an event can match.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// All of these hold.
    fields: Vec<(String, Node)>,
    /// For each list, one of its patterns matches (`$or`).
    alternatives: Vec<Vec<Pattern>>,
}

/// Why something is no pattern.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PatternError {
    /// A pattern, or part of one, is neither an object nor a list of conditions.
    #[error("{0} should be an object or a list of conditions")]
    Shape(String),
    /// A condition that the local stack doesn't know.
    #[error("condition {0} is unknown")]
    Unknown(String),
    /// The operand doesn't fit the condition.
    #[error("operand of {0} doesn't fit")]
    Operand(String),
}

#[derive(Debug, Clone, PartialEq)]
enum Node {
    Inside(Pattern),
    AnyOf(Vec<Condition>),
}

#[derive(Debug, Clone, PartialEq)]
enum Condition {
    Equals(Value),
    EqualsIgnoreCase(String),
    Prefix(String),
    Suffix(String),
    Wildcard(String),
    Exists(bool),
    Numeric(Vec<(Comparison, f64)>),
    AnythingBut(Vec<Condition>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
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

impl Condition {
    fn read(json: &Value) -> Result<Condition, PatternError> {
        let Some(map) = json.as_object() else {
            return match json {
                Value::Array(_) => Err(PatternError::Shape("a condition".to_owned())),
                scalar => Ok(Condition::Equals(scalar.clone())),
            };
        };
        let mut entries = map.iter();
        let (Some((name, operand)), None) = (entries.next(), entries.next()) else {
            return Err(PatternError::Shape("a condition".to_owned()));
        };
        let misfit = || PatternError::Operand(name.clone());
        let text = || operand.as_str().map(str::to_owned).ok_or_else(misfit);
        Ok(match name.as_str() {
            "prefix" => Condition::Prefix(text()?),
            "suffix" => Condition::Suffix(text()?),
            "wildcard" => Condition::Wildcard(text()?),
            "equals-ignore-case" => Condition::EqualsIgnoreCase(text()?),
            "exists" => Condition::Exists(operand.as_bool().ok_or_else(misfit)?),
            "numeric" => Condition::Numeric(comparisons(operand).ok_or_else(misfit)?),
            "anything-but" => {
                let barred = match operand {
                    Value::Array(items) => items.iter().map(Condition::read).collect(),
                    one => Condition::read(one).map(|condition| vec![condition]),
                };
                Condition::AnythingBut(barred?)
            }
            name => return Err(PatternError::Unknown(name.to_owned())),
        })
    }

    /// Whether the condition holds for a field, of which a list has several values.
    fn holds(&self, value: Option<&Value>) -> bool {
        match (self, value) {
            // An object is a path to leaves, not a leaf, and only a leaf exists.
            (Condition::Exists(wanted), value) => {
                *wanted == value.is_some_and(|value| !value.is_object())
            }
            (_, None) => false,
            (Condition::AnythingBut(barred), Some(value)) => {
                !barred.iter().any(|condition| condition.holds(Some(value)))
            }
            (_, Some(Value::Array(items))) => items.iter().any(|item| self.holds_for(item)),
            (_, Some(value)) => self.holds_for(value),
        }
    }

    fn holds_for(&self, value: &Value) -> bool {
        let text = value.as_str();
        match self {
            Condition::Equals(Value::Number(wanted)) => value.as_f64() == wanted.as_f64(),
            Condition::Equals(wanted) => value == wanted,
            Condition::EqualsIgnoreCase(wanted) => {
                text.is_some_and(|text| text.to_lowercase() == wanted.to_lowercase())
            }
            Condition::Prefix(prefix) => text.is_some_and(|text| text.starts_with(prefix)),
            Condition::Suffix(suffix) => text.is_some_and(|text| text.ends_with(suffix)),
            Condition::Wildcard(glob) => text.is_some_and(|text| fits(glob, text)),
            Condition::Numeric(comparisons) => value.as_f64().is_some_and(|number| {
                let within =
                    |(comparison, bound): &(Comparison, f64)| comparison.holds(number, *bound);
                comparisons.iter().all(within)
            }),
            Condition::Exists(_) | Condition::AnythingBut(_) => self.holds(Some(value)),
        }
    }
}

impl Comparison {
    fn holds(self, number: f64, bound: f64) -> bool {
        match self {
            Comparison::Equal => number == bound,
            Comparison::Less => number < bound,
            Comparison::LessOrEqual => number <= bound,
            Comparison::Greater => number > bound,
            Comparison::GreaterOrEqual => number >= bound,
        }
    }
}

/// `[">", 0, "<=", 5]`.
fn comparisons(operand: &Value) -> Option<Vec<(Comparison, f64)>> {
    let pairs = operand.as_array()?.chunks(2);
    let comparisons: Vec<_> = pairs
        .map(|pair| {
            let [comparison, bound] = pair else {
                return None;
            };
            let comparison = match comparison.as_str()? {
                "=" => Comparison::Equal,
                "<" => Comparison::Less,
                "<=" => Comparison::LessOrEqual,
                ">" => Comparison::Greater,
                ">=" => Comparison::GreaterOrEqual,
                _ => return None,
            };
            Some((comparison, bound.as_f64()?))
        })
        .collect::<Option<_>>()?;
    Some(comparisons).filter(|comparisons| !comparisons.is_empty())
}

/// Whether a text fits a glob in which `*` stands for any text.
pub(crate) fn fits(glob: &str, text: &str) -> bool {
    match glob.split_once('*') {
        None => glob == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            let mut starts = (0..=text.len()).filter(|at| text.is_char_boundary(*at));
            starts.any(|at| fits(rest, &text[at..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    fn check(pattern: Value, event: Value) -> bool {
        Pattern::read(&pattern).unwrap().matches(&event)
    }

    #[test]
    fn the_outbox_filter_lets_only_queued_messages_through() {
        let pattern = json!({
            "eventName": ["INSERT", "MODIFY"],
            "dynamodb": {"NewImage": {"kind": {"S": ["message"]}, "state": {"S": ["queued"]}}},
        });
        let record = |name: &str, kind: &str, state: &str| {
            json!({"eventName": name, "dynamodb": {"NewImage": {
                "kind": {"S": kind}, "state": {"S": state}, "more": {"N": "1"}}}})
        };
        assert!(check(
            pattern.clone(),
            record("INSERT", "message", "queued")
        ));
        assert!(!check(
            pattern.clone(),
            record("REMOVE", "message", "queued")
        ));
        assert!(!check(pattern.clone(), record("MODIFY", "message", "sent")));
        assert!(!check(
            pattern.clone(),
            record("INSERT", "booking", "queued")
        ));
        assert!(!check(
            pattern,
            json!({"eventName": "INSERT", "dynamodb": {}})
        ));
    }

    #[test]
    fn conditions_hold_as_documented() {
        let cases = [
            (json!({"prefix": "ab"}), json!("abc"), true),
            (json!({"prefix": "ab"}), json!("cab"), false),
            (json!({"suffix": ".png"}), json!("a.png"), true),
            (json!({"equals-ignore-case": "AbC"}), json!("aBc"), true),
            (json!({"wildcard": "a*c*e"}), json!("abcde"), true),
            (json!({"wildcard": "a*c"}), json!("ab"), false),
            (json!({"wildcard": "a*"}), json!("a"), true),
            (json!({"anything-but": ["x", "y"]}), json!("z"), true),
            (json!({"anything-but": "x"}), json!("x"), false),
            (json!({"anything-but": {"prefix": "x"}}), json!("xy"), false),
            (json!({"numeric": [">", 0, "<=", 5]}), json!(5), true),
            (json!({"numeric": [">", 0, "<=", 5]}), json!(0), false),
            (json!({"numeric": ["=", 3]}), json!("3"), false),
            (json!({"exists": true}), json!(null), true),
            (json!({"exists": true}), json!({"a": 1}), false),
            (json!(null), json!(null), true),
            (json!(1), json!(1.0), true),
            (json!("a"), json!(["b", "a"]), true),
            (json!("a"), json!(["b"]), false),
        ];
        for (condition, value, expected) in cases {
            let pattern = json!({"field": [condition]});
            let held = check(pattern.clone(), json!({"field": value}));
            assert_eq!(held, expected, "{pattern} on {value}");
        }
    }

    #[test]
    fn an_absent_field_matches_only_its_absence() {
        assert!(check(json!({"a": [{"exists": false}]}), json!({})));
        assert!(check(json!({"a": {"b": [{"exists": false}]}}), json!({})));
        assert!(!check(json!({"a": [{"anything-but": "x"}]}), json!({})));
        assert!(!check(json!({"a": ["x"]}), json!({})));
    }

    #[test]
    fn or_needs_one_of_its_patterns() {
        let pattern = json!({"$or": [{"a": [1]}, {"b": [2]}], "c": [3]});
        assert!(check(pattern.clone(), json!({"b": 2, "c": 3})));
        assert!(!check(pattern.clone(), json!({"c": 3})));
        assert!(!check(pattern, json!({"a": 1})));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        let read = |json| Pattern::read(&json).unwrap_err();
        assert_eq!(read(json!({"a": "x"})), PatternError::Shape("a".into()));
        assert_eq!(
            read(json!({"a": [{"cidr": "10.0.0.0/8"}]})),
            PatternError::Unknown("cidr".into())
        );
        assert_eq!(
            read(json!({"a": [{"numeric": [">"]}]})),
            PatternError::Operand("numeric".into())
        );
    }
}
