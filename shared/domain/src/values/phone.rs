//! Telephone numbers.

use std::str::FromStr;

use super::{ValueError, serde_as_text};

/// A telephone number in E.164, such as `+84912345678`, that is valid in its country's numbering
/// plan.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// The number with its `+`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A text in the form of E.164. The numbering plan is not checked.
    fn formed(text: &str) -> Result<Self, ValueError> {
        let digits = text.strip_prefix('+').ok_or(ValueError::Phone)?;
        if !(7..=15).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(ValueError::Phone);
        }
        Ok(Self(text.to_owned()))
    }
}

impl FromStr for PhoneNumber {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let formed = Self::formed(text)?;
        let number = phonenumber::parse(None, text).map_err(|_| ValueError::Phone)?;
        if !phonenumber::is_viable(text) || number.format().to_string() != text {
            return Err(ValueError::Phone);
        }
        Ok(formed)
    }
}

// A stored number was checked in full when it was received. Loading the numbering plans of all
// countries takes long, and no function should do so just to read a number.
serde_as_text!(PhoneNumber, PhoneNumber::formed);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_e164_passes() {
        for good in [
            "+84912345678",
            "+6561234567",
            "+14155550123",
            "+442079460958",
        ] {
            assert_eq!(
                good.parse::<PhoneNumber>()
                    .map(|n| n.to_string())
                    .as_deref(),
                Ok(good)
            );
        }
        for bad in [
            "",
            "+",
            "0912345678",
            "84912345678",
            "+84 912 345 678",
            "+84-912345678",
            "+849123456789012345",
            "+0123456789",
            "+84912345678;ext=1",
            "+８４９１２３４５６７８",
        ] {
            assert_eq!(
                bad.parse::<PhoneNumber>(),
                Err(ValueError::Phone),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn a_stored_number_is_read_by_its_form() {
        use serde::Deserialize;
        use serde::de::IntoDeserializer;
        use serde::de::value::{Error, StrDeserializer};
        let read = |text: &'static str| {
            let text: StrDeserializer<'_, Error> = text.into_deserializer();
            PhoneNumber::deserialize(text).map(|number| number.to_string())
        };
        assert_eq!(read("+84912345678").as_deref(), Ok("+84912345678"));
        assert!(read("84912345678").is_err());
        assert!(read("+84 912 345 678").is_err());
    }
}
