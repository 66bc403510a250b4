//! What a call to the table takes of its caller's policies.

use serde_json::{Value, json};

use crate::grants::Need;

/// The actions that IAM asks for. A transaction takes those of its parts.
pub(super) fn of(operation: &str, request: &Value) -> Vec<Need> {
    let need = |action: &str, part: &Value| {
        let table = part["TableName"].as_str()?;
        let resource = match part["IndexName"].as_str() {
            Some(index) => format!("table/{table}/index/{index}"),
            None => format!("table/{table}"),
        };
        Some(Need {
            action: format!("dynamodb:{action}"),
            resource: Some(resource),
        })
    };
    if let Some(tables) = request["RequestItems"].as_object() {
        let tables = tables.keys().map(|name| json!({ "TableName": name }));
        return tables.filter_map(|table| need(operation, &table)).collect();
    }
    let Some(parts) = request["TransactItems"].as_array() else {
        return need(operation, request).into_iter().collect();
    };
    let part = |part: &Value| {
        let (kind, part) = part.as_object()?.iter().next()?;
        let action = match kind.as_str() {
            "ConditionCheck" => "ConditionCheckItem".to_owned(),
            kind => format!("{kind}Item"),
        };
        need(&action, part)
    };
    parts.iter().filter_map(part).collect()
}
