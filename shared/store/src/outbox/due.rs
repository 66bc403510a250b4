//! Messages that are due: no notifier has claimed them in time, or the one that has did not
//! report.

use anteroom_domain::delivery::{Delivery, NUDGE_AGAIN, NotDue, Overdue, Priority};
use anteroom_domain::message::Channel;
use jiff::Timestamp;

use super::difference::{difference, unchanged};
use crate::change::Change;
use crate::items::Outcome;
use crate::keys::{self, Key};
use crate::message_item::{self, path};
use crate::value::{Item, text};
use crate::{Store, StoreError};

/// A due message as it was read, whether it can be understood or not.
#[derive(Clone, Debug)]
pub struct DueMessage {
    key: Key,
    found: Found,
}

#[derive(Clone, Debug)]
enum Found {
    Message(Box<Delivery>),
    /// It can't be read.
    Unreadable(Item),
}

impl DueMessage {
    pub(crate) fn new(key: &Key, item: Item) -> Self {
        let found = match message_item::read_message(item.clone()) {
            Ok(delivery) => Found::Message(Box::new(delivery)),
            Err(_) => Found::Unreadable(item),
        };
        let key = key.clone();
        Self { key, found }
    }

    /// The channel and the priority of a message that was put off until now. The stream is to tell of it at
    /// the rate of its channel (M11). `None` for others.
    pub fn put_off(&self) -> Option<(Channel, Priority)> {
        let Found::Message(delivery) = &self.found else {
            return None;
        };
        let place = (delivery.channel(), Priority::of(&delivery.message));
        delivery.was_put_off().then_some(place)
    }
}

impl Store {
    /// Deals with a message that the index `due` showed, which may be out of date. `None` if
    /// nothing was to be done, or somebody was quicker.
    pub async fn overdue(
        &self,
        message: &DueMessage,
        now: Timestamp,
    ) -> Result<Option<Overdue>, StoreError> {
        let (done, change) = match &message.found {
            Found::Message(before) => match before.overdue(now) {
                Ok((done, after)) => (done, difference(before, &after)),
                Err(NotDue) => return Ok(None),
            },
            // The notifier decides what becomes of a message that can't be read.
            Found::Unreadable(item) => (Overdue::Nudged, nudge(item, now)),
        };
        match self.update(&message.key, change).await? {
            Outcome::Done(_) => Ok(Some(done)),
            Outcome::Refused(_) => Ok(None),
        }
    }
}

/// Sends an item through the stream once more, whatever it holds.
fn nudge(found: &Item, now: Timestamp) -> Change {
    let nudged = Change::default()
        .set(&path::NUDGED_AT, text(keys::instant(now)))
        .set(&path::DUE_AT, text(keys::instant(now + NUDGE_AGAIN)));
    unchanged(nudged, found)
}
