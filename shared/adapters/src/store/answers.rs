//! The answers to requests that carried an idempotency key, kept for a day.

use anteroom_domain::values::PersonId;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::keys::Key;
use super::value::{self, Item};
use super::{Store, StoreError, failed};
use crate::http::{Answer, IdempotencyKey, Replay};

/// How long an answer is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AnswerItem {
    #[serde(rename = "PK")]
    pk: String,
    #[serde(rename = "SK")]
    sk: String,
    kind: String,
    fingerprint: String,
    answer: Answer,
    /// When it may be forgotten, in seconds since the Unix epoch: the table's time to live.
    expires_at: i64,
}

/// The item of an answer.
pub(super) fn item(person: &PersonId, key: &IdempotencyKey, answer: &Answer) -> Item {
    let Key { pk, sk } = Key::answer(person, &key.key);
    let fingerprint = key.fingerprint.clone();
    let expires_at = (key.now + KEPT).as_second();
    value::item(&AnswerItem {
        pk,
        sk,
        kind: "answer".to_owned(),
        fingerprint,
        answer: answer.clone(),
        expires_at,
    })
}

/// The answer in an item, unless its day is over: the table forgets late.
pub(super) fn replay(item: Item, now: Timestamp) -> Result<Option<Replay>, StoreError> {
    let item: AnswerItem = serde_dynamo::from_item(item)?;
    let kept = now.as_second() < item.expires_at;
    Ok(kept.then_some(Replay {
        fingerprint: item.fingerprint,
        answer: item.answer,
    }))
}

impl Store {
    /// The answer that was given under a key.
    pub async fn answer(
        &self,
        person: &PersonId,
        key: &IdempotencyKey,
    ) -> Result<Option<Replay>, StoreError> {
        self.item(&Key::answer(person, &key.key))
            .await?
            .map_or(Ok(None), |item| replay(item, key.now))
    }

    /// Keeps an answer, unless one is kept already under the key: then that one is the answer.
    pub async fn keep_answer(
        &self,
        person: &PersonId,
        key: &IdempotencyKey,
        answer: Answer,
    ) -> Result<Replay, StoreError> {
        let result = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item(person, key, &answer)))
            .condition_expression("attribute_not_exists(PK) OR expiresAt <= :now")
            .expression_attribute_values(":now", value::number(key.now.as_second()))
            .send()
            .await;
        match result {
            Ok(_) => Ok(Replay {
                fingerprint: key.fingerprint.clone(),
                answer,
            }),
            Err(error) => match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(_)) => self
                    .answer(person, key)
                    .await?
                    .ok_or(StoreError::Contention),
                Some(_) | None => Err(failed("PutItem")(error)),
            },
        }
    }
}
