//! What the service accepts: lengths, character sets and counts, each as a type that can't hold anything else.
//!
//! The numbers and patterns are those of the service model 2021-07-15 and of its API reference.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest list of attendees that one page of ListAttendees may have.
pub(crate) const PAGE_MAX: usize = 100;

const MEDIA_REGIONS: [&str; 20] = [
    "af-south-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-south-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "us-gov-east-1",
    "us-gov-west-1",
];

/// Why a value of a request is not acceptable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Violation {
    #[error("must have {min} to {max} characters")]
    Length { min: usize, max: usize },
    #[error("must have {min} to {max} members")]
    Count { min: usize, max: usize },
    #[error("has a character that is not allowed")]
    Characters,
    #[error("must not begin with aws:")]
    Reserved,
    #[error("must not have the same character four times in a row")]
    Repetition,
    #[error("is not a Region that meetings can be held in")]
    Region,
    #[error("is not an identifier of the form 8-4-4-4-12")]
    Guid,
    #[error("max-results must be 1 to {PAGE_MAX}")]
    PageSize,
    #[error("next-token is not one that this meeting's list gave out")]
    PageToken,
    #[error("Attendees must be given")]
    NoAttendees,
    #[error("MeetingFeatures.Attendee.MaxCount must be 1 to {max} with these resolutions")]
    MaxCount { max: u16 },
    #[error("MeetingFeatures.Attendee.MaxCount must be given with UHD content")]
    NoMaxCount,
    #[error("Capabilities.Video must be None in a meeting without video")]
    NoVideo,
    #[error("Capabilities.Content must be None in a meeting without content")]
    NoContent,
    #[error("Capabilities.Content can't receive unless Capabilities.Video receives")]
    ContentNeedsVideo,
    #[error("PrimaryMeetingId: replicas of meetings are not part of this stand-in")]
    Replica,
}

/// Declares a string that is checked once, when it is read.
macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String")]
        pub(crate) struct $name(String);

        impl TryFrom<String> for $name {
            type Error = Violation;

            fn try_from(text: String) -> Result<Self, Violation> {
                let check: fn(&str) -> Result<(), Violation> = $check;
                check(&text).map(|()| Self(text))
            }
        }
    };
}

text!(
    /// A ClientRequestToken: the same one with the same parameters makes the same meeting.
    ClientToken,
    |text| length(text, 2, 64).and(all(text, |c| c.is_ascii_alphanumeric() || "-_".contains(c)))
);

text!(
    /// An ExternalMeetingId, ExternalUserId or MeetingHostId: the caller's own name for a thing.
    ExternalId,
    |text| {
        length(text, 2, 64)?;
        if text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
            return Err(Violation::Reserved);
        }
        all(text, |c| {
            c.is_ascii_alphanumeric()
                || "-_&@+=,(){}[]/«».:|'\"# \t\n\r\x0b\x0c".contains(c)
                || ('À'..='ÿ').contains(&c)
        })
    }
);

text!(
    /// The Region whose media servers carry a meeting.
    MediaRegion,
    |text| if MEDIA_REGIONS.contains(&text) { Ok(()) } else { Err(Violation::Region) }
);

text!(
    /// A group of the caller's users.
    TenantId,
    |text| {
        length(text, 2, 256)?;
        all(text, |c| c.is_ascii_alphanumeric() || "-_!@#$".contains(c))?;
        let repeats = text.as_bytes().windows(4).any(|four| four.iter().all(|byte| *byte == four[0]));
        if repeats { Err(Violation::Repetition) } else { Ok(()) }
    }
);

text!(
    /// The key of a tag. The model's pattern has the range `+` to `=`, which holds the digits too.
    TagKey,
    |text| length(text, 1, 128).and(all(text, |c| {
        c.is_ascii_alphabetic() || ('+'..='=').contains(&c) || "._:/".contains(c)
    }))
);

text!(
    /// The value of a tag.
    TagValue,
    |text| length(text, 0, 256).and(all(text, |c| {
        c.is_ascii_alphanumeric() || c.is_ascii_whitespace() || ('+'..='=').contains(&c) || "_.:/@".contains(c)
    }))
);

text!(
    /// Where notifications are wanted.
    Arn,
    |text| {
        length(text, 1, 1024)?;
        match text.strip_prefix("arn") {
            Some(rest) if !rest.is_empty() => all(rest, |c| c.is_ascii_alphanumeric() || "/:-_.".contains(c)),
            _ => Err(Violation::Characters),
        }
    }
);

text!(
    /// The meeting of which another is a replica.
    PrimaryMeetingId,
    |text| length(text, 2, 64)
);

impl fmt::Display for ExternalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An identifier of the service, kept in lower case so that both spellings mean the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Guid(String);

