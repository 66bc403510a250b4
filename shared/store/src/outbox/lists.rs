//! The deliveries that the concierge sees (M5).

use anteroom_domain::delivery::{Delivery, List};
use anteroom_domain::values::BookingId;

use crate::keys::{Key, MESSAGES};
use crate::message_item;
use crate::query::all_items;
use crate::records::{ListPosition, page};
use crate::value::{Item, text};
use crate::{Store, StoreError, failed};

impl Store {
    /// All messages about a booking, the oldest first.
    pub async fn messages_of(&self, booking: &BookingId) -> Result<Vec<Delivery>, StoreError> {
        let query = self.query_prefix(booking, MESSAGES).consistent_read(true);
        let items = all_items(query).await?;
        Ok(items.into_iter().filter_map(readable).collect())
    }

    /// The deliveries of a work list, the oldest first. The index knows their keys only, so that
    /// an attempt costs nothing there; they are read as they are now. A page may have fewer than
    /// `limit`, since some may have left the list meanwhile.
    pub async fn deliveries(
        &self,
        list: List,
        limit: i32,
        from: Option<ListPosition>,
    ) -> Result<(Vec<Delivery>, Option<ListPosition>), StoreError> {
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .index_name("deliveries")
            .key_condition_expression("deliveryList = :list")
            .expression_attribute_values(":list", text(list.as_str()))
            // One more shows whether there is a next page.
            .limit(limit + 1)
            .set_exclusive_start_key(from.map(ListPosition::into_key))
            .send()
            .await
            .map_err(failed("Query"))?;
        let (keys, next) = page(
            output.items.unwrap_or_default(),
            output.last_evaluated_key,
            limit,
            ["deliveryList", "queuedAt"],
        );
        let mut found = self.deliveries_at(&keys).await?;
        found.retain(|delivery| delivery.list() == Some(list));
        Ok((found, next))
    }

    /// The messages whose keys an index gave, in its order, as they are now.
    pub(crate) async fn deliveries_at(&self, keys: &[Item]) -> Result<Vec<Delivery>, StoreError> {
        let keys: Vec<Key> = keys.iter().filter_map(Key::of).collect();
        let found = self.get_many(&keys).await?;
        Ok(found.into_iter().flatten().filter_map(readable).collect())
    }
}

/// A message that can't be read is in the dead-letter queue, and hides no other.
fn readable(item: Item) -> Option<Delivery> {
    match message_item::read_message(item) {
        Ok(delivery) => Some(delivery),
        // The error itself may quote the item.
        Err(_) => {
            tracing::error!("message_unreadable");
            None
        }
    }
}
