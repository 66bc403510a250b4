//! A change of one's own email address or number, until its owner confirms it by the code that was sent
//! there (A7).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::message::Channel;
use crate::person::Person;
use crate::values::{DeliveryId, EmailAddress, PhoneNumber};

/// How long a code is valid.
pub const CODE_LIFE: SignedDuration = SignedDuration::from_mins(10);
/// How many wrong codes make the right one void.
pub const MOST_TRIES: u32 = 5;

/// The address and the number that a person has given and not confirmed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingContact {
    /// The address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Pending<EmailAddress>>,
    /// The number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms: Option<Pending<PhoneNumber>>,
}

/// An address or a number that is not confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending<T> {
    /// Where the code was sent.
    pub contact: T,
    /// The code.
    #[serde(flatten)]
    pub code: SentCode,
}

/// A code that was sent. It is stored nowhere: who has the service's key derives it from the random id
/// of its message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SentCode {
    /// The message that tells it.
    pub message: DeliveryId,
    /// From when on it is not valid any more.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub expires_at: Timestamp,
    /// How many wrong codes were given instead.
    pub wrong: u32,
}

/// The outcome of giving a code.
#[derive(Clone, Debug, PartialEq)]
pub enum Confirmation {
    /// It was the right one: the person with the address or the number.
    Confirmed(Person),
    /// It was a wrong one: the person with one try less.
    Wrong {
        /// The person.
        counted: Person,
        /// How many tries they have left.
        tries_left: u32,
    },
}

/// Why no code is of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefused {
    /// Nothing waits to be confirmed.
    #[error("Nothing is to be confirmed. The change was confirmed or taken back.")]
    NothingPending,
    /// Too many wrong codes were given.
    #[error("Too many wrong codes were given. Have a new code sent.")]
    Void,
    /// It has expired.
    #[error("The code has expired. Have a new code sent.")]
    Expired,
}

impl PendingContact {
    /// Whether nothing waits to be confirmed.
    pub fn is_empty(&self) -> bool {
        self.email.is_none() && self.sms.is_none()
    }

    /// The code that was sent by a channel.
    pub fn code(&self, channel: Channel) -> Option<&SentCode> {
        match channel {
            Channel::Email => self.email.as_ref().map(|pending| &pending.code),
            Channel::Sms => self.sms.as_ref().map(|pending| &pending.code),
        }
    }

    fn code_mut(&mut self, channel: Channel) -> Option<&mut SentCode> {
        match channel {
            Channel::Email => self.email.as_mut().map(|pending| &mut pending.code),
            Channel::Sms => self.sms.as_mut().map(|pending| &mut pending.code),
        }
    }
}

impl<T> Pending<T> {
    fn new(contact: T, message: DeliveryId, now: Timestamp) -> Self {
        Self {
            contact,
            code: SentCode {
                message,
                expires_at: now + CODE_LIFE,
                wrong: 0,
            },
        }
    }
}

impl SentCode {
    /// How many wrong codes may still be given before it is void.
    pub fn tries_left(&self) -> u32 {
        MOST_TRIES.saturating_sub(self.wrong)
    }
}

impl Person {
    /// The person after a change by themselves: another address or number is pending in place of an
    /// earlier one, and all else counts at once. Other capitals make no other address (D4), and a number
    /// that is removed needs no code. `draw` gives the message of each code its id.
    pub fn holding_back(
        self,
        before: &Self,
        mut draw: impl FnMut() -> DeliveryId,
        now: Timestamp,
    ) -> Self {
        let mut after = self;
        if !after.email.is_same(&before.email) {
            after.pending.email = Some(Pending::new(after.email, draw(), now));
            after.email = before.email.clone();
            after.mail_problem = before.mail_problem.clone();
            after.link_epoch = before.link_epoch;
        }
        if after.phone != before.phone
            && let Some(number) = after.phone.take()
        {
            after.pending.sms = Some(Pending::new(number, draw(), now));
            after.phone = before.phone.clone();
        }
        after
    }

