//! Messages about a person alone: that their email address or number was changed, and the code by which
//! they confirm another one.

use jiff::Timestamp;

use super::{Address, Draft, Facts, Kind, Recipient};
use crate::booking::{SessionType, Side};
use crate::pending::SentCode;
use crate::person::Person;
use crate::values::{DeliveryId, EmailAddress, Role};

/// What tells a person that the concierge has changed their email address or number: an email to the
/// new address, and one to the old one if it is another. Neither tells the other address. An address
/// that is known not to work is not told.
pub fn contact_changed(before: &Person, after: &Person, now: Timestamp) -> Vec<Draft> {
    let is_elsewhere = !after.email.is_same(&before.email);
    if !is_elsewhere && before.phone == after.phone {
        return Vec::new();
    }
    let old = (is_elsewhere && before.present_problem().is_none())
        .then(|| notice(&before.email, before.link_epoch, after, now));
    let new = after.present_problem().is_none();
    let new = new.then(|| notice(&after.email, after.link_epoch, after, now));
    old.into_iter().chain(new).collect()
}

/// What tells a person the codes for an address and a number that they have just given, each with the
/// id of its message (A7). It goes there alone.
pub fn contact_codes(before: &Person, after: &Person, now: Timestamp) -> Vec<(DeliveryId, Draft)> {
    let (old, new) = (&before.pending, &after.pending);
    let email = new.email.iter().filter(|_| old.email != new.email);
    let email = email.map(|pending| (&pending.code, Address::Email(pending.contact.clone())));
    let sms = new.sms.iter().filter(|_| old.sms != new.sms);
    let sms = sms.map(|pending| (&pending.code, Address::Phone(pending.contact.clone())));
    let code = |(code, address): (&SentCode, Address)| {
        let draft = draft(Kind::ContactCode, address, after.link_epoch, after, now);
        (code.message.clone(), draft)
    };
    email.chain(sms).map(code).collect()
}

fn notice(address: &EmailAddress, link_epoch: u32, to: &Person, now: Timestamp) -> Draft {
    let address = Address::Email(address.clone());
    draft(Kind::ContactChanged, address, link_epoch, to, now)
}

fn draft(kind: Kind, address: Address, link_epoch: u32, to: &Person, now: Timestamp) -> Draft {
    Draft {
        kind,
        to: Recipient {
            person: to.id.clone(),
            side: match to.role {
                Role::Provider => Side::Provider,
                Role::Member | Role::Concierge | Role::System => Side::Member,
            },
            address,
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
