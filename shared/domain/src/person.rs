//! People: providers, members and concierges.

use serde::{Deserialize, Serialize};

use crate::values::{EmailAddress, Language, Name, PersonId, PhoneNumber, Role, Zone};

/// A person as the service knows them.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The `sub` of their token.
    pub id: PersonId,
    /// What they are.
    pub role: Role,
    /// What others call them.
    pub name: Name,
    /// Where mail reaches them.
    pub email: EmailAddress,
    /// Where SMS and calls reach them; a member needs one for a phone session.
    pub phone: Option<PhoneNumber>,
    /// In which zone they read the clock.
    pub zone: Zone,
    /// In which language they read.
    pub language: Language,
    /// Which reminders they want.
    pub reminders: Reminders,
    /// Rises by one with each change.
    pub version: u64,
}

/// Which reminders a person wants before a session (M1). All, unless turned off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminders {
    /// 36 hours before.
    #[serde(rename = "PT36H")]
    pub hours_36: bool,
    /// 24 hours before.
    #[serde(rename = "PT24H")]
    pub hours_24: bool,
    /// 1 hour before.
    #[serde(rename = "PT1H")]
    pub hour_1: bool,
}

/// How long before a session a reminder comes (M1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Lead {
    /// 36 hours.
    #[serde(rename = "PT36H")]
    Hours36,
    /// 24 hours.
    #[serde(rename = "PT24H")]
    Hours24,
    /// 1 hour.
    #[serde(rename = "PT1H")]
    Hour1,
}

impl Default for Reminders {
    fn default() -> Self {
        Self {
            hours_36: true,
            hours_24: true,
            hour_1: true,
        }
    }
}
