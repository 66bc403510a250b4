//! A token's claims as the gateway hands them to functions: every value a text.

use serde_json::{Map, Value};

/// Flattens claims. Lists become `[a b]`, maps `map[k:v]`: the gateway prints them so.
pub(super) fn flattened(claims: &Map<String, Value>) -> Map<String, Value> {
    claims
        .iter()
        .map(|(name, value)| (name.clone(), Value::String(text(value))))
        .collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(bool) => bool.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(text).collect();
            format!("[{}]", items.join(" "))
        }
        Value::Object(map) => {
            let entries: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("{key}:{}", text(value)))
                .collect();
            format!("map[{}]", entries.join(" "))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::flattened;

    #[test]
    fn every_claim_becomes_a_text() {
        let claims = json!({
            "sub": "prv_1", "exp": 1_795_341_600_u64, "email_verified": true,
            "cognito:groups": ["provider"], "two": ["a", "b"], "map": {"k": "v"},
        });
        let expected = json!({
            "sub": "prv_1", "exp": "1795341600", "email_verified": "true",
            "cognito:groups": "[provider]", "two": "[a b]", "map": "map[k:v]",
        });
        let flat = flattened(claims.as_object().unwrap());
        assert_eq!(&flat, expected.as_object().unwrap());
    }
}
