//! Messages that are due: no notifier has claimed them in time, or the one that has did not
//! report.

use anteroom_domain::delivery::{NUDGE_AGAIN, NotDue, Overdue};
use jiff::Timestamp;

use super::difference::{difference, unchanged};
use crate::change::Change;
use crate::items::Outcome;
use crate::keys::{self, Key};
use crate::message_item::{self, path};
use crate::value::{Item, text};
use crate::{Store, StoreError};

impl Store {
    /// Deals with a message that the index `due` shows, which may be out of date. `None` if
    /// nothing was to be done, or somebody was quicker.
    pub async fn overdue(&self, key: &Key, now: Timestamp) -> Result<Option<Overdue>, StoreError> {
        let Some(found) = self.item(key).await? else {
            return Ok(None);
        };
        let (done, change) = match message_item::read_message(found.clone()) {
            Ok(before) => match before.overdue(now) {
                Ok((done, after)) => (done, difference(&before, &after)),
                Err(NotDue) => return Ok(None),
            },
            // The notifier decides what becomes of a message that can't be read.
            Err(_) => (Overdue::Nudged, nudge(&found, now)),
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
