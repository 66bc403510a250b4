//! Taking a message, and what stands in the way of sending it.
//!
//! All conditions ride in the one transaction that takes the message, so that sending takes
//! no further call and nothing can change between the look and the taking.

use anteroom_domain::booking::Status;
use anteroom_domain::message::{Address, Kind, Message, Recipient, is_for_open_session};
use anteroom_domain::person::Person;
use anteroom_domain::policy::Policy;
use aws_sdk_dynamodb::types::ConditionCheck;
use jiff::Timestamp;

use super::reader::{if_number_holds, if_welcome, leads, present};
use super::{DeliveryState, LEASE, MessageItem, end};
use crate::change::{Change, Test};
use crate::keys::{self, Key};
use crate::transaction::{NotWritten, Transaction};
use crate::value::{Item, instant, number, text, value};
use crate::{Limited, Outcome, Store, StoreError, people};

/// What came of trying to take a message.
#[derive(Debug, PartialEq)]
pub enum Claim {
    /// It is ours to send, once.
    Taken(Box<Claimed>),
    /// Somebody else has it, or had it, or it is not to be tried yet.
    AlreadyTaken,
    /// It is not to be sent at all, which is written down.
    Barred(Suppression),
}

/// The right to send a message, and to say what came of it.
#[derive(Debug, PartialEq)]
pub struct Claimed {
    pub(super) key: Key,
    /// The message, as it is to be sent: to its reader as they are now.
    pub message: Message,
    /// The number of this attempt; the first is 1.
    pub attempt: u32,
}

/// Why a message is not to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suppression {
    /// The booking has moved on since it was written (M4).
    Stale,
    /// It would come too late to be of use.
    TooLate,
    /// Its reader has turned this reminder off (M1).
    TurnedOff,
    /// Mail to the address came back.
    AddressBounced,
    /// Whoever reads the address has called our mail spam.
    AddressComplained,
    /// Its reader has no number any more.
    NoNumber,
    /// The number was sent enough for today (A3).
    RateLimited,
}

impl Suppression {
    /// The code that stands in the delivery.
    pub fn code(self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::TooLate => "too_late",
            Self::TurnedOff => "turned_off",
            Self::AddressBounced => "address_bounced",
            Self::AddressComplained => "address_complained",
            Self::NoNumber => "no_number",
            Self::RateLimited => "rate_limited",
        }
    }

    /// What becomes of the message: what nobody misses is dropped, what somebody should see
    /// to has failed.
    fn ends_as(self) -> DeliveryState {
        match self {
            Self::Stale | Self::TooLate | Self::TurnedOff => DeliveryState::Dropped,
            Self::AddressBounced | Self::AddressComplained | Self::NoNumber | Self::RateLimited => {
                DeliveryState::Failed
            }
        }
    }
}

/// A part of the transaction that takes a message; the first whose condition does not hold
/// says why it can't be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Message,
    Booking,
    Reader,
    Other,
    Number,
}

/// How often a message is taken to its people as they are by then: they rarely change their
/// records once, and hardly ever again in between.
const READINGS: usize = 4;

