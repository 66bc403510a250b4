//! The answers to requests with an idempotency key, stored for a day. The store treats an answer's
//! body as opaque bytes.

use anteroom_domain::values::PersonId;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::keys::Key;
use super::path::{EXPIRES_AT, PK};
use super::value::{self, Item, number};
use super::{FORMAT, Store, StoreError};

/// How long an answer is stored.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// The attribute of the body.
const BODY: &str = "body";

/// The key under which the answer to a request is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerKey {
    /// Who sent the request.
    pub person: PersonId,
    /// The idempotency key of the request.
    pub key: String,
    /// A hash that distinguishes this request from others sent under the same key.
    pub fingerprint: String,
    /// The time of the request.
    pub now: Timestamp,
}

/// A stored answer, with the fingerprint of the request that it answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// The fingerprint of the request.
    pub fingerprint: String,
    /// The answer's bytes.
    pub body: Vec<u8>,
}

/// The item, without its body.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AnswerItem {
    #[serde(rename = "PK")]
    pk: String,
    #[serde(rename = "SK")]
    sk: String,
    kind: String,
    format: u32,
    fingerprint: String,
    /// When the item may be deleted, in seconds since the Unix epoch: DynamoDB's time to live.
    expires_at: i64,
}

impl AnswerKey {
    /// The key of the answer's item.
    pub(super) fn item(&self) -> Key {
        Key::answer(&self.person, &self.key)
    }
}

/// The item of an answer.
pub(super) fn item(key: &AnswerKey, body: &[u8]) -> Item {
    let Key { pk, sk } = key.item();
    let mut item = value::item(&AnswerItem {
        pk,
        sk,
        kind: "answer".to_owned(),
        format: FORMAT,
        fingerprint: key.fingerprint.clone(),
        expires_at: (key.now + KEPT).as_second(),
    });
    item.insert(BODY.to_owned(), AttributeValue::B(Blob::new(body)));
    item
}

/// Requires that no answer is stored under a key. An expired one counts as absent, since DynamoDB
/// deletes expired items late.
pub(super) fn if_none_is_kept(key: &AnswerKey) -> Condition {
    let now = number(key.now.as_second());
    Condition::any([PK.absent(), EXPIRES_AT.at_most(now)])
}

/// The answer in an item; `None` if it has expired, since DynamoDB deletes expired items late.
pub(super) fn kept(mut item: Item, now: Timestamp) -> Result<Option<KeptAnswer>, StoreError> {
    let body = match item.remove(BODY) {
        Some(AttributeValue::B(body)) => body.into_inner(),
        Some(_) | None => Vec::new(),
    };
    let item: AnswerItem = serde_dynamo::from_item(item)?;
    let is_kept = now.as_second() < item.expires_at;
    Ok(is_kept.then_some(KeptAnswer {
        fingerprint: item.fingerprint,
        body,
    }))
}

impl Store {
    /// The answer stored under a key.
    pub async fn answer(&self, key: &AnswerKey) -> Result<Option<KeptAnswer>, StoreError> {
        self.item(&key.item())
            .await?
            .map_or(Ok(None), |item| kept(item, key.now))
    }

    /// Stores an answer. If the key already has one, nothing is written, and that one is returned.
    pub async fn keep_answer(
        &self,
        key: &AnswerKey,
        body: Vec<u8>,
    ) -> Result<KeptAnswer, StoreError> {
        let is_kept = self.put_if(item(key, &body), &if_none_is_kept(key)).await?;
        if is_kept {
            return Ok(KeptAnswer {
                fingerprint: key.fingerprint.clone(),
                body,
            });
        }
        self.answer(key).await?.ok_or(StoreError::Contention)
    }
}
