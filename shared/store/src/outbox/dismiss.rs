//! Dismissing a message, so that nobody need look at it any more (M5).

use anteroom_domain::delivery::Delivery;
use anteroom_domain::values::DeliveryId;

use super::difference::difference;
use crate::items::Outcome;
use crate::message_item;
use crate::{Store, StoreError};

impl Store {
    /// A message, found by its id alone.
    pub async fn delivery(&self, id: &DeliveryId) -> Result<Option<Delivery>, StoreError> {
        let Some(key) = self.key_of_message(id).await? else {
            return Ok(None);
        };
        let found = self.item(&key).await?;
        found.map(message_item::read_message).transpose()
    }

    /// Writes that a message was dismissed. False if something became of it since it was read; then
    /// nothing is written.
    pub async fn dismiss(&self, before: &Delivery, after: &Delivery) -> Result<bool, StoreError> {
        let change = difference(before, after);
        let written = self.update(&message_item::key(before), change).await?;
        Ok(matches!(written, Outcome::Done(_)))
    }
}
