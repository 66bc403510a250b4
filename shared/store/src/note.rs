//! Long texts about a booking, stored in items of their own. The booking's item is written with
//! each step, and each of its indexes copies a part of it, so it must stay small.
//!
//! A text of up to [`LONGEST_INLINE`] bytes stays in the booking's item. A longer one gets an item
//! in the booking's partition: the comment, which never changes, or the reason of a history entry,
//! which is found by the entry's instant.

use std::collections::BTreeMap;

use anteroom_domain::booking::{Booking, HistoryEntry};
use anteroom_domain::values::{BookingId, Comment};
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

use super::keys::{Key, NOTES};
use super::query::all_items;
use super::value::{Item, number};
use super::{FORMAT, Store, StoreError};

/// The longest comment or reason, in bytes, that is stored in the booking's item.
const LONGEST_INLINE: usize = 256;
/// The name of the comment's note.
const COMMENT: &str = "COMMENT";

/// Whether a text is stored in the booking's item.
pub(super) fn fits(words: &str) -> bool {
    words.len() <= LONGEST_INLINE
}

/// Whether a comment is stored in the booking's item.
pub(super) fn is_short(comment: &Comment) -> bool {
    fits(comment.as_str())
}

/// The notes that a step writes: a long comment of a new booking, and a long reason of its history
/// entry.
pub(super) fn of(
    before: Option<&Booking>,
    after: &Booking,
    entry: Option<&HistoryEntry>,
) -> Vec<Item> {
    let comment = after.comment.as_ref().filter(|_| before.is_none());
    let comment = comment.map(|comment| (COMMENT.to_owned(), comment.as_str()));
    let reason = entry.and_then(|entry| Some((name(entry.at), entry.why.as_deref()?)));
    let long = comment
        .into_iter()
        .chain(reason)
        .filter(|(_, words)| !fits(words));
    long.map(|(name, words)| item(&after.id, &name, words))
        .collect()
}

/// The key of a booking's comment.
pub(super) fn comment_key(booking: &BookingId) -> Key {
    Key::note(booking, COMMENT)
}

/// The text of a note.
pub(super) fn words(item: &Item) -> Option<String> {
    item.get("text")?.as_s().ok().cloned()
}

impl Store {
    /// Fills in the long reasons of a booking's history.
    pub async fn with_reasons(
        &self,
        booking: &BookingId,
        mut history: Vec<HistoryEntry>,
    ) -> Result<Vec<HistoryEntry>, StoreError> {
        let mut notes = self.notes(booking).await?;
        for entry in history.iter_mut().filter(|entry| entry.why.is_none()) {
            entry.why = notes.remove(&name(entry.at));
        }
        Ok(history)
    }

    async fn notes(&self, booking: &BookingId) -> Result<BTreeMap<String, String>, StoreError> {
        let query = self.query_prefix(booking, NOTES).consistent_read(true);
        let items = all_items(query).await?;
        let named = |item: Item| {
            let name = item.get("SK")?.as_s().ok()?.strip_prefix(NOTES)?.to_owned();
            Some((name, words(&item)?))
        };
        Ok(items.into_iter().filter_map(named).collect())
    }
}

fn name(at: Timestamp) -> String {
    at.as_millisecond().to_string()
}

fn item(booking: &BookingId, name: &str, words: &str) -> Item {
    let mut item = Key::note(booking, name).attributes();
    item.insert("format".to_owned(), number(FORMAT));
    item.insert("text".to_owned(), AttributeValue::S(words.to_owned()));
    item
}
