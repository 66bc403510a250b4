//! Free text that people type: comments and reasons.

use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

use super::{ValueError, serde_as_text};

macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $max:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// The longest it may be, in characters.
            pub const MAX: usize = $max;

            /// The text as it was typed, trimmed of white space.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = ValueError;
            fn from_str(text: &str) -> Result<Self, ValueError> {
                check(text, Self::MAX).map(Self)
            }
        }

        serde_as_text!($name);
    };
}

text!(
    /// A comment on a booking; may have several lines.
    Comment, 2000
);
text!(
    /// Why a booking is cancelled; may have several lines.
    Reason, 500
);

fn check(text: &str, max: usize) -> Result<String, ValueError> {
    let text: String = text.trim().nfc().collect();
    let is_seen = |c: char| !c.is_whitespace() && !is_ignorable(c) && !JOINERS.contains(&c);
    if !text.chars().any(is_seen) {
        return Err(ValueError::Empty);
    }
    if text.chars().count() > max {
        return Err(ValueError::TooLong(max));
    }
    let allowed = |c: char| matches!(c, '\n' | '\r' | '\t');
    if text.chars().any(|c| is_mischievous(c) && !allowed(c)) {
        return Err(ValueError::ControlCharacter);
    }
    Ok(text)
}

/// The marks that join or separate the letters of some scripts. Inside a word they belong to its
/// spelling.
pub(super) const JOINERS: [char; 2] = ['\u{200C}', '\u{200D}'];

/// Whether a character is normally not shown at all: the code points with the property
/// `Default_Ignorable_Code_Point` (Unicode Standard Annex 44), but for the joiners, and the blank
/// pattern of braille.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}'..='\u{2065}'
        | '\u{206A}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether a character is not seen, alone or by what it does to the others.
pub fn is_unseen(c: char) -> bool {
    is_ignorable(c) || (is_mischievous(c) && !c.is_whitespace())
}

/// Controls, line and paragraph separators, and the marks that reorder the text around them
/// (Unicode Standard Annex 9, 2.1 to 2.5). They could be used to forge a line.
pub(super) fn is_mischievous(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_trimmed_and_clean() {
        let comment = |text: &str| text.parse::<Comment>().map(|text| text.to_string());
        assert_eq!(comment(" first\nsecond ").as_deref(), Ok("first\nsecond"));
        assert_eq!(comment("e\u{301}").as_deref(), Ok("\u{e9}"));
        for nothing in ["  ", "\u{200B}", "\u{2800}", "\u{200D}\n\u{AD}", "\u{3164}"] {
            assert_eq!(comment(nothing), Err(ValueError::Empty), "{nothing:?}");
        }
        // The joiners of an emoji of several stay.
        let family = "👩\u{200D}👧";
        assert_eq!(comment(family).as_deref(), Ok(family));
        assert_eq!(comment("a\0b"), Err(ValueError::ControlCharacter));
        assert_eq!(comment("a\u{202E}b"), Err(ValueError::ControlCharacter));
        assert_eq!(comment(&"x".repeat(2001)), Err(ValueError::TooLong(2000)));
    }
}
