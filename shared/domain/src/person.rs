//! People: providers, members and concierges.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::values::{EmailAddress, Language, Name, PersonId, PhoneNumber, Role, Zone};

/// A person whom the service knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The `sub` of their token.
    pub id: PersonId,
    /// Their role.
    pub role: Role,
    /// The name that others see.
    pub name: Name,
    /// Their email address.
    pub email: EmailAddress,
    /// Their number for SMS and calls. A member needs one for a phone session.
    pub phone: Option<PhoneNumber>,
    /// The time zone in which times are shown to them.
    pub zone: Zone,
    /// Their language.
    pub language: Language,
    /// The reminders that they want.
    pub reminders: Reminders,
    /// The problem that keeps mail from reaching them, if there is one.
    pub mail_problem: Option<MailProblem>,
    /// Rises when their email address changes. Links in mail to an earlier address are void.
    pub link_epoch: u32,
    /// Rises by one with each change.
    pub version: u64,
}

impl Person {
    /// Why mail must not be sent to their current address; `None` if it may be.
    pub fn present_problem(&self) -> Option<MailProblemKind> {
        let problem = self.mail_problem.as_ref()?;
        (problem.address == self.email).then_some(problem.kind)
    }
}

/// The reminders that a person wants before a session (M1). The default is all.
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
    /// Whether they want the reminder with this lead time.
    pub fn wants(self, lead: Lead) -> bool {
        match lead {
            Lead::Hours36 => self.hours_36,
            Lead::Hours24 => self.hours_24,
            Lead::Hour1 => self.hour_1,
        }
    }
}

/// The lead time of a reminder (M1).
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

    /// The duration of the lead time.
    pub fn before(self) -> SignedDuration {
        SignedDuration::from_hours(match self {
            Self::Hours36 => 36,
            Self::Hours24 => 24,
            Self::Hour1 => 1,
        })
    }

    /// The name in the API and in DynamoDB: an ISO 8601 duration.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hours36 => "PT36H",
            Self::Hours24 => "PT24H",
            Self::Hour1 => "PT1H",
        }
    }
}

/// A mail address that must no longer be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailProblem {
    /// The address.
    pub address: EmailAddress,
    /// Why.
    pub kind: MailProblemKind,
    /// Since when.
    pub at: Timestamp,
}

/// Why an address must no longer be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum MailProblemKind {
    /// Mail to it bounced permanently.
    Bounced,
    /// Its reader reported our mail as spam.
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
