//! Due items: bookings, sessions and messages whose due time has passed.

use anteroom_domain::values::{BookingId, PersonId};
use jiff::Timestamp;

use super::keys::{self, ACCOUNT, Key, MESSAGES, SESSION};
use super::query::all_items;
use super::value::{Item, text};
use super::{Store, StoreError};

/// A due item, by its key; the index projects no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// A booking.
    Booking(BookingId),
    /// A session, for which the meeting service is called.
    Session(BookingId),
    /// A message that was not sent in time.
    Message(Key),
    /// An account about which something was not done in time.
    Account(PersonId),
}

impl Store {
    /// All items of a shard that are due at `now`, longest overdue first.
    pub async fn due(&self, shard: &str, now: Timestamp) -> Result<Vec<Due>, StoreError> {
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .index_name("due")
            .key_condition_expression("dueShard = :shard AND dueAt <= :now")
            .expression_attribute_values(":shard", text(shard))
            .expression_attribute_values(":now", text(keys::instant(now)));
        let items = all_items(query).await?;
        Ok(items.iter().filter_map(read).collect())
    }
}

fn read(item: &Item) -> Option<Due> {
    let of = |name: &str| item.get(name)?.as_s().ok();
    let (pk, sk) = (of("PK")?, of("SK")?);
    if sk.starts_with(MESSAGES) {
        let (pk, sk) = (pk.clone(), sk.clone());
        return Some(Due::Message(Key { pk, sk }));
    }
    if sk == ACCOUNT {
        return Some(Due::Account(keys::person_of(pk)?));
    }
    let booking = keys::booking_of(pk)?;
    Some(if sk == SESSION {
        Due::Session(booking)
    } else {
        Due::Booking(booking)
    })
}
