//! The countries whose numbers are taken.

use std::str::FromStr;

use phonenumber::country::Id;

use super::{PhoneNumber, ValueError};

/// The countries whose numbers the service calls and texts; every country if none is listed (D4). In
/// text, their ISO 3166 codes with commas between them, such as `SG,VN`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhoneCountries(Vec<Id>);

impl PhoneCountries {
    /// Whether the number is of one of the countries.
    pub fn serve(&self, number: &PhoneNumber) -> bool {
        let is_listed = |id| self.0.contains(&id);
        self.0.is_empty() || number.country().is_some_and(is_listed)
    }
}

impl FromStr for PhoneCountries {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        let codes = text.split(',').map(str::parse);
        let countries = codes.collect::<Result<_, _>>();
        countries.map(Self).map_err(|_| ValueError::Countries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBERS: [(&str, &str); 5] = [
        ("SG", "+6561234567"),
        ("VN", "+84912345678"),
        ("US", "+14155550123"),
        ("CA", "+16045550123"),
        ("GB", "+442079460958"),
    ];

    /// (D4)
    #[test]
    fn a_list_serves_its_countries_alone_and_an_empty_one_all() {
        for listed in ["", "SG", "VN,SG", "US", "CA,GB"] {
            let countries: PhoneCountries = listed.parse().unwrap();
            for (country, number) in NUMBERS {
                let number = number.parse().unwrap();
                let expected = listed.is_empty() || listed.contains(country);
                assert_eq!(countries.serve(&number), expected, "{number} by {listed:?}");
            }
        }
    }

    #[test]
    fn only_codes_of_countries_are_a_list() {
        for bad in ["sg", "SGP", "SG, VN", "SG;VN", "SG,", ",", "XX", "65", " "] {
            let read = bad.parse::<PhoneCountries>();
            assert_eq!(read, Err(ValueError::Countries), "{bad:?}");
        }
    }
}
