//! The table.

use serde_json::{Map, Value};

use crate::template::{Resource, TemplateError};

/// The body of `CreateTable` and the attribute by which items expire.
pub(super) fn read(resource: &Resource<'_>) -> Result<(Value, Option<String>), TemplateError> {
    let mut body = Map::new();
    body.insert("TableName".to_owned(), resource.reference()?.into());
    for key in [
        "AttributeDefinitions",
        "KeySchema",
        "GlobalSecondaryIndexes",
        "LocalSecondaryIndexes",
        "BillingMode",
        "ProvisionedThroughput",
    ] {
        let value = resource.property(key)?;
        if !value.is_null() {
            body.insert(key.to_owned(), value);
        }
    }
    // The template has no switch of its own for the stream: naming the view turns it on.
    if let Value::Object(mut stream) = resource.property("StreamSpecification")? {
        stream.insert("StreamEnabled".to_owned(), true.into());
        stream.remove("ResourcePolicy");
        body.insert("StreamSpecification".to_owned(), stream.into());
    }
    let ttl = resource.property("TimeToLiveSpecification")?;
    let attribute = ttl["AttributeName"].as_str().map(str::to_owned);
    Ok((Value::Object(body), attribute))
}