impl Store {
    /// Takes a queued message, if it is still as it was seen and nothing bars it from being
    /// sent. Of any number who try, one succeeds. A message whose reader has another address,
    /// name, zone or language by now is taken to them as they are, and one that tells a number
    /// tells the present one; each takes a call more.
    pub async fn claim(
        &self,
        seen: &MessageItem,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Claim, StoreError> {
        let mut message = seen.message();
        for _ in 0..READINGS {
            let mut refused = match self.take(seen, &message, policy, now).await {
                Ok(claimed) => return Ok(Claim::Taken(Box::new(claimed))),
                Err(NotWritten::Store(error)) => return Err(error),
                Err(NotWritten::Refused(parts)) => parts,
            };
            refused.sort_by_key(|(part, _)| *part);
            let bar = match refused.into_iter().next() {
                Some((Part::Message, _)) | None => return Ok(Claim::AlreadyTaken),
                Some((Part::Booking, _)) => Suppression::Stale,
                Some((Part::Reader, reader)) => match reader_now(seen, reader)? {
                    Ok(present) => {
                        message.to = present;
                        continue;
                    }
                    Err(bar) => bar,
                },
                Some((Part::Other, other)) => {
                    let phone = person(other)?.phone;
                    message.facts = message.facts.telling(seen.to.side, phone);
                    continue;
                }
                Some((Part::Number, _)) => Suppression::RateLimited,
            };
            return self.bar(seen, bar, now).await;
        }
        Err(StoreError::Contention)
    }

    /// Takes a message as it is to be sent, if all is still as it was seen.
    async fn take(
        &self,
        seen: &MessageItem,
        message: &Message,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Claimed, NotWritten<Part>> {
        let attempt = seen.attempt + 1;
        let mut transaction = Transaction::default();
        let take = if_free(seen, now)
            .set("state", text(DeliveryState::Sending.as_str()))
            .set("attempt", number(attempt))
            .set("to", value(&message.to))
            .set("facts", value(&message.facts))
            .set("dueShard", text(keys::due_shard(&seen.booking_id)))
            .set("dueAt", text(keys::instant(now + LEASE)));
        transaction.change_or(&self.table, &seen.key(), take, Part::Message);
        transaction.check_or(if_current(&self.table, seen), Part::Booking);
        let welcome = if_welcome(&self.table, &message.to, &leads(&seen.facts));
        transaction.check_or(welcome, Part::Reader);
        if let Some(check) = if_number_holds(&self.table, message) {
            transaction.check_or(check, Part::Other);
        }
        if let Some((key, change)) = count(seen, &message.to, policy, now) {
            transaction.change_or(&self.table, &key, change, Part::Number);
        }
        self.write_parts(transaction).await?;
        Ok(Claimed {
            key: seen.key(),
            message: message.clone(),
            attempt,
        })
    }

    /// Writes down that a message is not to be sent, if it is still free.
    pub async fn bar(
        &self,
        seen: &MessageItem,
        bar: Suppression,
        now: Timestamp,
    ) -> Result<Claim, StoreError> {
        let change = end(if_free(seen, now), bar.ends_as()).set("failure", text(bar.code()));
        match self.update(&seen.key(), change).await? {
            Outcome::Done(_) => Ok(Claim::Barred(bar)),
            Outcome::Refused(_) => Ok(Claim::AlreadyTaken),
        }
    }
}

/// Where a message goes to its reader as their record is now, or what of theirs bars it.
fn reader_now(
    seen: &MessageItem,
    reader: Option<Item>,
) -> Result<Result<Recipient, Suppression>, StoreError> {
    Ok(present(&person(reader)?, &seen.to, &leads(&seen.facts)))
}

/// The person whose record was not as a check wanted it.
fn person(found: Option<Item>) -> Result<Person, StoreError> {
    people::person(found.ok_or(StoreError::Contention)?)
}

/// Only if a message is queued, has not been taken since it was seen, and may be tried.
fn if_free(seen: &MessageItem, now: Timestamp) -> Change {
    Change::default()
        .when("state", "=", text(DeliveryState::Queued.as_str()))
        .when("attempt", "=", number(seen.attempt))
        .when_any([
            ("notBefore", Test::Absent),
            ("notBefore", Test::Is("<=", text(keys::instant(now)))),
        ])
}

/// Only if the booking has not moved on since the message was written (M4), and what it says is
/// still so: the session is not over, and a provider who is called has not come by themselves.
fn if_current(table: &str, seen: &MessageItem) -> ConditionCheck {
    let mut conditions = vec!["#sequence = :sequence"];
    let mut check = ConditionCheck::builder()
        .table_name(table)
        .set_key(Some(Key::booking(&seen.booking_id).attributes()))
        .expression_attribute_names("#sequence", "sequence")
        .expression_attribute_values(":sequence", number(seen.sequence));
    if is_for_open_session(seen.says) {
        conditions.push("#booking.#status IN (:confirmed, :ongoing)");
        check = check
            .expression_attribute_names("#booking", "booking")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":confirmed", value(&Status::Confirmed))
            .expression_attribute_values(":ongoing", value(&Status::Ongoing));
    }
    if seen.says == Kind::MemberWaiting {
        conditions.extend([
            "(attribute_not_exists(#live.#client) OR #live.#client.#at <= :queued)",
            "(attribute_not_exists(#live.#service) OR #live.#service.#at <= :queued)",
        ]);
        check = check
            .expression_attribute_names("#live", "live")
            .expression_attribute_names("#client", "hostClient")
            .expression_attribute_names("#service", "hostService")
            .expression_attribute_names("#at", "at")
            .expression_attribute_values(":queued", instant(seen.queued_at));
    }
    check
        .condition_expression(conditions.join(" AND "))
        .build()
        .expect("key, table and condition are set")
}

/// Counts an SMS for its number and day, once however often it is tried.
fn count(
    seen: &MessageItem,
    to: &Recipient,
    policy: &Policy,
    now: Timestamp,
) -> Option<(Key, Change)> {
    let Address::Phone(number) = &to.address else {
        return None;
    };
    (seen.attempt == 0 || seen.to.address != to.address)
        .then(|| Limited::sms_to(number, policy).counted(now))
}
