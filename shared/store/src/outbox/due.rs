//! Messages that are due: no notifier has claimed them in time, or the one that has did not
//! report.

use anteroom_domain::delivery::{NUDGE_AGAIN, NotDue, Overdue, Priority};
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
    item: Item,
}

impl DueMessage {
    /// The channel and the priority of a message that was put off until now. The stream is to tell of it at
    /// the rate of its channel (M11). `None` for others.
    pub fn put_off(&self) -> Option<(Channel, Priority)> {
        let delivery = message_item::read_message(self.item.clone()).ok()?;
        let place = (delivery.channel(), Priority::of(&delivery.message));
        delivery.was_put_off().then_some(place)
    }

    pub(crate) fn new(key: &Key, item: Item) -> Self {
        let key = key.clone();
        Self { key, item }
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
        let DueMessage { key, item } = message;
        let (done, change) = match message_item::read_message(item.clone()) {
            Ok(before) => match before.overdue(now) {
                Ok((done, after)) => (done, difference(&before, &after)),
                Err(NotDue) => return Ok(None),
            },
            // The notifier decides what becomes of a message that can't be read.
            Err(_) => (Overdue::Nudged, nudge(item, now)),
        };
        match self.update(key, change).await? {
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
