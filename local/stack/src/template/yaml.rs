//! YAML with CloudFormation's short tags, as JSON in the long form (`!Ref X` → `{"Ref": "X"}`).

use std::path::Path;

use serde_json::{Map, Value, json};
use serde_yaml_ng::Value as Yaml;

use super::error::Problem;

/// Reads a template file.
pub(super) fn read(file: &Path) -> Result<Value, Problem> {
    let text = std::fs::read_to_string(file)?;
    parse(&text)
}

/// Parses the text of a template.
pub(super) fn parse(text: &str) -> Result<Value, Problem> {
    long_form(serde_yaml_ng::from_str(text)?)
}

fn long_form(yaml: Yaml) -> Result<Value, Problem> {
    Ok(match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(bool) => Value::Bool(bool),
        Yaml::Number(number) => serde_json::to_value(number)?,
        Yaml::String(text) => Value::String(text),
        Yaml::Sequence(items) => items
            .into_iter()
            .map(long_form)
            .collect::<Result<_, _>>()
            .map(Value::Array)?,
        Yaml::Mapping(mapping) => {
            let mut map = Map::new();
            for (key, value) in mapping {
                map.insert(text_key(key)?, long_form(value)?);
            }
            Value::Object(map)
        }
        Yaml::Tagged(tagged) => {
            let tag = tagged.tag.to_string();
            let name = tag.trim_start_matches('!');
            function(name, long_form(tagged.value)?)
        }
    })
}

/// Keys such as `200:` or `true:` are texts to CloudFormation.
fn text_key(key: Yaml) -> Result<String, Problem> {
    match key {
        Yaml::String(text) => Ok(text),
        Yaml::Number(number) => Ok(number.to_string()),
        Yaml::Bool(bool) => Ok(bool.to_string()),
        Yaml::Null | Yaml::Sequence(_) | Yaml::Mapping(_) | Yaml::Tagged(_) => {
            Err(Problem::Shape { expected: "a text" })
        }
    }
}

fn function(name: &str, argument: Value) -> Value {
    match name {
        "Ref" | "Condition" => json!({ name: argument }),
        "GetAtt" => json!({ "Fn::GetAtt": attribute_path(argument) }),
        name => json!({ (format!("Fn::{name}")): argument }),
    }
}

/// `!GetAtt A.B.C` names the resource before the first dot, the attribute after it.
fn attribute_path(argument: Value) -> Value {
    match argument.as_str().and_then(|text| text.split_once('.')) {
        Some((resource, attribute)) => json!([resource, attribute]),
        None => argument,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn short_tags_become_the_long_form() {
        let text = "
a: !Ref X
b: !GetAtt Table.Outputs.Name
c: !If [Dark, !Sub 'x-${Y}', !Condition Z]
200: yes
";
        let expected = json!({
            "a": {"Ref": "X"},
            "b": {"Fn::GetAtt": ["Table", "Outputs.Name"]},
            "c": {"Fn::If": ["Dark", {"Fn::Sub": "x-${Y}"}, {"Condition": "Z"}]},
            "200": "yes",
        });
        assert_eq!(parse(text).unwrap(), expected);
    }
}
