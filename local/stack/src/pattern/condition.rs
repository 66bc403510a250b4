//! One condition of a pattern on the value of a field.

use serde_json::Value;

use super::glob::fits;

/// What the value of a field has to be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Condition {
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
pub(super) enum Comparison {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
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

impl Condition {
    /// Reads a condition from its JSON: a value that the field has, or an operator with its operand.
    pub(super) fn read(json: &Value) -> Result<Condition, PatternError> {
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
    pub(super) fn holds(&self, value: Option<&Value>) -> bool {
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
