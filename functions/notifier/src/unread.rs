//! Records of the stream that are no messages we know.
//!
//! While a deployment goes on, one function may write what another can't read yet. So time comes
//! back for such a message for an hour, until it counts as failed.

use anteroom_adapters::dead_letters::Unreadable;
use anteroom_adapters::store::StoreError;
use jiff::{SignedDuration, Timestamp};
use serde_dynamo::{AttributeValue, Item};

use crate::Notifier;

/// For how long after it was queued time comes back for what can't be read.
const PATIENCE: SignedDuration = SignedDuration::from_hours(1);

/// A record that can't be read, as far as it can.
pub(crate) struct Unread {
    event_id: String,
    /// The partition and the sort key of its item.
    key: Option<(String, String)>,
    queued_at: Option<Timestamp>,
    /// Whether time came back for it already.
    is_again: bool,
}

impl Unread {
    pub(crate) fn new(event_id: String, keys: Item, image: Item) -> Self {
        Self {
            event_id,
            key: text(&keys, "PK").zip(text(&keys, "SK")),
            queued_at: text(&image, "queuedAt").and_then(|at| at.parse().ok()),
            is_again: text(&image, "nudgedAt").is_some(),
        }
    }

    /// Puts its place, and nothing of what it says, to the dead letters, when it is seen first and
    /// when it is given up. Whether that is done.
    pub(crate) async fn put_aside(self, notifier: &Notifier, now: Timestamp) -> bool {
        let Self { event_id, key, .. } = self;
        tracing::error!(event_id, "a record of the stream is no message");
        let Some((pk, sk)) = key else {
            return false;
        };
        let is_old = self.queued_at.is_none_or(|at| at + PATIENCE <= now);
        let unreadable = Unreadable { pk, sk, event_id };
        if (!self.is_again || is_old)
            && let Err(error) = notifier.dead_letters.bury(&unreadable).await
        {
            tracing::error!(%error, "it can't be put aside");
            return false;
        }
        if is_old && let Err(error) = end(notifier, &unreadable).await {
            tracing::error!(%error, "it can't be marked as failed");
            return false;
        }
        true
    }
}

async fn end(notifier: &Notifier, what: &Unreadable) -> Result<(), StoreError> {
    notifier.store.unreadable(&what.pk, &what.sk).await
}

fn text(item: &Item, name: &str) -> Option<String> {
    match item.get(name) {
        Some(AttributeValue::S(text)) => Some(text.clone()),
        Some(_) | None => None,
    }
}
