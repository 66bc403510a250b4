//! Attribute values, written short.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::Serialize;

use super::keys::Key;

/// An item, or a map in one.
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

/// Anything that serde can write.
pub(crate) fn value(value: &impl Serialize) -> AttributeValue {
    serde_dynamo::to_attribute_value(value).expect("our attributes are plain data")
}

/// An item from what serde can write.
pub(crate) fn item(value: &impl Serialize) -> Item {
    serde_dynamo::to_item(value).expect("our items are plain data")
}

impl Key {
    /// The key as attributes.
    pub(crate) fn attributes(&self) -> Item {
        [
            ("PK".to_owned(), text(&self.pk)),
            ("SK".to_owned(), text(&self.sk)),
        ]
        .into()
    }
}
