//! The shapes of expressions: which maps are calls, and what their arguments are.

use serde_json::{Map, Value};

use super::error::Problem;

/// Whether the key of a map is the name of a function.
pub(super) fn is_function(name: &str) -> bool {
    name == "Ref" || name.starts_with("Fn::")
}

/// The one entry of a map that has only one.
pub(super) fn single(map: &Map<String, Value>) -> Option<(&String, &Value)> {
    map.iter().next().filter(|_| map.len() == 1)
}

/// Whether all (or, for `false`, any) of the conditions come out as asked.
pub(super) fn all(
    mut conditions: impl Iterator<Item = Result<bool, Problem>>,
    wanted: bool,
) -> Result<bool, Problem> {
    let other = conditions.find(|holds| !matches!(holds, Ok(holds) if *holds == wanted));
    other.unwrap_or(Ok(wanted))
}

/// The arguments of a function that takes `N`.
pub(super) fn arguments<const N: usize>(argument: &Value) -> Result<&[Value; N], Problem> {
    argument
        .as_array()
        .and_then(|items| items.as_slice().try_into().ok())
        .ok_or(Problem::Shape {
            expected: "a list with as many entries as the function takes",
        })
}

/// An argument that has to be written as a text.
pub(super) fn text(value: &Value) -> Result<&str, Problem> {
    value.as_str().ok_or(Problem::Shape { expected: "a text" })
}
