//! Short constructors for attribute values.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::Serialize;

/// An item, or a map within an item.
pub(crate) type Item = HashMap<String, AttributeValue>;

/// A text.
pub(crate) fn text(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

/// A number.
pub(crate) fn number(number: impl ToString) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

/// An instant, as milliseconds since the Unix epoch.
pub(crate) fn instant(at: Timestamp) -> AttributeValue {
    number(at.as_millisecond())
}

/// A list.
pub(crate) fn list(items: impl IntoIterator<Item = AttributeValue>) -> AttributeValue {
    AttributeValue::L(items.into_iter().collect())
}

/// Any value that serde can serialize.
pub(crate) fn value(value: &impl Serialize) -> AttributeValue {
    serde_dynamo::to_attribute_value(value).expect("our attributes are plain data")
}

/// An item from a value that serde can serialize.
pub(crate) fn item(value: &impl Serialize) -> Item {
    serde_dynamo::to_item(value).expect("our items are plain data")
}
