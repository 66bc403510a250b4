//! The entries of a booking's history, as its item holds them.

use anteroom_domain::booking::{HistoryEntry, HistoryEvent, Moved, Status};
use anteroom_domain::values::Actor;
use jiff::Timestamp;
use jiff::fmt::serde::timestamp::millisecond;
use serde::{Deserialize, Serialize};

use super::note;

/// An entry of the history.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HistoryAttributes {
    #[serde(with = "millisecond::required")]
    at: Timestamp,
    by: Actor,
    what: HistoryEvent,
    status: Status,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    moved: Option<MovedAttributes>,
    request_id: String,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct MovedAttributes {
    #[serde(with = "millisecond::required")]
    from: Timestamp,
    #[serde(with = "millisecond::required")]
    to: Timestamp,
}

impl From<&HistoryEntry> for HistoryAttributes {
    fn from(entry: &HistoryEntry) -> Self {
        Self {
            at: entry.at,
            by: entry.by.clone(),
            what: entry.what,
            status: entry.status,
            why: entry.why.clone().filter(|why| note::fits(why)),
            moved: entry.moved.map(|moved| MovedAttributes {
                from: moved.from,
                to: moved.to,
            }),
            request_id: entry.request_id.clone(),
        }
    }
}

impl From<HistoryAttributes> for HistoryEntry {
    fn from(line: HistoryAttributes) -> Self {
        Self {
            at: line.at,
            by: line.by,
            what: line.what,
            status: line.status,
            why: line.why,
            moved: line.moved.map(|moved| Moved {
                from: moved.from,
                to: moved.to,
            }),
            request_id: line.request_id,
        }
    }
}
