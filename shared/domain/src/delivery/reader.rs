//! The reader of a message as they are when it is sent: where they are reached by then, and
//! whether they want it.

use super::Suppression;
use crate::message::{Address, Facts, Message, Recipient};
use crate::person::{Lead, MailProblemKind, Person};

/// The reminders for which a message stands: its own, and those that a late tick passed over.
pub fn leads(facts: &Facts) -> Vec<Lead> {
    facts.lead.iter().chain(&facts.missed).copied().collect()
}

/// Where a message goes to its reader as they are now, by the same channel, or why it is not to
/// be sent to them. A reminder that they have turned off fails for no problem of their address.
pub fn recipient_now(message: &Message, reader: &Person) -> Result<Recipient, Suppression> {
    let leads = leads(&message.facts);
    if !leads.is_empty() && !leads.iter().any(|lead| reader.reminders.wants(*lead)) {
        return Err(Suppression::TurnedOff);
    }
    Ok(Recipient {
        address: address_now(&message.to.address, reader)?,
        name: reader.name.clone(),
        zone: reader.zone.clone(),
        language: reader.language,
        link_epoch: reader.link_epoch,
        ..message.to.clone()
    })
}

/// Why a person can't be reached by a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreachable {
    /// Mail to their address bounced.
    #[error("mail to their address bounced")]
    AddressBounced,
    /// They have reported our mail as spam.
    #[error("they have reported our mail as spam")]
    AddressComplained,
    /// They have no number any more.
    #[error("they have no number any more")]
    NoNumber,
}

impl From<Unreachable> for Suppression {
    fn from(why: Unreachable) -> Self {
        match why {
            Unreachable::AddressBounced => Self::AddressBounced,
            Unreachable::AddressComplained => Self::AddressComplained,
            Unreachable::NoNumber => Self::NoNumber,
        }
    }
}

/// Where a person is reached now by the channel of an earlier address, if they are.
pub fn address_now(before: &Address, reader: &Person) -> Result<Address, Unreachable> {
    match before {
        Address::Email(_) => match reader.present_problem() {
            None => Ok(Address::Email(reader.email.clone())),
            Some(MailProblemKind::Bounced) => Err(Unreachable::AddressBounced),
            Some(MailProblemKind::Complained) => Err(Unreachable::AddressComplained),
        },
        Address::Phone(_) => match &reader.phone {
            Some(number) => Ok(Address::Phone(number.clone())),
            None => Err(Unreachable::NoNumber),
        },
    }
}
