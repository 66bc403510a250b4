//! The history of a person and their schedule, as the concierge sees it.

use anteroom_domain::person_history::{ContactHashes, PersonEntry, PersonEvent, PersonField};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::views::ActorView;
use crate::words;

/// An entry of the history of a person and their schedule.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PersonHistoryEntry)]
pub struct PersonHistoryView {
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The author.
    by: ActorView,
    /// What happened.
    #[schema(value_type = words::PersonEventName)]
    what: PersonEvent,
    /// The parts of the person that were changed.
    #[schema(value_type = Vec<words::PersonFieldName>)]
    fields: Vec<PersonField>,
    /// Of an address or a number that was changed, keyed hashes, by which two can be compared.
    contacts: Vec<ContactHashesView>,
    /// The id of the request that caused it.
    request_id: String,
}

/// An address or a number that was changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ContactHashes)]
pub struct ContactHashesView {
    /// Which one.
    #[schema(value_type = words::PersonFieldName)]
    field: PersonField,
    /// The hash before; absent if there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    /// The hash afterwards; absent if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

impl From<&PersonEntry> for PersonHistoryView {
    fn from(entry: &PersonEntry) -> Self {
        Self {
            at: entry.at,
            by: ActorView::from(&entry.by),
            what: entry.what,
            fields: entry.fields.clone(),
            contacts: entry.contacts.iter().map(Into::into).collect(),
            request_id: entry.request_id.clone(),
        }
    }
}

impl From<&ContactHashes> for ContactHashesView {
    fn from(hashes: &ContactHashes) -> Self {
        Self {
            field: hashes.field,
            before: hashes.before.clone(),
            after: hashes.after.clone(),
        }
    }
}
