//! The meeting service's events about a session, stored unchanged.

use anteroom_domain::attendance::{Evidence, Kind, Source};
use anteroom_domain::booking::Side;
use anteroom_domain::values::BookingId;
use jiff::Timestamp;
use jiff::fmt::serde::timestamp::millisecond;
use serde::{Deserialize, Serialize};

use super::keys::{ATTENDANCE, Key};
use super::query::all_items;
use super::value::{item, number};
use super::{FORMAT, Store, StoreError, failed};

/// An event of the meeting service about a person in a meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServiceEvent {
    /// The person's side.
    pub side: Side,
    /// What the event reports.
    pub kind: Kind,
    /// When it happened, by the service's clock.
    #[serde(with = "millisecond::required")]
    pub at: Timestamp,
    /// The generation of the meeting.
    pub generation: u32,
}

impl Store {
    /// Stores an event. A duplicate is stored once.
    pub async fn keep_event(
        &self,
        booking: &BookingId,
        attendee: &str,
        event: &ServiceEvent,
    ) -> Result<(), StoreError> {
        let name = format!("{attendee}#{}", event.kind.as_str());
        let mut kept = item(event);
        kept.extend(Key::attendance(booking, event.at, &name).attributes());
        kept.insert("format".to_owned(), number(FORMAT));
        let request = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(kept));
        request.send().await.map(|_| ()).map_err(failed("PutItem"))
    }

    /// All events of the meeting service about a booking's sessions, as evidence.
    pub async fn service_evidence(&self, booking: &BookingId) -> Result<Vec<Evidence>, StoreError> {
        let items = all_items(self.query_prefix(booking, ATTENDANCE)).await?;
        let read = |item| {
            serde_dynamo::from_item(item)
                .map(evidence)
                .map_err(StoreError::Item)
        };
        items.into_iter().map(read).collect()
    }
}

fn evidence(event: ServiceEvent) -> Evidence {
    Evidence {
        side: event.side,
        source: Source::Service,
        kind: event.kind,
        at: event.at,
        generation: event.generation,
        last_seen_before: None,
    }
}
