//! The notice that somebody's email address or number was changed.

use jiff::Timestamp;

use super::{Address, Draft, Facts, Kind, Recipient};
use crate::booking::{SessionType, Side};
use crate::person::Person;
use crate::values::{EmailAddress, Role};

/// What tells a person that the concierge has changed their email address or number: an email to the
/// new address, and one to the old one if it is another. Neither tells the other address. An address
/// that is known not to work is not told.
pub fn contact_changed(before: &Person, after: &Person, now: Timestamp) -> Vec<Draft> {
    if before.email == after.email && before.phone == after.phone {
        return Vec::new();
    }
    let old = (before.email != after.email && before.present_problem().is_none())
        .then(|| draft(&before.email, before.link_epoch, after, now));
    let new = after.present_problem().is_none();
    let new = new.then(|| draft(&after.email, after.link_epoch, after, now));
    old.into_iter().chain(new).collect()
}

fn draft(address: &EmailAddress, link_epoch: u32, to: &Person, now: Timestamp) -> Draft {
    Draft {
        kind: Kind::ContactChanged,
        to: Recipient {
            person: to.id.clone(),
            side: match to.role {
                Role::Provider => Side::Provider,
                Role::Member | Role::Concierge | Role::System => Side::Member,
            },
            address: Address::Email(address.clone()),
            name: to.name.clone(),
            zone: to.zone.clone(),
            language: to.language,
            link_epoch,
        },
        facts: Facts {
            session_type: SessionType::Video,
            starts_at: now,
            duration_minutes: 0,
            with: to.name.clone(),
            member_phone: None,
            provider_phone: None,
            cancelled_by: None,
            moved_from: None,
            accept_by: None,
            lead: None,
            missed: Vec::new(),
            no_show: None,
            nobody_came: false,
            member_waited: false,
        },
    }
}
