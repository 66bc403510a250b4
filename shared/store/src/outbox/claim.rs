//! Claiming a message, and what stands in the way of sending it.
//!
//! All conditions ride in the one transaction that claims the message, so that sending takes no
//! further call and nothing can change between the check and the claim.

use anteroom_domain::delivery::{ClaimRefused, Delivery, Suppression, recipient_now};
use anteroom_domain::message::Kind;
use anteroom_domain::person::Person;
use anteroom_domain::policy::Policy;
use jiff::Timestamp;

use super::conditions::{
    counted, is_current, is_newest_code, is_still_awaited, is_welcome, number_holds,
};
use super::difference::difference;
use crate::items::Outcome;
use crate::keys::Key;
use crate::message_item;
use crate::transaction::Transaction;
use crate::value::Item;
use crate::write::NotWritten;
use crate::{Store, StoreError, people};

/// What came of trying to claim a message.
#[derive(Debug, PartialEq)]
pub enum Claim {
    /// The caller may send it, once. It is as it is to be sent: to its reader as they are now.
    Claimed(Box<Delivery>),
    /// Another notifier has it or had it, or it is not to be tried yet.
    NotFree,
    /// It is night for its reader: it is deferred until the quiet hours are over, which is recorded.
    Deferred,
    /// It was queued before the table was restored: it is held, which is recorded (M10).
    Held,
    /// It is not to be sent at all, which is recorded.
    Suppressed(Suppression),
}

/// A part of the transaction that claims a message. The first whose condition does not hold
/// says why it can't be claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Message,
    Booking,
    Code,
    Reader,
    Other,
    Number,
}

/// How often a message is addressed anew to its people as they are: they rarely change their
/// records once, and hardly ever again in between.
const READINGS: usize = 4;

impl Store {
    /// Claims a queued message, if it is still as it was seen and nothing stands in the way of
    /// sending it. Of any number who try, one succeeds. A message whose reader has another
    /// address, name, zone or language by now goes to them as they are, and one that tells a
    /// number tells the present one; each takes a call more.
    pub async fn claim(
        &self,
        seen: &Delivery,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Claim, StoreError> {
        if let Some(held) = seen.hold(policy, now) {
            return self.put_off(seen, &held, Claim::Held).await;
        }
        let mut free = seen.clone();
        if free.defer(policy, now).is_some()
            && let Some(reader) = self.person(&free.message.to.person).await?
            && let Ok(to) = recipient_now(&free.message, &reader)
        {
            // It may be day where they are now.
            free.message.to = to;
        }
        for _ in 0..READINGS {
            if let Some(deferred) = free.defer(policy, now) {
                return self.put_off(seen, &deferred, Claim::Deferred).await;
            }
            let claimed = match free.claim(now) {
                Ok(claimed) => claimed,
                Err(ClaimRefused::Suppressed(why)) => return self.suppress(seen, why, now).await,
                Err(ClaimRefused::NotQueued { .. } | ClaimRefused::TooEarly { .. }) => {
                    return Ok(Claim::NotFree);
                }
            };
            let mut refused = match self.write_claim(seen, &claimed, policy, now).await {
                Ok(()) => return Ok(Claim::Claimed(Box::new(claimed))),
                Err(NotWritten::Store(error)) => return Err(error),
                Err(NotWritten::Refused(parts)) => parts,
            };
            refused.sort_by_key(|(part, _)| *part);
            let why = match refused.into_iter().next() {
                Some((Part::Message, _)) | None => return Ok(Claim::NotFree),
                Some((Part::Booking | Part::Code, _)) => Suppression::Stale,
                Some((Part::Reader, found)) => {
                    match recipient_now(&seen.message, &person(found)?) {
                        Ok(to) => {
                            free.message.to = to;
                            continue;
                        }
                        Err(why) => why,
                    }
                }
                Some((Part::Other, found)) => {
                    let (side, phone) = (seen.message.to.side, person(found)?.phone);
                    free.message.facts = free.message.facts.telling(side, phone);
                    continue;
                }
                Some((Part::Number, _)) => Suppression::RateLimited,
            };
            return self.suppress(seen, why, now).await;
        }
        Err(StoreError::Contention)
    }

    /// Claims a message as it is to be sent, if all is still as it was seen.
    async fn write_claim(
        &self,
        seen: &Delivery,
        claimed: &Delivery,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<(), NotWritten<Part>> {
        let (table, message) = (&self.table, &claimed.message);
        let mut transaction = Transaction::default();
        let claim = difference(seen, claimed);
        transaction.change_or(table, &message_item::key(seen), claim, Part::Message);
        let reader = Key::person(&message.to.person);
        // What is about its reader alone goes to the address for which it was written.
        match &message.booking {
            None if message.kind == Kind::ContactCode => {
                transaction.check_or(table, &reader, &is_newest_code(message), Part::Code);
            }
            None => {}
            Some(booking) => {
                let is_current = is_current(message);
                transaction.check_or(table, &Key::booking(booking), &is_current, Part::Booking);
                if let Some(condition) = is_still_awaited(message) {
                    let session = Key::session(booking);
                    transaction.check_or(table, &session, &condition, Part::Booking);
                }
                transaction.check_or(table, &reader, &is_welcome(message), Part::Reader);
                if let Some(condition) = number_holds(message) {
                    let other = Key::person(&message.other);
                    transaction.check_or(table, &other, &condition, Part::Other);
                }
            }
        }
        if let Some((key, change)) = counted(seen, message, policy, now) {
            transaction.change_or(table, &key, change, Part::Number);
        }
        self.write_parts(transaction).await
    }

    /// Records that a message is not to be sent, if it is still free.
    async fn suppress(
        &self,
        seen: &Delivery,
        why: Suppression,
        now: Timestamp,
    ) -> Result<Claim, StoreError> {
        let Ok(suppressed) = seen.suppress(why, now) else {
            return Ok(Claim::NotFree);
        };
        self.put_off(seen, &suppressed, Claim::Suppressed(why))
            .await
    }

    /// Records that a message gets no turn for now, and asks again from an instant on (M11). False if it is
    /// not free any more.
    pub async fn wait_for_turn(
        &self,
        seen: &Delivery,
        from: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let Ok(waits) = seen.wait_for_turn(from, now) else {
            return Ok(false);
        };
        let done = self.put_off(seen, &waits, Claim::Deferred).await?;
        Ok(done == Claim::Deferred)
    }

    /// Records that a message is not sent now, if it is still free.
    async fn put_off(
        &self,
        seen: &Delivery,
        after: &Delivery,
        claim: Claim,
    ) -> Result<Claim, StoreError> {
        let change = difference(seen, after);
        Ok(match self.update(&message_item::key(seen), change).await? {
            Outcome::Done(_) => claim,
            Outcome::Refused(_) => Claim::NotFree,
        })
    }
}

/// The person whose record was not as a check wanted it.
fn person(found: Option<Item>) -> Result<Person, StoreError> {
    people::person(found.ok_or(StoreError::Contention)?)
}
