//! The names of people.

use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::text::is_mischievous;
use super::{ValueError, serde_as_text};

/// A person's name: one line in Unicode's form NFC, with single spaces (D4). Characters that
/// nobody sees are left out, and something must remain. It holds no address, since mail programs would make a
/// link of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// The longest it may be, in characters.
    pub const MAX: usize = 100;

    /// The name as others see it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Name {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        if text.trim().chars().any(is_mischievous) {
            return Err(ValueError::ControlCharacter);
        }
        let visible: String = text.chars().filter(|c| !is_ignorable(*c)).nfc().collect();
        let words: Vec<&str> = visible.split_whitespace().collect();
        let name = words
            .iter()
            .map(|word| word.trim_matches(JOINERS))
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        if !name.chars().any(|c| !is_combining_mark(c)) {
            return Err(ValueError::Empty);
        }
        if name.chars().count() > Self::MAX {
            return Err(ValueError::TooLong(Self::MAX));
        }
        if name.split(' ').any(is_link) {
            return Err(ValueError::Link);
        }
        Ok(Self(name))
    }
}

serde_as_text!(Name);

/// The marks that join or separate the letters of some scripts. Inside a word they belong to its
/// spelling.
const JOINERS: [char; 2] = ['\u{200C}', '\u{200D}'];

/// Whether a character is normally not shown at all: the code points with the property
/// `Default_Ignorable_Code_Point` (Unicode Standard Annex 44), but for the joiners.
fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}'..='\u{2065}'
        | '\u{206A}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Titles that are often written without a space after their dot, as in `Dr.Tan` or `ThS.BS`.
const TITLES: [&str; 14] = [
    "dr", "mr", "mrs", "ms", "st", "prof", "bs", "ts", "ths", "gs", "pgs", "cn", "bsck", "ckii",
];

/// Whether a mail program might show a word as a link: it has a scheme, an `@`, or looks like a host
/// name, in which a dot stands between other characters. A slash alone is part of some names, as in
/// `Ravi s/o Kumar`.
fn is_link(word: &str) -> bool {
    let word = word.to_lowercase();
    if word.contains("//") || word.contains('@') || word.starts_with("www.") {
        return true;
    }
    let labels: Vec<&str> = word
        .split(['.', '\u{3002}', '\u{FF0E}', '\u{FF61}'])
        .map(|label| label.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|label| !label.is_empty())
        .skip_while(|label| TITLES.contains(label))
        .collect();
    // Initials are not addresses: `J.R.R.`
    labels.len() > 1 && labels.iter().any(|label| label.chars().count() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Result<String, ValueError> {
        text.parse::<Name>().map(|name| name.to_string())
    }

    #[test]
    fn a_name_is_one_line_in_one_form() {
        for (typed, kept) in [
            (" Nguyễn Thị Mai ", "Nguyễn Thị Mai"),
            ("Nguye\u{302}\u{303}n Thi\u{323} Mai", "Nguyễn Thị Mai"),
            ("Mai\u{200B} \u{A0}\u{3000} Tran\u{FE0F}", "Mai Tran"),
            ("Grace\u{AD} Tan", "Grace Tan"),
            ("Dr.Tan", "Dr.Tan"),
            ("ThS.BS Lê Văn A", "ThS.BS Lê Văn A"),
            ("J.R.R. Tolkien", "J.R.R. Tolkien"),
            ("Ravi s/o Kumar", "Ravi s/o Kumar"),
            ("O’Brien-Smith, Jr.", "O’Brien-Smith, Jr."),
            ("می\u{200C}خواهم", "می\u{200C}خواهم"),
        ] {
            assert_eq!(name(typed).as_deref(), Ok(kept), "{typed:?}");
        }
    }

    #[test]
    fn nobody_is_nameless() {
        for nothing in [
            "",
            "  ",
            "\u{200B}",
            "\u{200D}",
            "\u{2800}\u{3164}",
            "\u{E0041}",
            "\u{301}",
        ] {
            assert_eq!(name(nothing), Err(ValueError::Empty), "{nothing:?}");
        }
        for forged in [
            "a\nb",
            "a\u{202E}b",
            "a\u{2028}b",
            "a\0b",
            "a\u{2066}b",
            "a\u{FEFF}b",
        ] {
            assert_eq!(
                name(forged),
                Err(ValueError::ControlCharacter),
                "{forged:?}"
            );
        }
        assert_eq!(name(&"x".repeat(101)), Err(ValueError::TooLong(100)));
        assert!(name(&"x".repeat(100)).is_ok());
    }

    #[test]
    fn a_name_holds_no_address() {
        for link in [
            "https://evil.example",
            "Mai evil.com",
            "WWW.EVIL.COM",
            "evil.com/prize",
            "evil。com",
            "me@evil.com",
            "Dr.evil.com",
            "win-now.co.uk!",
            "(evil.io)",
            "xn--e1afmkfd.xn--p1ai",
        ] {
            assert_eq!(name(link), Err(ValueError::Link), "{link}");
        }
    }
}
