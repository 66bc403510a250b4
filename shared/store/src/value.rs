//! Short constructors for attribute values.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::Serialize;

use super::keys::Key;

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

/// Instants as they stand in keys, so that they compare as text; for serde.
pub(crate) mod key_instant {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::keys;

    pub(crate) fn serialize<S: Serializer>(at: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&keys::instant(*at))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        Timestamp::deserialize(from)
    }

    /// The same, where there may be none.
    pub(crate) mod option {
        use super::{Deserialize, Deserializer, Serializer, Timestamp};

        pub(crate) fn serialize<S: Serializer>(
            at: &Option<Timestamp>,
            to: S,
        ) -> Result<S::Ok, S::Error> {
            match at {
                Some(at) => super::serialize(at, to),
                None => to.serialize_none(),
            }
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
            from: D,
        ) -> Result<Option<Timestamp>, D::Error> {
            Option::deserialize(from)
        }
    }
}
