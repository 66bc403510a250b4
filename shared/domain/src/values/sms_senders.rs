//! Under which name texts go out.

use std::str::FromStr;

use phonenumber::country::Id;

use super::{PhoneNumber, ValueError};

/// The sender ids under which texts go out, by the country of their reader's number (M8). In text, ISO
/// 3166 codes with the sender that is registered there, such as `VN=Anteroom,SG=Anteroom`; nothing is
/// the empty text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SmsSenders(Vec<(Id, String)>);

impl SmsSenders {
    /// The sender of a text to a number; `None` if its country is not listed, and the text goes out
    /// under whatever the service chooses. Unless the list is empty, this loads the numbering plans.
    pub fn sender(&self, to: &PhoneNumber) -> Option<&str> {
        if self.0.is_empty() {
            return None;
        }
        let country = to.country()?;
        let listed = self.0.iter().find(|(listed, _)| *listed == country);
        listed.map(|(_, sender)| sender.as_str())
    }
}

impl FromStr for SmsSenders {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let mut senders: Vec<(Id, String)> = Vec::new();
        for entry in text.split(',').filter(|_| !text.is_empty()) {
            let (country, sender) = entry.split_once('=').ok_or(ValueError::Senders)?;
            let country = country.parse().map_err(|_| ValueError::Senders)?;
            let is_twice = senders.iter().any(|(listed, _)| *listed == country);
            if is_twice || !is_sender(sender) {
                return Err(ValueError::Senders);
            }
            senders.push((country, sender.to_owned()));
        }
        Ok(Self(senders))
    }
}

/// Whether SNS takes a text as a sender id: 1 to 11 letters, digits and hyphens with at least one
/// letter (developer guide, "Sending SMS messages").
fn is_sender(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=11).contains(&text.len())
        && text.bytes().all(is_allowed)
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (M8)
    #[test]
    fn a_text_goes_out_under_the_sender_of_its_country() {
        let senders: SmsSenders = "VN=Anteroom,SG=Ante-Room,CA=A1".parse().unwrap();
        for (number, sender) in [
            ("+84912345678", Some("Anteroom")),
            ("+6561234567", Some("Ante-Room")),
            // Both are +1.
            ("+16045550123", Some("A1")),
            ("+14155550123", None),
            ("+442079460958", None),
        ] {
            assert_eq!(senders.sender(&number.parse().unwrap()), sender, "{number}");
        }
        let nobody: SmsSenders = "".parse().unwrap();
        assert_eq!(nobody.sender(&"+84912345678".parse().unwrap()), None);
    }

    #[test]
    fn only_countries_with_senders_that_the_service_takes_are_a_list() {
        for bad in [
            "VN",
            "VN=",
            "=Anteroom",
            "vn=Anteroom",
            "XX=Anteroom",
            "VN=Anteroom,",
            "VN=Anteroom, SG=Anteroom",
            "VN=Anteroom,VN=Other",
            "VN=12345",
            "VN=Ante room",
            "VN=Phòng",
            "VN=TwelveLetter",
            " ",
        ] {
            let read = bad.parse::<SmsSenders>();
            assert_eq!(read, Err(ValueError::Senders), "{bad:?}");
        }
    }
}
