//! Ids: opaque strings. An id that the service draws is a prefix and a ULID.

use std::str::FromStr;

use super::{ValueError, serde_as_text};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The prefix of ids that the service draws.
            pub const PREFIX: &str = $prefix;

            /// The id as it appears in URLs and keys.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = ValueError;
            fn from_str(text: &str) -> Result<Self, ValueError> {
                is_id(text).then(|| Self(text.to_owned())).ok_or(ValueError::Id)
            }
        }

        serde_as_text!($name);
    };
}

id!(
    /// A booking, `bkg_…`; also the external id of its meetings.
    BookingId, "bkg_"
);
id!(
    /// A person: the user name of their token, which somebody else may have chosen.
    PersonId, ""
);
id!(
    /// A message to one address, `dlv_…`.
    DeliveryId, "dlv_"
);

/// Whether a text can be an id: 2 to 64 letters, digits, `-` and `_`. Keys, URLs and the meeting
/// service's external ids all accept these.
fn is_id(text: &str) -> bool {
    (2..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_plain_and_short() {
        assert!(
            "bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0R"
                .parse::<BookingId>()
                .is_ok()
        );
        assert!(
            "8f14e45f-ceea-4e7a-9c2b-1f0e7d3b5a6c"
                .parse::<PersonId>()
                .is_ok()
        );
        let long = "x".repeat(65);
        for bad in [
            "",
            "a",
            "a b",
            "a#b",
            "ä1",
            "a/b",
            "../x",
            "a\0b",
            long.as_str(),
        ] {
            assert_eq!(bad.parse::<PersonId>(), Err(ValueError::Id), "{bad:?}");
        }
    }
}
