//! The names of people.

use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::text::{JOINERS, is_ignorable, is_mischievous};
use super::{ValueError, serde_as_text};

/// A person's name: one line in Unicode's form NFC, with single spaces and at least one letter (D4).
/// Characters that nobody sees are left out. It holds no address, since mail programs would make a
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
        let words = visible
            .split_whitespace()
            .map(|word| word.trim_matches(JOINERS))
            .filter(|word| !word.is_empty())
            .map(unlinked)
            .collect::<Result<Vec<_>, _>>()?;
        let name = words.join(" ");
        if name.is_empty() {
            return Err(ValueError::Empty);
        }
        let is_letter = |c: char| c.is_alphabetic() && !is_combining_mark(c);
        if !name.chars().any(is_letter) {
            return Err(ValueError::NoLetter);
        }
        if name.chars().count() > Self::MAX {
            return Err(ValueError::TooLong(Self::MAX));
        }
        Ok(Self(name))
    }
}

serde_as_text!(Name);

/// The full stop, and what domain names take for one (RFC 3490, 3.1).
const DOTS: [char; 4] = ['.', '\u{3002}', '\u{FF0E}', '\u{FF61}'];

/// Titles longer than three letters that are often written without a space after their dot.
const LONG_TITLES: [&str; 4] = ["prof", "bsck", "ckii", "pharm"];

/// A word as mail programs don't take it for a link. A space is put after the dot of a title or a
/// short form before a capital, as in `Dr.Tan`, `ThS.BS` and `V.An`. What a dot does not end is a
/// link if a host name may look so; initials and degrees (`J.R.R.`, `Ph.D.`) are none, since no
/// top-level domain has one letter. A slash alone is part of some names, as in `Ravi s/o Kumar`.
fn unlinked(word: &str) -> Result<String, ValueError> {
    let lower = word.to_lowercase();
    if lower.contains("//") || lower.contains('@') || lower.starts_with("www.") {
        return Err(ValueError::Link);
    }
    let labels: Vec<&str> = word.split(DOTS).collect();
    let bare = |label: &&str| {
        label
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_owned()
    };
    let spoken: Vec<String> = labels.iter().map(bare).filter(|l| !l.is_empty()).collect();
    let [_, rest @ ..] = spoken.as_slice() else {
        return Ok(word.to_owned());
    };
    if rest.iter().all(|label| label.chars().count() == 1) {
        return Ok(word.to_owned());
    }
    let is_short = |label: &String| {
        label.chars().count() <= 3 || LONG_TITLES.contains(&label.to_lowercase().as_str())
    };
    let is_capital = |label: &String| label.chars().next().is_some_and(char::is_uppercase);
    if spoken[..rest.len()].iter().all(is_short)
        && rest.iter().all(is_capital)
        && !word.contains('/')
    {
        return Ok(labels.join(". ").trim_end().to_owned());
    }
    Err(ValueError::Link)
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
            ("Dr.Tan", "Dr. Tan"),
            ("ThS.BS Lê Văn A", "ThS. BS Lê Văn A"),
            ("PGS.TS.BSCK.Nguyễn", "PGS. TS. BSCK. Nguyễn"),
            ("Lê Th.Hoa", "Lê Th. Hoa"),
            ("Trần V.An", "Trần V. An"),
            ("Grace Tan, Ph.D.", "Grace Tan, Ph.D."),
            ("Grace Tan, Psy.D., M.Sc.", "Grace Tan, Psy.D., M. Sc."),
            ("Mai 😀", "Mai 😀"),
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
        ] {
            assert_eq!(name(nothing), Err(ValueError::Empty), "{nothing:?}");
        }
        for letterless in [
            "\u{301}",
            "\u{301}\u{200D}\u{301}",
            ".",
            "---",
            "123",
            "😀",
            "\u{FFF9}",
            "\u{FFFC}",
            "\u{E000}",
            "\u{1D159}",
        ] {
            assert_eq!(
                name(letterless),
                Err(ValueError::NoLetter),
                "{letterless:?}"
            );
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
            "dr.com",
            "cn.com",
            "Mr.vn",
            "bsck.io",
            "st.me",
            "bit.ly",
            "Dr.Com/pay",
        ] {
            assert_eq!(name(link), Err(ValueError::Link), "{link}");
        }
    }
}
