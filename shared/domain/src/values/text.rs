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
    if text.is_empty() {
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
        assert_eq!(comment("  "), Err(ValueError::Empty));
        assert_eq!(comment("a\0b"), Err(ValueError::ControlCharacter));
        assert_eq!(comment("a\u{202E}b"), Err(ValueError::ControlCharacter));
        assert_eq!(comment(&"x".repeat(2001)), Err(ValueError::TooLong(2000)));
    }
}
