//! What came of an attempt.

use anteroom_domain::delivery::{AttemptOutcome, Delivery, FailureCode, List, Status};
use anteroom_domain::message::Channel;

use super::difference::difference;
use crate::change::Change;
use crate::items::Outcome;
use crate::keys::Key;
use crate::message_item::{self, path};
use crate::value::text;
use crate::{Store, StoreError};

impl Store {
    /// Records what came of an attempt; once more is the same as once. False if the lease was
    /// over and somebody else has dealt with the message since; then nothing is written.
    pub async fn mark(
        &self,
        claimed: &Delivery,
        outcome: &AttemptOutcome,
    ) -> Result<bool, StoreError> {
        let Ok(marked) = claimed.mark(claimed.attempt, outcome) else {
            return Ok(false);
        };
        if let (AttemptOutcome::Sent(receipt), Channel::Sms) = (outcome, claimed.channel()) {
            return self.mark_text(claimed, &marked, receipt).await;
        }
        let change = difference(claimed, &marked);
        match self.update(&message_item::key(claimed), change).await? {
            Outcome::Done(_) => Ok(true),
            Outcome::Refused(None) => Ok(false),
            Outcome::Refused(Some(found)) => {
                Ok(message_item::read_message(found)?.is_marked(claimed.attempt, outcome))
            }
        }
    }

    /// Records that a queued message can't be read, and so is not sent without a person. Once
    /// more is the same as once.
    pub async fn unreadable(&self, key: &Key) -> Result<(), StoreError> {
        let change = Change::default()
            .set(&path::STATE, text(Status::Failed.as_str()))
            .set(&path::FAILURE, text(FailureCode::Unreadable.as_str()))
            .set(&path::DELIVERY_LIST, text(List::Failed.as_str()))
            .remove(&path::DUE_AT)
            .remove(&path::DUE_SHARD)
            .remove(&path::NOT_BEFORE)
            .when(path::STATE.is(text(Status::Queued.as_str())));
        self.update(key, change).await.map(drop)
    }
}
