//! An SMS: its text, cut to two parts, and how parts are counted.

use anteroom_domain::message::{Facts, Kind, Recipient};
use anteroom_domain::values::Name;
use serde::{Deserialize, Serialize};

use super::view::View;
use super::{RenderError, disclosure, templates};

/// No message takes more parts than this (M2).
pub(crate) const MOST_PARTS: u32 = 2;

/// How many parts a text takes on the air.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Parts {
    /// Each part is paid for.
    pub count: u32,
    /// How its characters are sent.
    pub encoding: Encoding,
}

/// How characters are sent (3GPP TS 23.038).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// The alphabet of 7 bits: 160 characters in one part, 153 in each of several.
    Gsm7,
    /// Everything else: 70 units of UTF-16 in one part, 67 in each of several.
    Ucs2,
}

/// Counts the parts of a text. A character that takes two units is never split over parts.
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

/// Words an SMS. If it takes too many parts, the longer of the two names in it, the other
/// side's or the service's, loses a character at its end until it doesn't; a dot shows where
/// a name was cut.
pub(super) fn render(
    kind: Kind,
    to: &Recipient,
    facts: &Facts,
    service: &Name,
) -> Result<(String, Parts), RenderError> {
    let template = match kind {
        Kind::PhoneBooked => "phone_booked.sms",
        Kind::Introduction => "introduction.sms",
        Kind::Reminder => "reminder.sms",
        Kind::SwitchedToPhone => "switched_to_phone.sms",
        Kind::MemberWaiting => "member_waiting.sms",
        Kind::ChangedSoon => "changed_soon.sms",
        Kind::Proposal
        | Kind::Confirmation
        | Kind::Rescheduled
        | Kind::Cancellation
        | Kind::Declined
        | Kind::Expired
        | Kind::NoShow => return Err(RenderError::Channel),
    };
    let caller = facts
        .provider_phone
        .as_ref()
        .filter(|_| disclosure::caller_in_sms(kind));
    let (with, service) = (facts.with.as_str(), service.as_str());
    let (mut with_length, mut service_length) = (with.chars().count(), service.chars().count());
    loop {
        let (with, service) = (
            shortened(with, with_length),
            shortened(service, service_length),
        );
        let mut view = View::new(to, facts, &service);
        view.with = &with;
        view.provider_phone = caller.map(|number| number.as_str());
        let text = templates::line(template, &view)?;
        let parts = parts(&text);
        if parts.count <= MOST_PARTS || with_length.max(service_length) <= 1 {
            return Ok((text, parts));
        }
        if with_length >= service_length {
            with_length -= 1;
        } else {
            service_length -= 1;
        }
    }
}

fn shortened(name: &str, length: usize) -> String {
    if name.chars().count() <= length {
        return name.to_owned();
    }
    let kept: String = name.chars().take(length).collect();
    format!("{}.", kept.trim_end())
}

/// How many units of the 7-bit alphabet a character takes, if it is in it (3GPP TS 23.038,
/// 6.2.1 and 6.2.1.1).
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
        // 306 units would fill two parts, but the 153rd and 154th belong together.
        let text = format!("{}€{}", "a".repeat(152), "a".repeat(152));
        assert_eq!(count(&text), (3, Encoding::Gsm7));
        // 66 units, then pairs: 33 pairs fit beside nothing in a part of 67.
        assert_eq!(count(&"🙂".repeat(66)), (2, Encoding::Ucs2));
        assert_eq!(count(&"🙂".repeat(67)), (3, Encoding::Ucs2));
    }
}
