//! The history of people and schedules: who changed what, and when (D5).
//!
//! It outlives what it is about, so it holds no name, address or number. Of an address or a number it
//! holds a keyed hash before and after, by which two can be compared.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::account::AccountChange;
use crate::contact::ContactChange;
use crate::person::Person;
use crate::values::{Actor, EmailAddress, PhoneNumber};

/// What happened to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum PersonEvent {
    /// They were added.
    Added,
    /// They were changed.
    Changed,
    /// Their schedule was made or replaced.
    ScheduleChanged,
    /// The concierge had the emails of their sessions to come sent to them.
    LinksSent,
    /// The concierge invited them to sign in.
    Invited,
    /// The concierge ended their access.
    Deactivated,
    /// The concierge gave their access back.
    Activated,
}

/// A part of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::VariantArray)]
#[serde(rename_all = "camelCase")]
pub enum PersonField {
    /// Their name.
    Name,
    /// Their email address.
    Email,
    /// Their number.
    Phone,
    /// Their time zone.
    TimeZone,
    /// The language of messages to them.
    Language,
    /// The reminders that they want.
    Reminders,
    /// That mail does not reach them.
    MailProblem,
}

/// An address or a number that was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactHashes {
    /// Which one.
    pub field: PersonField,
    /// Its keyed hash before; `None` if there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Its keyed hash afterwards; `None` if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// An entry of the history. Entries are never changed or removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonEntry {
    /// When.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// What happened.
    pub what: PersonEvent,
    /// The parts of the person that are not as before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<PersonField>,
    /// Of addresses and numbers among them, the hashes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<ContactHashes>,
    /// The version of the person or the schedule afterwards.
    pub version: u64,
    /// The request that caused it.
    pub request_id: String,
}

/// A change of a person, with all that is written with it.
#[derive(Clone, Debug)]
pub struct PersonChange {
    /// The person as they were read; `None` if they are added.
    pub before: Option<Person>,
    /// The person afterwards.
    pub after: Person,
    /// What becomes of their addresses (D4).
    pub addresses: Vec<ContactChange>,
    /// What becomes of their account (A5); `None` if nothing does.
    pub account: Option<AccountChange>,
    /// The line in their history; `None` if all is as before.
    pub entry: Option<PersonEntry>,
}

/// The parts in which a person differs from before.
pub fn changed_fields(before: &Person, after: &Person) -> Vec<PersonField> {
    let changed = |field: &PersonField| match field {
        PersonField::Name => before.name != after.name,
        PersonField::Email => before.email != after.email,
        PersonField::Phone => before.phone != after.phone,
        PersonField::TimeZone => before.zone != after.zone,
        PersonField::Language => before.language != after.language,
        PersonField::Reminders => before.reminders != after.reminders,
        PersonField::MailProblem => before.mail_problem != after.mail_problem,
    };
    let all = <PersonField as strum::VariantArray>::VARIANTS;
    all.iter().copied().filter(changed).collect()
}

/// The hashes of an address and a number that were changed.
pub fn changed_contacts(
    before: Option<&Person>,
    after: &Person,
    hash: impl Fn(&str) -> String,
) -> Vec<ContactHashes> {
    let email = |person: &Person| Some(hash(&EmailAddress::folded(&person.email)));
    let phone = |person: &Person| person.phone.as_ref().map(PhoneNumber::as_str).map(&hash);
    let of = |field, (before, after): (Option<String>, Option<String>)| {
        (before != after).then_some(ContactHashes {
            field,
            before,
            after,
        })
    };
    let email = (before.and_then(email), email(after));
    let phone = (before.and_then(phone), phone(after));
    let both = [of(PersonField::Email, email), of(PersonField::Phone, phone)];
    both.into_iter().flatten().collect()
}
