//! Texts by the id that SNS gave them, and what the networks report of them (M8).
//!
//! A report names a text by that id alone, and may come before the text is marked as sent. So one small
//! item has both, whichever comes first: which message it is, written with the mark; and the newest report.
//! It expires. A report of a text that is not ours, which other deployments in the account cause, is
//! kept for a day and has no effect.

use anteroom_domain::delivery::{Delivery, Receipt, TextReport, Undelivered};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::difference::difference;
use crate::change::Change;
use crate::condition::Condition;
use crate::items::Outcome;
use crate::key_instant;
use crate::keys::{self, Key};
use crate::message_item;
use crate::path::{EXPIRES_AT, FORMAT};
use crate::transaction::Transaction;
use crate::value::{Item, number, text};
use crate::write::NotWritten;
use crate::{Store, StoreError};

/// How long a sent text can be found by its id. Networks report within three days (AWS End User Messaging
/// user guide, "Event destinations").
const FOUND: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long a report waits for its text. A mark comes within minutes.
const WAITS: SignedDuration = SignedDuration::from_hours(24);
/// How often a text is read again that has changed since it was read.
const TRIES: usize = 4;

/// The paths that updates use.
pub(crate) mod path {
    use crate::path::{Path, paths};

    paths! {
        MESSAGE_PK = "messagePk";
        MESSAGE_SK = "messageSk";
        REPORTED_AT = "reportedAt";
        REPORT = "report";
    }
}

/// What is stored under a text's id.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TextItem {
    message_pk: Option<String>,
    message_sk: Option<String>,
    #[serde(default, with = "key_instant::option")]
    reported_at: Option<Timestamp>,
    report: Option<String>,
}

/// `report` of a text that has arrived; otherwise it is the reason's code.
const DELIVERED: &str = "delivered";

impl TextItem {
    /// The message that the text is.
    fn message(&self) -> Option<Key> {
        Some(Key {
            pk: self.message_pk.clone()?,
            sk: self.message_sk.clone()?,
        })
    }

    fn report(&self) -> Option<TextReport> {
        let code = self.report.as_deref()?;
        Some(TextReport {
            at: self.reported_at?,
            undelivered: match code {
                DELIVERED => None,
                code => Some(undelivered(code)),
            },
        })
    }
}

/// The reason with a code; one that a later release has written is not told.
fn undelivered(code: &str) -> Undelivered {
    let known = Undelivered::ALL.into_iter().find(|why| why.code() == code);
    known.unwrap_or(Undelivered::NotTold)
}

/// What a condition of the mark is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Message,
    Text,
}

impl Store {
    /// Marks a text as sent and writes which message its id is. If a report was there before, the mark
    /// takes it in. Refused with the message as it is, if it is not as it was claimed.
    pub(super) async fn mark_text(
        &self,
        claimed: &Delivery,
        marked: &Delivery,
        receipt: &Receipt,
    ) -> Result<Outcome, StoreError> {
        let (key, text_key) = (message_item::key(claimed), Key::text(&receipt.provider_id));
        let mut after = marked.clone();
        for _ in 0..TRIES {
            let known = after.report();
            let seen = match known {
                None => path::REPORTED_AT.absent(),
                Some(report) => is_there(&report),
            };
            let expires_at = (receipt.at + FOUND).as_second();
            let which = Change::default()
                .set(&FORMAT, number(crate::FORMAT))
                .set(&EXPIRES_AT, number(expires_at))
                .set(&path::MESSAGE_PK, text(&key.pk))
                .set(&path::MESSAGE_SK, text(&key.sk))
                .when(seen);
            let mut transaction = Transaction::default();
            let sent = difference(claimed, &after);
            transaction.change_and_tell(&self.table, &key, sent, Part::Message);
            transaction.change_and_tell(&self.table, &text_key, which, Part::Text);
            let refused = match self.write_parts(transaction).await {
                Ok(()) => return Ok(Outcome::Done(Item::new())),
                Err(NotWritten::Store(error)) => return Err(error),
                Err(NotWritten::Refused(refused)) => refused,
            };
            for (part, found) in refused {
                if part == Part::Message || found.is_none() {
                    return Ok(Outcome::Refused(found));
                }
                if let Some(report) = found.map(read).transpose()?.and_then(|text| text.report()) {
                    after = marked.reported(&report).unwrap_or(after);
                }
            }
        }
        Err(StoreError::Contention)
    }

    /// Takes in what a network reports of the text to which SNS gave an id: late, twice, in any order. The
    /// text as it is then; `None` if it is not marked as sent yet, or is not ours.
    pub async fn text_reported(
        &self,
        id: &str,
        report: &TextReport,
    ) -> Result<Option<Delivery>, StoreError> {
        let Some(item) = self.keep_report(id, report).await? else {
            return Ok(None);
        };
        let (Some(key), Some(newest)) = (item.message(), item.report()) else {
            return Ok(None);
        };
        for _ in 0..TRIES {
            let Some(found) = self.item(&key).await? else {
                return Ok(None);
            };
            let before = message_item::read_message(found)?;
            let Ok(after) = before.reported(&newest) else {
                return Ok(None);
            };
            if after == before {
                return Ok(Some(before));
            }
            if let Outcome::Done(_) = self.update(&key, difference(&before, &after)).await? {
                return Ok(Some(after));
            }
        }
        Err(StoreError::Contention)
    }

    /// Keeps a report under the text's id, unless one is there that it does not replace. What is there
    /// then.
    async fn keep_report(
        &self,
        id: &str,
        report: &TextReport,
    ) -> Result<Option<TextItem>, StoreError> {
        let at = || text(keys::instant(report.at));
        let mut replaces = vec![
            path::REPORTED_AT.absent(),
            path::REPORTED_AT.less_than(at()),
        ];
        if report.undelivered.is_some() {
            replaces.push(is_there(&TextReport {
                undelivered: None,
                ..*report
            }));
        }
        let expires_at = (report.at + WAITS).as_second();
        let change = Change::default()
            .set(&FORMAT, number(crate::FORMAT))
            .copy_or(&EXPIRES_AT, &EXPIRES_AT, number(expires_at))
            .set(&path::REPORTED_AT, at())
            .set(&path::REPORT, text(code(report)))
            .when(Condition::any(replaces));
        match self.update(&Key::text(id), change).await? {
            Outcome::Done(item) | Outcome::Refused(Some(item)) => read(item).map(Some),
            Outcome::Refused(None) => Ok(None),
        }
    }
}

/// Requires that this report is the newest.
fn is_there(report: &TextReport) -> Condition {
    Condition::all([
        path::REPORTED_AT.is(text(keys::instant(report.at))),
        path::REPORT.is(text(code(report))),
    ])
}

fn code(report: &TextReport) -> &'static str {
    report.undelivered.map_or(DELIVERED, Undelivered::code)
}

fn read(item: Item) -> Result<TextItem, StoreError> {
    Ok(serde_dynamo::from_item(item)?)
}
