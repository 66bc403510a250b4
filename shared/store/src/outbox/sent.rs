//! Messages by the day on which they were written: the list of what was sent (M5), and a message
//! by its id alone.
//!
//! The index `messages` is written once, with the message. The day is in the id, a ULID.

use anteroom_domain::delivery::{Delivery, Status};
use anteroom_domain::values::DeliveryId;
use futures_util::future::try_join_all;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};

use crate::keys::{self, Key};
use crate::value::{Item, text};
use crate::{Store, StoreError, failed};

/// How many days the list of what was sent goes back.
const KEPT_DAYS: i32 = 90;
/// What was sent, and has arrived as far as anybody knows.
const SENT: [Status; 2] = [Status::Sent, Status::Delivered];
/// How many times a page asks for the keys of a day, or of more of the same day.
const MOST_STEPS: usize = 15;

/// Where the list of what was sent goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentPosition {
    /// In this day.
    day: Date,
    /// Before this message; from the end of the day if there is none.
    before: Option<DeliveryId>,
}

impl Store {
    /// What was sent, the newest first, by when it was written. A page asks for a bounded number
    /// of days, so that it may have fewer than `limit`, even none, and yet not be the last.
    pub async fn sent(
        &self,
        limit: i32,
        from: Option<SentPosition>,
        now: Timestamp,
    ) -> Result<(Vec<Delivery>, Option<SentPosition>), StoreError> {
        let limit = usize::try_from(limit).unwrap_or_default();
        let today = now.to_zoned(TimeZone::UTC).date();
        let oldest = today.saturating_sub(Span::new().days(KEPT_DAYS));
        let mut at = from.unwrap_or(SentPosition {
            day: today,
            before: None,
        });
        let mut found: Vec<Delivery> = Vec::new();
        for _ in 0..MOST_STEPS {
            if at.day < oldest {
                return Ok((found, None));
            }
            // One more shows whether there is a next page.
            let keys = self.keys_of_day(&at, limit + 1).await?;
            let last = keys.get(limit).and_then(id_of);
            let mut sent = self.deliveries_at(&keys).await?;
            sent.retain(|delivery| SENT.contains(&delivery.status()));
            found.extend(sent);
            if found.len() > limit {
                found.truncate(limit);
                let before = found.last().map(|last| last.message.id.clone());
                return Ok((found, Some(SentPosition { before, ..at })));
            }
            at = match last {
                Some(last) => SentPosition {
                    before: Some(last),
                    ..at
                },
                None => SentPosition {
                    day: at.day.yesterday().unwrap_or(Date::MIN),
                    before: None,
                },
            };
        }
        Ok((found, Some(at)))
    }

    /// The keys of the newest messages of a day, so many at most, the newest first.
    async fn keys_of_day(&self, at: &SentPosition, most: usize) -> Result<Vec<Item>, StoreError> {
        let shards = keys::message_days(at.day);
        let shards = shards.map(|shard| self.keys_of_shard(shard, at.before.as_ref(), most));
        let mut keys: Vec<Item> = try_join_all(shards).await?.concat();
        keys.sort_by_cached_key(|item| std::cmp::Reverse(id_of(item)));
        keys.truncate(most);
        Ok(keys)
    }

    async fn keys_of_shard(
        &self,
        shard: String,
        before: Option<&DeliveryId>,
        most: usize,
    ) -> Result<Vec<Item>, StoreError> {
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .index_name("messages")
            .expression_attribute_values(":shard", text(shard))
            .scan_index_forward(false)
            .limit(i32::try_from(most).unwrap_or(i32::MAX));
        let query = match before {
            None => query.key_condition_expression("messageDay = :shard"),
            Some(id) => query
                .key_condition_expression("messageDay = :shard AND id < :before")
                .expression_attribute_values(":before", text(id.as_str())),
        };
        let output = query.send().await.map_err(failed("Query"))?;
        Ok(output.items.unwrap_or_default())
    }

    /// The key of a message, by its id alone.
    pub(super) async fn key_of_message(&self, id: &DeliveryId) -> Result<Option<Key>, StoreError> {
        let Some(day) = keys::message_day(id) else {
            return Ok(None);
        };
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .index_name("messages")
            .key_condition_expression("messageDay = :day AND id = :id")
            .expression_attribute_values(":day", text(day))
            .expression_attribute_values(":id", text(id.as_str()))
            .send()
            .await
            .map_err(failed("Query"))?;
        Ok(output.items().iter().find_map(Key::of))
    }
}

fn id_of(item: &Item) -> Option<DeliveryId> {
    item.get("id")?.as_s().ok()?.parse().ok()
}
