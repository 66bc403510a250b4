//! Time zones.

use std::str::FromStr;

use jiff::tz::TimeZone;

use super::{ValueError, serde_as_text};

/// A time zone of the IANA database, such as `Asia/Ho_Chi_Minh`. The database is built into the
/// program, so that a zone has the same rules everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// The database's name for a clock that nobody has set up yet (its file `factory`).
const UNSET: &str = "Factory";

impl Zone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self(TimeZone::UTC);

    /// The zone's name.
    pub fn as_str(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The zone's rules.
    pub fn rules(&self) -> &TimeZone {
        &self.0
    }
}

impl FromStr for Zone {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let zone = TimeZone::get(text).map_err(|_| ValueError::Zone)?;
        let is_place = zone.iana_name().is_some_and(|name| name != UNSET);
        is_place.then_some(Self(zone)).ok_or(ValueError::Zone)
    }
}

serde_as_text!(Zone);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_named_zones_pass() {
        for good in ["Asia/Ho_Chi_Minh", "Europe/Berlin", "UTC", "Pacific/Apia"] {
            assert_eq!(
                good.parse::<Zone>().map(|z| z.to_string()).as_deref(),
                Ok(good)
            );
        }
        for bad in [
            "",
            "Mars/Olympus",
            "+07:00",
            "../etc/passwd",
            "Asia/Ho Chi Minh",
            "Factory",
            "factory",
        ] {
            assert_eq!(bad.parse::<Zone>(), Err(ValueError::Zone), "{bad:?}");
        }
    }
}
