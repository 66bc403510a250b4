//! Records of the stream that are no messages we know.
//!
//! While a deployment goes on, one function may write what another can't read yet. So time comes
//! back for such a message for an hour, until it counts as failed.

use anteroom_runtime::dead_letters::Unreadable;
use aws_lambda_events::event::dynamodb::EventRecord;
use jiff::{SignedDuration, Timestamp};
use serde_dynamo::{AttributeValue, Item};

use crate::AppState;

/// For how long after it was queued time comes back for what can't be read.
const PATIENCE: SignedDuration = SignedDuration::from_hours(1);

/// A record that can't be read, as far as it can.
pub(crate) struct Unread {
    /// The partition and the sort key of its item.
    key: Option<(String, String)>,
    queued_at: Option<Timestamp>,
    /// Whether time came back for it already.
    is_again: bool,
}

impl Unread {
    pub(crate) fn of(record: &EventRecord) -> Self {
        let (keys, image) = (&record.change.keys, &record.change.new_image);
        Self {
            key: text(keys, "PK").zip(text(keys, "SK")),
            queued_at: text(image, "queuedAt").and_then(|at| at.parse().ok()),
            is_again: text(image, "nudgedAt").is_some(),
        }
    }

    /// Puts its place, and nothing of what it says, to the dead letters, when it is seen first and
    /// when it is given up. Whether that is done.
    pub(crate) async fn put_aside(
        self,
        state: &AppState,
        event_id: String,
        now: Timestamp,
    ) -> bool {
        tracing::error!(event_id, "a record of the stream is no message");
        let Some((pk, sk)) = self.key else {
            return false;
        };
        let is_old = self.queued_at.is_none_or(|at| at + PATIENCE <= now);
        let unreadable = Unreadable { pk, sk, event_id };
        if (!self.is_again || is_old)
            && let Err(error) = state.dead_letters.bury(&unreadable).await
        {
            tracing::error!(%error, "it can't be put aside");
            return false;
        }
        let Unreadable { pk, sk, .. } = &unreadable;
        if is_old && let Err(error) = state.store.unreadable(pk, sk).await {
            tracing::error!(%error, "it can't be marked as failed");
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
