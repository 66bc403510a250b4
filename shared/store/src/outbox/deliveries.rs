//! The deliveries that the concierge sees (M5).

use anteroom_domain::booking::Side;
use anteroom_domain::message::{Channel, Kind, Parts};
use anteroom_domain::values::{Actor, BookingId, DeliveryId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{DeliveryState, MessageItem};
use crate::bookings::{ListPosition, page};
use crate::keys::{Key, MESSAGES};
use crate::value::{Item, text};
use crate::{LastKey, Store, StoreError, failed};

/// A list of deliveries (M5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryList {
    /// To be sent.
    Queued,
    /// Sent.
    Sent,
    /// Given up.
    Failed,
    /// Perhaps sent.
    Unknown,
}

impl DeliveryList {
    /// The name in the API and in keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

/// A message as the concierge sees it: whom it is for, but not their address.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// The booking that it is about.
    pub booking_id: BookingId,
    /// What it says.
    pub kind: Kind,
    /// The way it goes.
    pub channel: Channel,
    /// The side of the booking that it is for.
    pub to: Side,
    /// What became of it so far.
    pub state: DeliveryState,
    /// How many times it was tried.
    pub attempts: u32,
    /// When it was written.
    pub queued_at: Timestamp,
    /// When it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Timestamp>,
    /// Why it was not sent, or did not arrive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// How many parts its text took, if it was an SMS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<Parts>,
    /// The message of which it is a copy, if it was sent again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resend_of: Option<DeliveryId>,
    /// Who asked that it be sent again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_by: Option<Actor>,
    /// The newest copy of it, if it was sent again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resent_as: Option<DeliveryId>,
}

impl Store {
    /// All messages about a booking, the oldest first.
    pub async fn messages_of(&self, booking: &BookingId) -> Result<Vec<Delivery>, StoreError> {
        let mut found = Vec::new();
        let mut start: Option<LastKey> = None;
        loop {
            let output = self
                .client
                .query()
                .table_name(&self.table)
                .key_condition_expression("PK = :booking AND begins_with(SK, :messages)")
                .expression_attribute_values(":booking", text(Key::booking(booking).pk))
                .expression_attribute_values(":messages", text(MESSAGES))
                .consistent_read(true)
                .set_exclusive_start_key(start)
                .send()
                .await
                .map_err(failed("Query"))?;
            let items = output.items.unwrap_or_default();
            found.extend(items.into_iter().filter_map(delivery));
            start = output.last_evaluated_key;
            if start.is_none() {
                return Ok(found);
            }
        }
    }

    /// The deliveries of a list, the oldest first.
    pub async fn deliveries(
        &self,
        list: DeliveryList,
        limit: i32,
        from: Option<ListPosition>,
    ) -> Result<(Vec<Delivery>, Option<ListPosition>), StoreError> {
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .index_name("deliveries")
            .key_condition_expression("deliveryList = :list")
            .expression_attribute_values(":list", text(list.as_str()))
            // One more shows whether there is a next page.
            .limit(limit + 1)
            .set_exclusive_start_key(from.map(ListPosition::into_key))
            .send()
            .await
            .map_err(failed("Query"))?;
        let items = output.items.unwrap_or_default();
        let (items, next) = page(
            items,
            output.last_evaluated_key,
            limit,
            ["deliveryList", "queuedAt"],
        );
        Ok((items.into_iter().filter_map(delivery).collect(), next))
    }
}

/// One that can't be read is among the dead letters, and hides no other.
fn delivery(item: Item) -> Option<Delivery> {
    match serde_dynamo::from_item::<_, MessageItem>(item) {
        Ok(item) => Some(Delivery::from(item)),
        // The error itself may quote the item.
        Err(_) => {
            tracing::error!("a delivery can't be read");
            None
        }
    }
}

impl From<MessageItem> for Delivery {
    fn from(item: MessageItem) -> Self {
        Self {
            id: item.id,
            booking_id: item.booking_id,
            kind: item.says,
            channel: item.channel,
            to: item.to.side,
            state: item.state,
            attempts: item.attempt,
            queued_at: item.queued_at,
            sent_at: item.sent_at,
            failure: item.failure,
            parts: item.parts,
            resend_of: item.resend_of,
            requested_by: item.requested_by,
            resent_as: item.resent_as,
        }
    }
}
