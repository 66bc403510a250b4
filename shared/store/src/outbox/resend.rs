//! Sending a message again, as a new message that says who asked for it (M5).

use std::slice;

use anteroom_domain::delivery::{Delivery, Resent};
use anteroom_domain::person::Person;
use anteroom_domain::policy::Policy;
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{Actor, DeliveryId};

use super::difference::difference;
use crate::keys::{Key, booking_of};
use crate::message_item;
use crate::transaction::{CommitExtras, Transaction};
use crate::write::NotWritten;
use crate::{Limited, MessageCount, Store, StoreError, people};

/// A message with the booking that it is about and its reader, as they are now.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// The message.
    pub delivery: Delivery,
    /// The booking, with its session.
    pub record: BookingRecord,
    /// The reader, unless there is no record of them.
    pub reader: Option<Person>,
}

/// Why a message was not sent again. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum NotResent {
    /// The same idempotency key was answered in the meantime.
    #[error("the same request was answered in the meantime")]
    Answered,
    /// Something has happened to the original since it was read.
    #[error("the original has changed in the meantime")]
    Changed,
    /// Enough messages about the booking were sent again today (A3).
    #[error("enough was sent again today")]
    TooMany,
    /// The person who asks has had enough messages sent again today (A3).
    #[error("they have had enough sent again today")]
    TooManyByOne,
    /// Its reader would get too many messages that day (A3).
    #[error("its reader has had enough messages today")]
    TooManyToReader,
    /// The table could not be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Answer,
    Count,
    CountByOne,
    CountToReader,
    Original,
    Copy,
}

impl Store {
    /// A message, found by its id alone, with what it depends on.
    pub async fn earlier(&self, id: &DeliveryId) -> Result<Option<Earlier>, StoreError> {
        let key = self.key_of_message(id).await?;
        let Some(booking) = key.and_then(|key| booking_of(&key.pk)) else {
            return Ok(None);
        };
        let keys = [
            Key::message(&booking, id),
            Key::booking(&booking),
            Key::session(&booking),
        ];
        let [Some(item), booking, session] = self.get_all(keys).await? else {
            return Ok(None);
        };
        let Some(record) = self.record_in([booking, session]).await? else {
            return Ok(None);
        };
        let delivery = message_item::read_message(item)?;
        let reader = self.item(&Key::person(&delivery.message.to.person)).await?;
        Ok(Some(Earlier {
            delivery,
            record,
            reader: reader.map(people::person).transpose()?,
        }))
    }

    /// Writes the copy of a message that was sent before, and the original, `before` it was sent
    /// again, with the answer to the request.
    pub async fn resend(
        &self,
        before: &Delivery,
        resent: &Resent,
        policy: &Policy,
        extra: &CommitExtras,
    ) -> Result<(), NotResent> {
        let Resent { original, copy } = resent;
        let now = copy.message.queued_at;
        let mut transaction = Transaction::default();
        transaction.create_or(&self.table, message_item::write(copy), Part::Copy);
        if let Some(booking) = &copy.message.booking {
            let (key, count) = Limited::resend_of(booking, policy).counted(now);
            transaction.change_or(&self.table, &key, count, Part::Count);
        }
        let by = copy.copy_of.as_ref();
        if let Some(concierge) = by.and_then(|copy| copy.requested_by.id.as_ref()) {
            let (key, count) = Limited::resend_by(concierge, policy).counted(now);
            transaction.change_or(&self.table, &key, count, Part::CountByOne);
        }
        let by = by.map_or(&Actor::SYSTEM, |copy| &copy.requested_by);
        for count in MessageCount::of(slice::from_ref(&copy.message), by, policy) {
            let (key, change) = (Key::counts(count.person()), count.counted(now));
            transaction.change_or(&self.table, &key, change, Part::CountToReader);
        }
        let change = difference(before, original);
        transaction.change_or(
            &self.table,
            &message_item::key(before),
            change,
            Part::Original,
        );
        transaction.answer_or(&self.table, extra, Part::Answer);
        match self.write_parts(transaction).await {
            Ok(()) => Ok(()),
            Err(NotWritten::Store(error)) => Err(error.into()),
            Err(NotWritten::Refused(parts)) => {
                Err(match parts.iter().map(|(part, _)| part).min() {
                    Some(Part::Answer) => NotResent::Answered,
                    Some(Part::Count) => NotResent::TooMany,
                    Some(Part::CountByOne) => NotResent::TooManyByOne,
                    Some(Part::CountToReader) => NotResent::TooManyToReader,
                    Some(Part::Original) => NotResent::Changed,
                    // The id was drawn for this copy, so that only itself can be there already.
                    Some(Part::Copy) | None => StoreError::Contention.into(),
                })
            }
        }
    }
}