impl Guid {
    /// Writes 128 random bits as a version 4 UUID.
    pub(crate) fn from_bits(bits: u128) -> Self {
        let bits = bits & !(0xf << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
        let hex = format!("{bits:032x}");
        let groups = [
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..],
        ];
        Self(groups.join("-"))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Guid {
    type Err = Violation;

    fn from_str(text: &str) -> Result<Self, Violation> {
        let groups = text.split('-').map(str::len);
        let hex = text
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
        if hex && groups.eq([8, 4, 4, 4, 12]) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(Violation::Guid)
        }
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

/// A list with at least `MIN` and at most `MAX` members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<T>", bound(deserialize = "T: Deserialize<'de>"))]
pub(crate) struct List<T, const MIN: usize, const MAX: usize>(Vec<T>);

impl<T, const MIN: usize, const MAX: usize> List<T, MIN, MAX> {
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }
}

impl<T, const MIN: usize, const MAX: usize> TryFrom<Vec<T>> for List<T, MIN, MAX> {
    type Error = Violation;

    fn try_from(members: Vec<T>) -> Result<Self, Violation> {
        if (MIN..=MAX).contains(&members.len()) {
            Ok(Self(members))
        } else {
            Err(Violation::Count { min: MIN, max: MAX })
        }
    }
}

fn length(text: &str, min: usize, max: usize) -> Result<(), Violation> {
    if (min..=max).contains(&text.chars().count()) {
        Ok(())
    } else {
        Err(Violation::Length { min, max })
    }
}

fn all(text: &str, allowed: impl Fn(char) -> bool) -> Result<(), Violation> {
    if text.chars().all(allowed) {
        Ok(())
    } else {
        Err(Violation::Characters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: TryFrom<String, Error = Violation>>(text: &str) -> Result<T, Violation> {
        T::try_from(text.to_owned())
    }

    #[test]
    fn client_tokens_have_2_to_64_plain_characters() {
        assert!(read::<ClientToken>("bkg_01J-2").is_ok());
        assert!(read::<ClientToken>(&"a".repeat(64)).is_ok());
        let length = Err(Violation::Length { min: 2, max: 64 });
        assert_eq!(read::<ClientToken>("a"), length);
        assert_eq!(read::<ClientToken>(&"a".repeat(65)), length);
        assert_eq!(read::<ClientToken>("a:b"), Err(Violation::Characters));
    }

    #[test]
    fn external_ids_take_latin_letters_and_refuse_the_reserved_prefix() {
        assert!(read::<ExternalId>("Zoë [room] «3» | #1").is_ok());
        assert!(
            read::<ExternalId>(&"é".repeat(64)).is_ok(),
            "characters are counted, not bytes"
        );
        assert_eq!(read::<ExternalId>("Nguyễn"), Err(Violation::Characters));
        assert_eq!(read::<ExternalId>("a\u{1F600}"), Err(Violation::Characters));
        assert_eq!(read::<ExternalId>("AWS:me"), Err(Violation::Reserved));
        assert!(read::<ExternalId>("aws-me").is_ok());
        assert_eq!(
            read::<ExternalId>("é"),
            Err(Violation::Length { min: 2, max: 64 })
        );
    }

    #[test]
    fn regions_are_those_of_the_reference() {
        assert!(read::<MediaRegion>("ap-southeast-1").is_ok());
        assert_eq!(
            read::<MediaRegion>("ap-southeast-9"),
            Err(Violation::Region)
        );
    }

    #[test]
    fn tenants_tags_and_arns_follow_their_patterns() {
        assert!(read::<TenantId>("aaab").is_ok());
        assert_eq!(read::<TenantId>("baaaa"), Err(Violation::Repetition));
        assert!(read::<TagKey>("team:9").is_ok());
        assert_eq!(read::<TagKey>("team 9"), Err(Violation::Characters));
        assert!(read::<TagValue>("").is_ok());
        assert!(read::<TagValue>("a b_c@d").is_ok());
        assert!(read::<Arn>("arn:aws:sns:us-east-1:111122223333:topic").is_ok());
        assert_eq!(read::<Arn>("arn"), Err(Violation::Characters));
        assert_eq!(read::<Arn>("urn:x"), Err(Violation::Characters));
    }

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
    fn a_guid_of_random_bits_is_of_version_4() {
        assert_eq!(
            Guid::from_bits(0).as_str(),
            "00000000-0000-4000-8000-000000000000"
        );
        assert_eq!(
            Guid::from_bits(u128::MAX).as_str(),
            "ffffffff-ffff-4fff-bfff-ffffffffffff"
        );
    }

    #[test]
    fn lists_are_counted() {
        assert!(List::<u8, 1, 2>::try_from(vec![1, 2]).is_ok());
        assert_eq!(
            List::<u8, 1, 2>::try_from(vec![]),
            Err(Violation::Count { min: 1, max: 2 })
        );
        assert_eq!(
            List::<u8, 1, 2>::try_from(vec![1, 2, 3]),
            Err(Violation::Count { min: 1, max: 2 })
        );
    }
}
