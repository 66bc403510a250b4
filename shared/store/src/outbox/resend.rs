//! Sending a message again, as a new message that says who asked for it (M5).

use anteroom_domain::person::Person;
use anteroom_domain::policy::Policy;
use anteroom_domain::values::{BookingId, DeliveryId};

use super::{DeliveryState, MessageItem, item};
use crate::change::Change;
use crate::keys::{Key, booking_of};
use crate::transaction::{CommitExtras, NotWritten, Transaction};
use crate::value::text;
use crate::{BookingRecord, Limited, Store, StoreError, failed, people};

/// A message with the booking that it is about and its reader, as they are now.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// The message.
    pub item: MessageItem,
    /// The booking, with its session.
    pub stored: BookingRecord,
    /// The reader, unless they are gone.
    pub reader: Option<Person>,
}

/// Why a message was not written once more. Nothing was.
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
    /// Who asks has had enough messages sent again today (A3).
    #[error("they have had enough sent again today")]
    TooManyByOne,
    /// The table could not be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Answer,
    Count,
    CountByOne,
    Original,
    Message,
}

impl Store {
    /// A message, found by its id alone, with what it depends on.
    pub async fn earlier(&self, id: &DeliveryId) -> Result<Option<Earlier>, StoreError> {
        let Some(booking) = self.booking_of_message(id).await? else {
            return Ok(None);
        };
        let keys = [Key::message(&booking, id), Key::booking(&booking)];
        let [Some(item), Some(booking)] = self.get_all(keys).await? else {
            return Ok(None);
        };
        let item: MessageItem = serde_dynamo::from_item(item)?;
        let reader = self.item(&Key::person(&item.to.person)).await?;
        Ok(Some(Earlier {
            item,
            stored: BookingRecord::read(booking)?,
            reader: reader.map(people::person).transpose()?,
        }))
    }

    /// Writes a message that was sent before as a new one, with the answer to the request. If
    /// somebody was to see to the original, they have: it leaves the work queue.
    pub async fn resend(
        &self,
        original: &MessageItem,
        again: &MessageItem,
        policy: &Policy,
        extra: &CommitExtras,
    ) -> Result<(), NotResent> {
        let now = again.queued_at;
        let (key, count) = Limited::resend_of(&again.booking_id, policy).counted(now);
        let mut transaction = Transaction::default();
        transaction.create_or(&self.table, item::whole(again), Part::Message);
        transaction.change_or(&self.table, &key, count, Part::Count);
        let by = again.requested_by.as_ref().and_then(|by| by.id.as_ref());
        if let Some(concierge) = by {
            let (key, count) = Limited::resend_by(concierge, policy).counted(now);
            transaction.change_or(&self.table, &key, count, Part::CountByOne);
        }
        let seen_to = seen_to(original, again);
        transaction.change_or(&self.table, &original.key(), seen_to, Part::Original);
        transaction.answer_or(&self.table, extra, Part::Answer);
        match self.write_parts(transaction).await {
            Ok(()) => Ok(()),
            Err(NotWritten::Store(error)) => Err(error.into()),
            Err(NotWritten::Refused(parts)) => {
                Err(match parts.iter().map(|(part, _)| part).min() {
                    Some(Part::Answer) => NotResent::Answered,
                    Some(Part::Count) => NotResent::TooMany,
                    Some(Part::CountByOne) => NotResent::TooManyByOne,
                    Some(Part::Original) => NotResent::Changed,
                    // The id was drawn for this message, so that only itself can be there already.
                    Some(Part::Message) | None => StoreError::Contention.into(),
                })
            }
        }
    }

    async fn booking_of_message(&self, id: &DeliveryId) -> Result<Option<BookingId>, StoreError> {
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .index_name("ids")
            .key_condition_expression("id = :id")
            .expression_attribute_values(":id", text(id.as_str()))
            .send()
            .await
            .map_err(failed("Query"))?;
        let mut items = output.items.unwrap_or_default().into_iter();
        Ok(items.find_map(|item| booking_of(item.get("PK")?.as_s().ok()?)))
    }
}

/// The original keeps its state, and its place among what was sent.
fn seen_to(original: &MessageItem, again: &MessageItem) -> Change {
    let change = Change::default()
        .set("resentAs", text(again.id.as_str()))
        .when("state", "=", text(original.state.as_str()))
        .when_still(
            "resentAs",
            original.resent_as.as_ref().map(|id| text(id.as_str())),
        );
    match original.state {
        DeliveryState::Failed | DeliveryState::Unknown => change.remove("deliveryList"),
        DeliveryState::Queued
        | DeliveryState::Sending
        | DeliveryState::Sent
        | DeliveryState::Dropped => change,
    }
}
