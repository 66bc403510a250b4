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

/// How many times a mark is written that somebody else's write was quicker than.
const TRIES: usize = 5;

impl Store {
    /// Records what came of an attempt; once more is the same as once. Whatever else was written of the message during
    /// the attempt stays. False if the lease was over and somebody else has dealt with the message since; then nothing
    /// is written.
    pub async fn mark(
        &self,
        claimed: &Delivery,
        outcome: &AttemptOutcome,
    ) -> Result<bool, StoreError> {
        let (key, attempt) = (message_item::key(claimed), claimed.attempt);
        let mut held = claimed.clone();
        for _ in 0..TRIES {
            let Ok(marked) = held.mark(attempt, outcome) else {
                return Ok(held.is_marked(attempt, outcome));
            };
            let found = match (outcome, claimed.channel()) {
                (AttemptOutcome::Sent(receipt), Channel::Sms) => {
                    self.mark_text(&held, &marked, receipt).await?
                }
                _ => self.update(&key, difference(&held, &marked)).await?,
            };
            held = match found {
                Outcome::Done(_) => return Ok(true),
                Outcome::Refused(None) => return Ok(false),
                // The scheduler has put off when it looks whether the lease is over, for example.
                Outcome::Refused(Some(found)) => message_item::read_message(found)?,
            };
        }
        Err(StoreError::Contention)
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
