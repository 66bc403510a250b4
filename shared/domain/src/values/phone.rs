//! Telephone numbers.

use std::str::FromStr;

use phonenumber::country::Id;

use super::{ValueError, numbering, serde_as_text};

/// A telephone number in E.164, such as `+84912345678`, that its country can have assigned to a
/// person: of a length and range in the country's numbering plan, and neither a premium nor another
/// special service (D4).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// The number with its `+`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The country that assigns the number; `None` if no country does. This loads the numbering plans.
    pub(super) fn country(&self) -> Option<Id> {
        numbering::country(&self.0[1..])
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
        if !numbering::is_personal(&formed.0[1..]) {
            return Err(ValueError::PhoneUnknown);
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
            // A zero that belongs to the number.
            "+390612345678",
            "+2250712345678",
            "+242061234567",
            "+2290195123456",
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
    fn only_numbers_that_a_country_assigns_to_people_pass() {
        for bad in [
            // A digit short, a digit long, no such range.
            "+8491234567",
            "+849123456789",
            "+84112345678",
            "+6512345678",
            "+65612345678",
            "+14155550",
            "+10005550123",
            "+447911123",
            // A zero that is dialled within the country only.
            "+840912345678",
            "+4402079460958",
            // Premium, shared cost, toll-free, personal numbers, satellites, international premium.
            "+19005550123",
            "+6519001234567",
            "+18005550123",
            "+447012345678",
            "+870773111632",
            "+979123456789",
            // No such country.
            "+999123456789",
            "+2101234567",
        ] {
            assert_eq!(
                bad.parse::<PhoneNumber>(),
                Err(ValueError::PhoneUnknown),
                "{bad}"
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
