//! Metric math, as far as the templates use it: numbers, ids, `+ - * /`, comparisons, `SUM(METRICS())`,
//! `MAX(METRICS())` and `IF(condition, yes, no)`.
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html>

use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    Number(f64),
    Id(String),
    Sum,
    Max,
    Two(Box<Expression>, Operator, Box<Expression>),
    If(Box<[Expression; 3]>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Less,
    More,
    AtMost,
    AtLeast,
}

use Operator::{Add, AtLeast, AtMost, Divide, Less, More, Multiply, Subtract};

/// The operators by how tightly they bind, the loosest first. Longer ones come before those that they begin with.
const OPERATORS: [&[(&str, Operator)]; 3] = [
    &[("<=", AtMost), (">=", AtLeast), ("<", Less), (">", More)],
    &[("+", Add), ("-", Subtract)],
    &[("*", Multiply), ("/", Divide)],
];

impl Expression {
    /// `None` if it is not understood.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        // Two words that only a space parts are none.
        let part = |pair: &[&str]| {
            let is_word = |c: char| c.is_ascii_alphanumeric();
            !(pair[0].ends_with(is_word) && pair[1].starts_with(is_word))
        };
        let text = words.windows(2).all(part).then(|| words.concat())?;
        let mut rest = text.as_str();
        let parsed = binary(&mut rest, 0)?;
        rest.is_empty().then_some(parsed)
    }

    /// Its value over those of the metrics, by their ids; `None` if one that it takes is missing. A sum or a
    /// greatest value leaves out those that are missing.
    pub(super) fn value(&self, metrics: &BTreeMap<&str, Option<f64>>) -> Option<f64> {
        let there = || metrics.values().flatten().copied();
        match self {
            Self::Number(number) => Some(*number),
            Self::Id(id) => *metrics.get(id.as_str())?,
            Self::Sum => there().reduce(|sum, value| sum + value),
            Self::Max => there().reduce(f64::max),
            Self::Two(left, operator, right) => {
                let (left, right) = (left.value(metrics)?, right.value(metrics)?);
                operator.apply(left, right)
            }
            Self::If(parts) => {
                let [condition, yes, no] = &**parts;
                let holds = condition.value(metrics)? != 0.0;
                if holds { yes } else { no }.value(metrics)
            }
        }
    }
}

impl Operator {
    /// Division by nought gives nothing.
    fn apply(self, left: f64, right: f64) -> Option<f64> {
        let is = |holds| f64::from(u8::from(holds));
        Some(match self {
            Add => left + right,
            Subtract => left - right,
            Multiply => left * right,
            Divide if right == 0.0 => return None,
            Divide => left / right,
            Less => is(left < right),
            More => is(left > right),
            AtMost => is(left <= right),
            AtLeast => is(left >= right),
        })
    }
}

fn binary(rest: &mut &str, level: usize) -> Option<Expression> {
    let Some(operators) = OPERATORS.get(level) else {
        return operand(rest);
    };
    let mut left = binary(rest, level + 1)?;
    while let Some((text, operator)) = operators.iter().find(|(text, _)| rest.starts_with(text)) {
        *rest = &rest[text.len()..];
        let right = binary(rest, level + 1)?;
        left = Expression::Two(Box::new(left), *operator, Box::new(right));
    }
    Some(left)
}

fn operand(rest: &mut &str) -> Option<Expression> {
    for (text, whole) in [
        ("SUM(METRICS())", Expression::Sum),
        ("MAX(METRICS())", Expression::Max),
    ] {
        if take(rest, text) {
            return Some(whole);
        }
    }
    if take(rest, "IF(") {
        let condition = binary(rest, 0)?;
        let yes = take(rest, ",").then(|| binary(rest, 0))??;
        let no = take(rest, ",").then(|| binary(rest, 0))??;
        let parts = Box::new([condition, yes, no]);
        return take(rest, ")").then_some(Expression::If(parts));
    }
    if take(rest, "(") {
        let inside = binary(rest, 0)?;
        return take(rest, ")").then_some(inside);
    }
    let is_end = |c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.';
    let end = rest.find(is_end).unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    *rest = after;
    if let Ok(number) = word.parse() {
        return Some(Expression::Number(number));
    }
    // Ids of metrics begin with a small letter.
    let is_id = word.starts_with(|c: char| c.is_ascii_lowercase());
    is_id.then(|| Expression::Id(word.to_owned()))
}

fn take(rest: &mut &str, text: &str) -> bool {
    match rest.strip_prefix(text) {
        Some(after) => {
            *rest = after;
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_computed() {
        let metrics = BTreeMap::from([("a", Some(6.0)), ("b", Some(2.0)), ("c", None)]);
        for (text, value) in [
            ("SUM(METRICS())", Some(8.0)),
            ("MAX(METRICS())", Some(6.0)),
            ("a - b - 1", Some(3.0)),
            ("a + b * 2", Some(10.0)),
            ("(a + b) * 2", Some(16.0)),
            ("IF(a / b >= 3, a, 0)", Some(6.0)),
            ("IF(a < b, a, 0)", Some(0.0)),
            ("a + c", None),
            ("a / 0", None),
        ] {
            let parsed = Expression::parse(text);
            let found = parsed.as_ref().map(|parsed| parsed.value(&metrics));
            assert_eq!(found, Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_not_known_is_not_read() {
        for text in ["", "SUM([a, b])", "FILL(a, 0)", "a +", "a b", "IF(a, b)"] {
            assert_eq!(Expression::parse(text), None, "{text}");
        }
    }
}
