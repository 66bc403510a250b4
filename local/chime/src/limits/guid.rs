//! Identifiers of the service.

use std::fmt;
use std::str::FromStr;

use rand::RngCore;
use serde::{Deserialize, Serialize};
use uuid::fmt::Hyphenated;
use uuid::{Builder, Uuid};

use super::violation::Violation;

/// An identifier of the service, kept in lower case so that both spellings mean the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Guid(String);

impl Guid {
    /// A new random identifier.
    pub(crate) fn random() -> Self {
        Self(Uuid::new_v4().to_string())
    }

    /// A new identifier that is drawn by a generator.
    pub(crate) fn drawn(by: &mut impl RngCore) -> Self {
        let mut random = [0; 16];
        by.fill_bytes(&mut random);
        Self(Builder::from_random_bytes(random).into_uuid().to_string())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Guid {
    type Err = Violation;

    fn from_str(text: &str) -> Result<Self, Violation> {
        let id: Hyphenated = text.parse().map_err(|_| Violation::Guid)?;
        Ok(Self(id.to_string()))
    }
}

impl TryFrom<String> for Guid {
    type Error = Violation;

    fn try_from(text: String) -> Result<Self, Violation> {
        text.parse()
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guids_are_read_in_either_case_and_nothing_else_is() {
        let upper: Result<Guid, _> = "87654321-4321-4321-1234-11112222333A".parse();
        let lower: Result<Guid, _> = "87654321-4321-4321-1234-11112222333a".parse();
        assert!(upper.is_ok());
        assert_eq!(upper, lower);
        for wrong in [
            "",
            "87654321",
            "87654321-4321-4321-1234-11112222333g",
            "8765432-14321-4321-1234-11112222333a",
        ] {
            assert_eq!(wrong.parse::<Guid>(), Err(Violation::Guid), "{wrong}");
        }
    }

    #[test]
    fn a_random_guid_is_of_version_4_and_can_be_read_again() {
        let guid = Guid::random();
        assert_eq!(&guid.as_str()[14..15], "4");
        assert_eq!(guid.to_string().parse(), Ok(guid));
    }
}
