//! Free text that people type: names, comments, reasons.

use std::str::FromStr;

use super::{ValueError, serde_as_text};

macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $max:literal, $lines:expr) => {
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
                check(text, Self::MAX, $lines).map(Self)
            }
        }

        serde_as_text!($name);
    };
}

text!(
    /// A person's name: one line.
    Name, 100, false
);
text!(
    /// A comment on a booking; may have several lines.
    Comment, 2000, true
);
text!(
    /// Why a booking is cancelled; may have several lines.
    Reason, 500, true
);

fn check(text: &str, max: usize, lines: bool) -> Result<String, ValueError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ValueError::Empty);
    }
    if text.chars().count() > max {
        return Err(ValueError::TooLong(max));
    }
    let allowed = |c: char| lines && matches!(c, '\n' | '\r' | '\t');
    if text.chars().any(|c| is_mischievous(c) && !allowed(c)) {
        return Err(ValueError::ControlCharacter);
    }
    Ok(text.to_owned())
}

/// Controls, line and paragraph separators, and the marks that reorder the text around them
/// (Unicode Standard Annex 9, 2.1 to 2.5). They could be used to forge a line.
fn is_mischievous(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_clean_line() {
        assert_eq!(
            " Nguyễn Thị Mai "
                .parse::<Name>()
                .map(|n| n.to_string())
                .as_deref(),
            Ok("Nguyễn Thị Mai")
        );
        assert_eq!("  ".parse::<Name>(), Err(ValueError::Empty));
        assert_eq!("a\nb".parse::<Name>(), Err(ValueError::ControlCharacter));
        assert_eq!(
            "a\u{202E}b".parse::<Name>(),
            Err(ValueError::ControlCharacter)
        );
        assert_eq!(
            "x".repeat(101).parse::<Name>(),
            Err(ValueError::TooLong(100))
        );
        assert!("first\nsecond".parse::<Comment>().is_ok());
        assert_eq!("a\0b".parse::<Comment>(), Err(ValueError::ControlCharacter));
    }
}