    /// The person after somebody has given the code of a channel; `is_code` says whether it is the one
    /// that a message tells.
    ///
    /// # Errors
    ///
    /// Why no code is of use. Such a code does not count as a try.
    pub fn confirm(
        &self,
        channel: Channel,
        is_code: impl Fn(&DeliveryId) -> bool,
        now: Timestamp,
    ) -> Result<Confirmation, CodeRefused> {
        let mut after = Self {
            version: self.version + 1,
            ..self.clone()
        };
        let code = after.pending.code_mut(channel);
        let code = code.ok_or(CodeRefused::NothingPending)?;
        if code.tries_left() == 0 {
            return Err(CodeRefused::Void);
        }
        if code.expires_at <= now {
            return Err(CodeRefused::Expired);
        }
        if !is_code(&code.message) {
            code.wrong += 1;
            let tries_left = code.tries_left();
            return Ok(Confirmation::Wrong {
                counted: after,
                tries_left,
            });
        }
        match channel {
            Channel::Email => {
                if let Some(pending) = after.pending.email.take() {
                    after.email = pending.contact;
                    after.mail_problem = None;
                    after.link_epoch += 1;
                }
            }
            Channel::Sms => after.phone = after.pending.sms.take().map(|pending| pending.contact),
        }
        Ok(Confirmation::Confirmed(after))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::ToSpan as _;

    use super::*;
    use crate::fixtures::person;

    fn at(minutes: i64) -> Timestamp {
        "2026-11-23T03:00:00Z".parse::<Timestamp>().unwrap() + minutes.minutes()
    }

    /// The person after they gave another address and another number. The messages are numbered.
    fn changed(before: &Person, email: &str, phone: Option<&str>) -> Person {
        let mut drawn = 0;
        let draw = || {
            drawn += 1;
            format!("dlv_{drawn}").parse().unwrap()
        };
        let given = Person {
            email: email.parse().unwrap(),
            phone: phone.map(|phone| phone.parse().unwrap()),
            ..before.clone()
        };
        given.holding_back(before, draw, at(0))
    }

    fn is_first(message: &DeliveryId) -> bool {
        message.as_str() == "dlv_1"
    }

    fn nothing_fits(_: &DeliveryId) -> bool {
        false
    }

    /// (A7)
    #[test]
    fn another_address_and_number_are_pending_and_nothing_else_is() {
        let before = person("mai@example.com");
        let after = changed(&before, "m@example.com", Some("+84900000001"));
        assert_eq!(after.email, before.email);
        assert_eq!(after.phone, before.phone);
        let email = after.pending.email.as_ref().unwrap();
        assert_eq!(email.contact.as_str(), "m@example.com");
        assert_eq!(email.code.expires_at, at(10));
        let number = after.pending.sms.as_ref().unwrap();
        assert_eq!(number.contact.as_str(), "+84900000001");
        assert_ne!(number.code.message, email.code.message);

        let capitals = changed(&before, "Mai@example.com", None);
        assert_eq!(capitals.email.as_str(), "Mai@example.com");
        assert_eq!(capitals.phone, None);
        assert!(capitals.pending.is_empty());
    }

    /// (A7)
    #[test]
    fn the_right_code_makes_it_count() {
        let before = person("mai@example.com");
        let after = changed(&before, "m@example.com", Some("+84900000001"));
        let confirmed = after.confirm(Channel::Email, is_first, at(9)).unwrap();
        let Confirmation::Confirmed(confirmed) = confirmed else {
            panic!("{confirmed:?}");
        };
        assert_eq!(confirmed.email.as_str(), "m@example.com");
        assert_eq!(confirmed.link_epoch, before.link_epoch + 1);
        assert_eq!(confirmed.version, after.version + 1);
        assert_eq!(confirmed.pending.email, None);
        assert_eq!(confirmed.pending.sms, after.pending.sms);
        let again = confirmed.confirm(Channel::Email, is_first, at(9));
        assert_eq!(again, Err(CodeRefused::NothingPending));
        // The code of one channel is not that of the other.
        let other = confirmed.confirm(Channel::Sms, is_first, at(9)).unwrap();
        assert!(matches!(other, Confirmation::Wrong { .. }));
    }

    /// (A7)
    #[test]
    fn a_code_is_void_after_five_wrong_ones_and_after_ten_minutes() {
        let mut person = changed(&person("mai@example.com"), "m@example.com", None);
        let late = person.confirm(Channel::Email, is_first, at(10));
        assert_eq!(late, Err(CodeRefused::Expired));
        for left in (0..MOST_TRIES).rev() {
            let tried = person.confirm(Channel::Email, nothing_fits, at(1)).unwrap();
            let Confirmation::Wrong {
                counted,
                tries_left,
            } = tried
            else {
                panic!("{tried:?}");
            };
            assert_eq!(tries_left, left);
            assert_eq!(counted.email, person.email);
            person = counted;
        }
        let right = person.confirm(Channel::Email, is_first, at(1));
        assert_eq!(right, Err(CodeRefused::Void));
        // A new code for the same address has tries of its own.
        let anew = changed(&person, "m@example.com", None);
        assert_eq!(anew.pending.code(Channel::Email).unwrap().wrong, 0);
    }
}
