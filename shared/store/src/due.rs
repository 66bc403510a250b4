//! What is due: bookings and messages whose alarm clock has rung.

use jiff::Timestamp;

use super::value::{Item, text};
use super::{BookingRecord, LastKey, Store, StoreError, failed, keys};

/// Something that is due.
#[derive(Debug)]
pub enum Due {
    /// A booking, as the index knows it: without its meeting's objects and its history.
    Booking(Box<BookingRecord>),
    /// A message that was not sent in time, as its item.
    Message(Item),
}

impl Store {
    /// All that is due in a shard at `now`, the longest overdue first. An item that can't be
    /// read is logged and passed over, so that it holds up nothing else.
    pub async fn due(&self, shard: &str, now: Timestamp) -> Result<Vec<Due>, StoreError> {
        let mut due = Vec::new();
        let mut start: Option<LastKey> = None;
        loop {
            let output = self
                .client
                .query()
                .table_name(&self.table)
                .index_name("due")
                .key_condition_expression("dueShard = :shard AND dueAt <= :now")
                .expression_attribute_values(":shard", text(shard))
                .expression_attribute_values(":now", text(keys::instant(now)))
                .set_exclusive_start_key(start)
                .send()
                .await
                .map_err(failed("Query"))?;
            due.extend(
                output
                    .items
                    .unwrap_or_default()
                    .into_iter()
                    .filter_map(read),
            );
            start = output.last_evaluated_key;
            if start.is_none() {
                return Ok(due);
            }
        }
    }
}

fn read(item: Item) -> Option<Due> {
    if item
        .get("kind")
        .and_then(|kind| kind.as_s().ok())
        .is_some_and(|kind| kind == "message")
    {
        return Some(Due::Message(item));
    }
    match BookingRecord::read(item) {
        Ok(stored) => Some(Due::Booking(Box::new(stored))),
        Err(error) => {
            tracing::error!(error = %error, "a due item can't be read");
            None
        }
    }
}
