//! Windows: a range of times of a local day.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A time of the local day in whole minutes, `00:00` to `24:00`, the end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DayMinute(u16);

/// Not a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a time of day from 00:00 to 24:00, such as 09:30")]
pub struct NotATimeOfDay;

impl DayMinute {
    /// The end of the day, `24:00`.
    pub const END: Self = Self(24 * 60);

    /// The time that many minutes after midnight, up to `24:00`.
    pub fn new(minutes: u16) -> Result<Self, NotATimeOfDay> {
        (minutes <= Self::END.0)
            .then_some(Self(minutes))
            .ok_or(NotATimeOfDay)
    }

    /// Minutes on the wall clock after midnight.
    pub fn minutes(self) -> u16 {
        self.0
    }
}

impl FromStr for DayMinute {
    type Err = NotATimeOfDay;

    /// Reads `HH:MM`, with two digits each.
    fn from_str(text: &str) -> Result<Self, NotATimeOfDay> {
        let &[h1, h2, b':', m1, m2] = text.as_bytes() else {
            return Err(NotATimeOfDay);
        };
        let number = |tens: u8, ones: u8| {
            let digits = tens.is_ascii_digit() && ones.is_ascii_digit();
            digits.then(|| u16::from(tens - b'0') * 10 + u16::from(ones - b'0'))
        };
        match (number(h1, h2), number(m1, m2)) {
            (Some(hours), Some(minutes)) if minutes < 60 => Self::new(hours * 60 + minutes),
            (Some(_) | None, Some(_) | None) => Err(NotATimeOfDay),
        }
    }
}

impl fmt::Display for DayMinute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for DayMinute {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DayMinute {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// A range of local time, from `from` (inclusive) to `to` (exclusive).
/// [`Schedule`](super::Schedule) checks that the two are in order and on the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Window {
    /// When it begins.
    pub from: DayMinute,
    /// When it ends.
    pub to: DayMinute,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_times_of_a_day_pass() {
        for good in ["00:00", "09:05", "23:59", "24:00"] {
            assert_eq!(good.parse::<DayMinute>().unwrap().to_string(), good);
        }
        for bad in [
            "",
            "9:00",
            "24:01",
            "09:60",
            "99:00",
            "+9:00",
            "09:00:00",
            "09-00",
            "０９:00",
            " 9:00",
        ] {
            assert_eq!(bad.parse::<DayMinute>(), Err(NotATimeOfDay), "{bad:?}");
        }
    }

    #[test]
    fn a_window_is_two_texts_in_json() {
        let json = r#"{"from":"09:00","to":"24:00"}"#;
        let window: Window = serde_json::from_str(json).unwrap();
        assert_eq!(window.to, DayMinute::END);
        assert_eq!(serde_json::to_string(&window).unwrap(), json);
    }
}
