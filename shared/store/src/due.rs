//! Due items: bookings, sessions, messages and accounts whose due time has passed.

use std::sync::Arc;

use anteroom_domain::account::Account;
use anteroom_domain::session::SessionState;
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{BookingId, PersonId};
use jiff::Timestamp;

use super::keys::{self, ACCOUNT, Key, MESSAGES, SESSION};
use super::outbox::DueMessage;
use super::query::all_items;
use super::value::{Item, text};
use super::{Store, StoreError, account, session_item};

/// A due item, by its key; the index projects no more.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Due {
    /// A booking.
    Booking(BookingId),
    /// A session that gate-checks looks at.
    Session(BookingId),
    /// A message that was not sent in time.
    Message(Key),
    /// An account about which something was not done in time.
    Account(PersonId),
}

/// A due item as it was read.
#[derive(Clone, Debug)]
pub enum DueItem {
    /// A booking with its session.
    Booking(Box<BookingRecord>),
    /// A session.
    Session(Box<SessionState>),
    /// A message.
    Message(DueMessage),
    /// An account.
    Account(Account),
}

/// A due item with what was read of it: `None` if it no longer exists. Items of a call that failed
/// have its error in common.
pub type ReadDue = (Due, Result<Option<DueItem>, Arc<StoreError>>);

impl Store {
    /// All items of a partition of `due` that are due at `now`, each with its due time, longest due
    /// first.
    pub async fn due(
        &self,
        shard: &str,
        now: Timestamp,
    ) -> Result<Vec<(Timestamp, Due)>, StoreError> {
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

    /// Reads due items as they are now, in the fewest calls possible. One that can't be read keeps
    /// no other from being read.
    pub async fn read_due(&self, due: &[Due]) -> Vec<ReadDue> {
        let keys: Vec<Key> = due.iter().flat_map(keys_of).collect();
        let mut items = match self.get_many(&keys).await {
            Ok(items) => items.into_iter(),
            Err(error) => {
                let error = Arc::new(error);
                let failed = due.iter().map(|due| (due.clone(), Err(Arc::clone(&error))));
                return failed.collect();
            }
        };
        let mut found = Vec::with_capacity(due.len());
        for due in due {
            let own = items.by_ref().take(keys_of(due).len()).collect();
            let item = self.due_item(due, own).await;
            found.push((due.clone(), item.map_err(Arc::new)));
        }
        found
    }

    /// A due item, from the items of its keys.
    async fn due_item(
        &self,
        due: &Due,
        items: Vec<Option<Item>>,
    ) -> Result<Option<DueItem>, StoreError> {
        let mut items = items.into_iter();
        let mut next = || items.next().flatten();
        Ok(match due {
            Due::Booking(_) => {
                let record = self.record_in([next(), next()]).await?;
                record.map(|record| DueItem::Booking(Box::new(record)))
            }
            Due::Session(_) => {
                let session = next().map(session_item::read).transpose()?;
                session.map(|session| DueItem::Session(Box::new(session)))
            }
            Due::Message(key) => next().map(|item| DueItem::Message(DueMessage::new(key, item))),
            Due::Account(_) => account::read(next())?.map(DueItem::Account),
        })
    }
}

/// The keys of what is read of a due item.
fn keys_of(due: &Due) -> Vec<Key> {
    match due {
        Due::Booking(id) => vec![Key::booking(id), Key::session(id)],
        Due::Session(id) => vec![Key::session(id)],
        Due::Message(key) => vec![key.clone()],
        Due::Account(person) => vec![Key::account(person)],
    }
}

fn read(item: &Item) -> Option<(Timestamp, Due)> {
    let of = |name: &str| item.get(name)?.as_s().ok();
    let (pk, sk) = (of("PK")?, of("SK")?);
    let at = of("dueAt")?.parse().ok()?;
    let due = if sk.starts_with(MESSAGES) {
        let (pk, sk) = (pk.clone(), sk.clone());
        Due::Message(Key { pk, sk })
    } else if sk == ACCOUNT {
        Due::Account(keys::person_of(pk)?)
    } else {
        let booking = keys::booking_of(pk)?;
        if sk == SESSION {
            Due::Session(booking)
        } else {
            Due::Booking(booking)
        }
    };
    Some((at, due))
}
