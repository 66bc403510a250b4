//! People: providers, members and concierges.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::pending::PendingContact;
use crate::policy::Policy;
use crate::values::{Actor, EmailAddress, Language, Name, PersonId, PhoneNumber, Role, Zone};

/// A person whom the service knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The user name of their token.
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
    /// When the concierge last changed their email address or number, and who.
    pub contact_change: Option<ContactEdit>,
    /// The address and the number that they have given and not confirmed (A7).
    pub pending: PendingContact,
    /// Rises by one with each change.
    pub version: u64,
}

/// That a concierge has changed somebody's email address or number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactEdit {
    /// When.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub at: Timestamp,
    /// Who.
    pub by: PersonId,
    /// Whether it followed another such change within the pause.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
}

impl Person {
    /// The person once their links are void.
    pub fn without_links(self) -> Self {
        Self {
            link_epoch: self.link_epoch + 1,
            version: self.version + 1,
            ..self
        }
    }

    /// Why mail must not be sent to their current address; `None` if it may be.
    pub fn present_problem(&self) -> Option<MailProblemKind> {
        let problem = self.mail_problem.as_ref()?;
        (problem.address == self.email).then_some(problem.kind)
    }

    /// The person after a change by somebody. If the concierge changes the address or the number, the
    /// pause begins (A6).
    pub fn changed_by(self, before: &Self, by: &Actor, now: Timestamp, policy: &Policy) -> Self {
        let is_other = !before.email.is_same(&self.email) || before.phone != self.phone;
        let Some(concierge) = by
            .id
            .clone()
            .filter(|_| by.role == Role::Concierge && is_other)
        else {
            return self;
        };
        let last = before.contact_change.as_ref();
        let edit = ContactEdit {
            at: now,
            by: concierge,
            again: last.is_some_and(|last| now < last.at + policy.contact_pause),
        };
        Self {
            contact_change: Some(edit),
            ..self
        }
    }

    /// Until when `by` may not have messages sent to them again, since they have just changed their
    /// address or number (A6). Another concierge may.
    pub fn paused_until(&self, by: &Actor, now: Timestamp, policy: &Policy) -> Option<Timestamp> {
        let edit = self.contact_change.as_ref()?;
        let from = edit.at + policy.contact_pause;
        (by.id.as_ref() == Some(&edit.by) && now < from).then_some(from)
    }

    /// The same for what is theirs after a correction: a first change, of which both addresses are
    /// told, is followed by no pause.
    pub fn links_paused_until(
        &self,
        by: &Actor,
        now: Timestamp,
        policy: &Policy,
    ) -> Option<Timestamp> {
        let again = self.contact_change.as_ref()?.again;
        self.paused_until(by, now, policy).filter(|_| again)
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::ToSpan as _;

    use super::*;
    use crate::fixtures::person as mai;

    /// (A6)
    #[test]
    fn the_pause_is_for_who_changed_it_and_for_links_only_after_a_second_change() {
        let policy = Policy::default();
        let at =
            |minutes: i64| "2026-11-23T03:00:00Z".parse::<Timestamp>().unwrap() + minutes.minutes();
        let by = |id: &str, role| Actor::person(id.parse().unwrap(), role);
        let (anna, binh) = (
            by("con_anna", Role::Concierge),
            by("con_binh", Role::Concierge),
        );
        let typed = |email: &str, before: &Person, by: &Actor, now| {
            let after = Person {
                contact_change: before.contact_change.clone(),
                ..mai(email)
            };
            after.changed_by(before, by, now, &policy)
        };
        let first = mai("mai@example.com");
        let own = typed("m@example.com", &first, &by("mem_mai", Role::Member), at(0));
        assert_eq!(own.contact_change, None);
        let same = typed("mai@example.com", &first, &anna, at(0));
        assert_eq!(same.contact_change, None);

        let once = typed("m@example.com", &first, &anna, at(0));
        assert_eq!(once.paused_until(&anna, at(29), &policy), Some(at(30)));
        assert_eq!(once.paused_until(&anna, at(30), &policy), None);
        assert_eq!(once.paused_until(&binh, at(1), &policy), None);
        assert_eq!(once.links_paused_until(&anna, at(1), &policy), None);

        let back = typed("mai@example.com", &once, &anna, at(10));
        assert_eq!(
            back.links_paused_until(&anna, at(11), &policy),
            Some(at(40))
        );
        assert_eq!(back.links_paused_until(&binh, at(11), &policy), None);
        let later = typed("mai@example.com", &once, &anna, at(31));
        assert_eq!(later.links_paused_until(&anna, at(32), &policy), None);
    }
}
