//! What the meeting service said of a session, kept as it was said.

use anteroom_domain::attendance::{Evidence, Kind, Known, Source};
use anteroom_domain::booking::{Side, State};
use anteroom_domain::session::Presence;
use anteroom_domain::values::BookingId;
use jiff::Timestamp;
use jiff::fmt::serde::timestamp::millisecond;
use serde::{Deserialize, Serialize};

use super::keys::{ATTENDANCE, Key};
use super::value::{item, text};
use super::{BookingRecord, Store, StoreError, failed};

/// Something that the meeting service said about a person in a meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServiceEvent {
    /// On which side the person is.
    pub side: Side,
    /// Whether they came or went.
    pub kind: Kind,
    /// When, by the service's clock.
    #[serde(with = "millisecond::required")]
    pub at: Timestamp,
    /// In which meeting of the booking.
    pub generation: u32,
}

impl Store {
    /// Keeps an event. The same event twice is kept once.
    pub async fn keep_event(
        &self,
        booking: &BookingId,
        attendee: &str,
        event: &ServiceEvent,
    ) -> Result<(), StoreError> {
        let name = format!("{attendee}#{:?}", event.kind);
        let mut kept = item(event);
        kept.extend(Key::attendance(booking, event.at, &name).attributes());
        kept.insert("item".to_owned(), text("attendance"));
        let request = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(kept));
        request.send().await.map(|_| ()).map_err(failed("PutItem"))
    }

    /// All that the meeting service said of a booking's sessions, as evidence.
    pub async fn service_evidence(&self, booking: &BookingId) -> Result<Vec<Evidence>, StoreError> {
        let key = Key::booking(booking);
        let pages = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("PK = :booking AND begins_with(SK, :attendance)")
            .expression_attribute_values(":booking", text(key.pk))
            .expression_attribute_values(":attendance", text(ATTENDANCE))
            .into_paginator()
            .items();
        let items = pages
            .send()
            .collect::<Result<Vec<_>, _>>()
            .await
            .map_err(failed("Query"))?;
        let read = |item| {
            serde_dynamo::from_item(item)
                .map(evidence)
                .map_err(StoreError::Item)
        };
        items.into_iter().map(read).collect()
    }
}

impl BookingRecord {
    /// What is known beside the evidence at `now`. The log of a client has its comings and
    /// goings; that it was still in afterwards stands in its register.
    pub fn known(&self, now: Timestamp) -> Known {
        let last_report = |presence: &Presence| presence.client.map(|word| word.at);
        Known {
            provider_final_seen: last_report(&self.live.host),
            member_final_seen: last_report(&self.live.member),
            until: over_at(&self.booking.state).map_or(now, |over| over.min(now)),
        }
    }
}

/// When a booking was over, if it is.
fn over_at(state: &State) -> Option<Timestamp> {
    match state {
        State::Pending { .. } | State::Confirmed | State::Ongoing { .. } => None,
        State::Completed { ended_at, .. } => Some(*ended_at),
        State::Cancelled(cancellation) => Some(cancellation.at),
        State::Expired { at } | State::NoShow { at, .. } => Some(*at),
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
