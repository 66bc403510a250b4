//! People: providers, members and concierges.

use jiff::{SignedDuration, Timestamp};
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
    /// That mail does not reach them, as long as it doesn't.
    pub mail_problem: Option<MailProblem>,
    /// Rises when their email changes: links in mail to an earlier address are void.
    pub link_epoch: u32,
    /// Rises by one with each change.
    pub version: u64,
}

impl Person {
    /// Why their present address is not to be written to, if it isn't.
    pub fn present_problem(&self) -> Option<MailProblemKind> {
        let problem = self.mail_problem.as_ref()?;
        (problem.address == self.email).then_some(problem.kind)
    }
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

impl Reminders {
    /// Whether they want one so long before.
    pub fn wants(self, lead: Lead) -> bool {
        match lead {
            Lead::Hours36 => self.hours_36,
            Lead::Hours24 => self.hours_24,
            Lead::Hour1 => self.hour_1,
        }
    }
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

impl Lead {
    /// Every lead, the longest first.
    pub const ALL: [Self; 3] = [Self::Hours36, Self::Hours24, Self::Hour1];

    /// How long before the start that is.
    pub fn before(self) -> SignedDuration {
        SignedDuration::from_hours(match self {
            Self::Hours36 => 36,
            Self::Hours24 => 24,
            Self::Hour1 => 1,
        })
    }

    /// The name in the API and in the table: an ISO 8601 duration.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hours36 => "PT36H",
            Self::Hours24 => "PT24H",
            Self::Hour1 => "PT1H",
        }
    }
}

/// That an address is not to be written to any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailProblem {
    /// Which address.
    pub address: EmailAddress,
    /// Why.
    pub kind: MailProblemKind,
    /// Since when.
    pub at: Timestamp,
}

/// Why an address is not to be written to any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailProblemKind {
    /// Mail to it came back for good.
    Bounced,
    /// Whoever reads it has called our mail spam.
    Complained,
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
