//! What a parameter's declaration allows as its value, checked as CloudFormation checks it before it
//! makes anything (User Guide, "CloudFormation template Parameters syntax").

use regex::Regex;
use serde_json::Value;

use super::names;

/// The first key of a declaration that a value violates; none if the value is allowed.
pub(super) fn violated<'a>(declared: &'a Value, value: &Value) -> Option<&'a str> {
    let text = names::scalar(value)?;
    let rules = declared.as_object()?.iter();
    let mut broken = rules.filter(|(key, rule)| !allows(key, rule, &text));
    broken.next().map(|(key, _)| key.as_str())
}

fn allows(key: &str, rule: &Value, text: &str) -> bool {
    let bound = || names::scalar(rule).and_then(|bound| bound.parse::<f64>().ok());
    let value = text.parse::<f64>();
    let length = text.chars().count() as f64;
    match key {
        "Type" if rule == "Number" => value.is_ok(),
        "MinValue" => bound().is_none_or(|least| value.is_ok_and(|value| value >= least)),
        "MaxValue" => bound().is_none_or(|most| value.is_ok_and(|value| value <= most)),
        "MinLength" => bound().is_none_or(|least| length >= least),
        "MaxLength" => bound().is_none_or(|most| length <= most),
        "AllowedValues" => rule.as_array().is_none_or(|allowed| {
            let mut allowed = allowed.iter().filter_map(names::scalar);
            allowed.any(|allowed| allowed == text)
        }),
        // A pattern has to match the whole value.
        "AllowedPattern" => rule.as_str().is_none_or(|pattern| {
            let whole = Regex::new(&format!("^(?:{pattern})$"));
            whole.is_ok_and(|whole| whole.is_match(text))
        }),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::violated;

    #[test]
    fn a_value_is_held_against_each_key_of_its_declaration() {
        for (declared, good, bad, key) in [
            (json!({"Type": "Number"}), "7", "seven", "Type"),
            (json!({"MinValue": 5}), "5", "4", "MinValue"),
            (json!({"MaxValue": "60"}), "60", "61", "MaxValue"),
            (json!({"MinLength": 1}), "a", "", "MinLength"),
            (json!({"MaxLength": 2}), "\u{1ed3}i", "abc", "MaxLength"),
            (
                json!({"AllowedValues": [7, 14]}),
                "14",
                "8",
                "AllowedValues",
            ),
            (
                json!({"AllowedPattern": "a|bc"}),
                "bc",
                "abc",
                "AllowedPattern",
            ),
        ] {
            assert_eq!(violated(&declared, &json!(good)), None, "{declared}");
            assert_eq!(violated(&declared, &json!(bad)), Some(key), "{declared}");
        }
    }

    #[test]
    fn a_number_is_held_as_its_text_is() {
        assert_eq!(
            violated(&json!({"MaxValue": 10}), &json!(11)),
            Some("MaxValue")
        );
    }
}
