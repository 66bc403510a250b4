//! The languages in which the service writes.

use std::str::FromStr;

use super::{ValueError, serde_as_text};

/// A language of the service, by its BCP 47 tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, `en`.
    #[default]
    English,
    /// Vietnamese, `vi`.
    Vietnamese,
}

impl Language {
    /// All languages, in the order in which people are offered them.
    pub const ALL: [Self; 2] = [Self::English, Self::Vietnamese];

    /// The BCP 47 tag.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Vietnamese => "vi",
        }
    }
}

impl FromStr for Language {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::ALL
            .into_iter()
            .find(|l| l.as_str() == text)
            .ok_or(ValueError::Language)
    }
}

serde_as_text!(Language);
