//! Texts, each with its length and its characters.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::violation::Violation;

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
}
