//! How many parts an SMS is sent in (3GPP TS 23.038).

use serde::{Deserialize, Serialize};

/// The parts in which a text is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Parts {
    /// The number of parts; each is charged.
    pub count: u32,
    /// The encoding of its characters.
    pub encoding: Encoding,
}

/// The encoding of characters (3GPP TS 23.038).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// The alphabet of 7 bits: 160 characters in one part, 153 in each of several.
    Gsm7,
    /// Everything else: 70 units of UTF-16 in one part, 67 in each of several.
    Ucs2,
}

/// Counts the parts of a text. A character of two units is never split between parts.
pub fn parts(text: &str) -> Parts {
    let (encoding, alone, each, units): (_, _, _, Vec<u32>) =
        match text.chars().map(gsm7_units).collect() {
            Some(units) => (Encoding::Gsm7, 160, 153, units),
            None => (
                Encoding::Ucs2,
                70,
                67,
                text.chars().map(ucs2_units).collect(),
            ),
        };
    if units.iter().sum::<u32>() <= alone {
        return Parts { count: 1, encoding };
    }
    let (count, _) = units
        .iter()
        .fold((1, 0), |(count, filled), units| match filled + units {
            filled if filled <= each => (count, filled),
            _ => (count + 1, *units),
        });
    Parts { count, encoding }
}

/// How many units of the 7-bit alphabet a character takes; `None` if it is not in it (3GPP TS
/// 23.038, 6.2.1 and 6.2.1.1).
fn gsm7_units(c: char) -> Option<u32> {
    const LETTERS: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
    const EXTENSION: &str = "\u{c}^{}\\[~]|€";
    if c.is_ascii_alphanumeric() || LETTERS.contains(c) {
        Some(1)
    } else if EXTENSION.contains(c) {
        Some(2)
    } else {
        None
    }
}

fn ucs2_units(c: char) -> u32 {
    if c.len_utf16() == 1 { 1 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> (u32, Encoding) {
        let parts = parts(text);
        (parts.count, parts.encoding)
    }

    #[test]
    fn parts_end_where_the_network_ends_them() {
        use Encoding::{Gsm7, Ucs2};
        assert_eq!(count(""), (1, Gsm7));
        assert_eq!(count(&"a".repeat(160)), (1, Gsm7));
        assert_eq!(count(&"a".repeat(161)), (2, Gsm7));
        assert_eq!(count(&"a".repeat(306)), (2, Gsm7));
        assert_eq!(count(&"a".repeat(307)), (3, Gsm7));
        assert_eq!(count(&"€".repeat(80)), (1, Gsm7));
        assert_eq!(count(&"€".repeat(81)), (2, Gsm7));
        assert_eq!(count(&"ị".repeat(70)), (1, Ucs2));
        assert_eq!(count(&"ị".repeat(71)), (2, Ucs2));
        assert_eq!(count(&"ị".repeat(134)), (2, Ucs2));
        assert_eq!(count(&"ị".repeat(135)), (3, Ucs2));
        assert_eq!(count(&"🙂".repeat(35)), (1, Ucs2));
        assert_eq!(count(&"🙂".repeat(36)), (2, Ucs2));
    }

    #[test]
    fn a_character_of_two_units_stays_in_one_part() {
        // 306 units would fill two parts, but units 153 and 154 are one character.
        let text = format!("{}€{}", "a".repeat(152), "a".repeat(152));
        assert_eq!(count(&text), (3, Encoding::Gsm7));
        // The first 66 characters take two units each: 33 of them fit in a part of 67, with one
        // unit unused.
        assert_eq!(count(&"🙂".repeat(66)), (2, Encoding::Ucs2));
        assert_eq!(count(&"🙂".repeat(67)), (3, Encoding::Ucs2));
    }
}
