//! Due items: bookings, sessions and messages whose due time has passed.

use anteroom_domain::values::BookingId;
use jiff::Timestamp;

use super::keys::{self, Key, MESSAGES, SESSION};
use super::value::{Item, text};
use super::{LastKey, Store, StoreError, failed};

/// A due item, by its key; the index projects no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// A booking.
    Booking(BookingId),
    /// A session, for which the meeting service is called.
    Session(BookingId),
    /// A message that was not sent in time.
    Message(Key),
}

impl Store {
    /// All items of a shard that are due at `now`, longest overdue first.
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
            let items = output.items.unwrap_or_default();
            due.extend(items.iter().filter_map(read));
            start = output.last_evaluated_key;
            if start.is_none() {
                return Ok(due);
            }
        }
    }
}

fn read(item: &Item) -> Option<Due> {
    let of = |name: &str| item.get(name)?.as_s().ok();
    let (pk, sk) = (of("PK")?, of("SK")?);
    if sk.starts_with(MESSAGES) {
        let (pk, sk) = (pk.clone(), sk.clone());
        return Some(Due::Message(Key { pk, sk }));
    }
    let booking = keys::booking_of(pk)?;
    Some(if sk == SESSION {
        Due::Session(booking)
    } else {
        Due::Booking(booking)
    })
}
