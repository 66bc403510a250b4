//! Records of the stream that are no messages of a known format.
//!
//! While a deployment goes on, one function may write what another can't read yet. So the
//! scheduler nudges such a message for a while, until it counts as failed.

use anteroom_domain::delivery::Unreadable;
use anteroom_runtime::dead_letters;
use anteroom_store::keys::Key;
use aws_lambda_events::event::dynamodb::EventRecord;
use jiff::Timestamp;
use serde_dynamo::{AttributeValue, Item};

use crate::AppState;

/// A record that can't be read, as far as it can.
pub(crate) struct Unread {
    /// The key of its item.
    key: Option<Key>,
    what: Unreadable,
}

impl Unread {
    pub(crate) fn of(record: &EventRecord) -> Self {
        let (keys, image) = (&record.change.keys, &record.change.new_image);
        let key = text(keys, "PK").zip(text(keys, "SK"));
        Self {
            key: key.map(|(pk, sk)| Key { pk, sk }),
            what: Unreadable {
                queued_at: text(image, "queuedAt").and_then(|at| at.parse().ok()),
                nudged: text(image, "nudgedAt").is_some(),
            },
        }
    }

    /// Sends its key, and nothing of what it says, to the dead-letter queue, when it is seen first
    /// and when it fails. Whether that is done.
    pub(crate) async fn report(self, state: &AppState, event_id: String, now: Timestamp) -> bool {
        tracing::error!(event_id, "message_unreadable");
        let Some(key) = self.key else {
            return false;
        };
        let letter = dead_letters::Unreadable {
            pk: key.pk.clone(),
            sk: key.sk.clone(),
            event_id,
        };
        if self.what.is_reported(now)
            && let Err(error) = state.dead_letters.bury(&letter).await
        {
            tracing::error!(%error, "dead_letter_not_sent");
            return false;
        }
        if self.what.has_failed(now)
            && let Err(error) = state.store.unreadable(&key).await
        {
            tracing::error!(%error, "message_not_marked");
            return false;
        }
        true
    }
}

fn text(item: &Item, name: &str) -> Option<String> {
    match item.get(name) {
        Some(AttributeValue::S(text)) => Some(text.clone()),
        Some(_) | None => None,
    }
}
