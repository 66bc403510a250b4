//! Whose member waits in vain: what calls the concierge.
//!
//! A call is an item of its own, written once for each start that a booking has, and forgotten
//! after a day. Whether the booking still needs somebody is seen when the list is read, so that
//! nothing has to take a call back when the provider comes.

use anteroom_domain::booking::{Side, State};
use anteroom_domain::policy::Policy;
use anteroom_domain::values::BookingId;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::change::Change;
use super::keys::{self, Key};
use super::sessions::still_to_be_held;
use super::transaction::{Conflict, Transaction};
use super::value::{self, text};
use super::{BookingRecord, Store, StoreError, failed};

/// The list in which calls stand.
const LIST: &str = "attention";
/// How long a call is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// How many calls are looked at, the newest: far more than can wait in vain at once.
const MOST: i32 = 100;

/// A booking whose member waits in vain.
#[derive(Clone, Debug)]
pub struct Attention {
    /// The booking.
    pub stored: BookingRecord,
    /// Since when it has needed the concierge.
    pub since: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AttentionItem {
    booking_id: BookingId,
    starts_at: Timestamp,
    queued_at: Timestamp,
}

impl Store {
    /// Calls the concierge to a booking, once for each start that it has.
    pub async fn call_concierge(
        &self,
        stored: &BookingRecord,
        now: Timestamp,
    ) -> Result<(), Conflict> {
        let (id, starts_at) = (&stored.booking.id, stored.booking.span.starts_at);
        let mut item = value::item(&AttentionItem {
            booking_id: id.clone(),
            starts_at,
            queued_at: now,
        });
        item.extend(Key::attention(id, starts_at).attributes());
        item.insert("kind".to_owned(), text("attention"));
        item.insert("deliveryList".to_owned(), text(LIST));
        item.insert("queuedAt".to_owned(), text(keys::instant(now)));
        item.insert(
            "expiresAt".to_owned(),
            value::number((now + KEPT).as_second()),
        );
        let called = Change::default().set("live.conciergeCalled", value::value(&true));
        let mut transaction = Transaction::default();
        transaction.create(&self.table, item);
        let called = still_to_be_held(called, stored);
        transaction.change(&self.table, &Key::booking(id), called);
        self.write(transaction).await
    }

    /// The bookings that need the concierge now, the longest waiting first: they are still
    /// open, and the provider is not in.
    pub async fn needing_attention(
        &self,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Vec<Attention>, StoreError> {
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .index_name("deliveries")
            .key_condition_expression("deliveryList = :list AND queuedAt >= :since")
            .expression_attribute_values(":list", text(LIST))
            .expression_attribute_values(":since", text(keys::instant(now - KEPT)))
            .scan_index_forward(false)
            .limit(MOST)
            .send()
            .await
            .map_err(failed("Query"))?;
        let mut found = Vec::new();
        for item in output.items.unwrap_or_default().into_iter().rev() {
            let call: AttentionItem = serde_dynamo::from_item(item)?;
            let Some(stored) = self.booking(&call.booking_id).await? else {
                continue;
            };
            let open = matches!(
                stored.booking.state,
                State::Confirmed | State::Ongoing { .. }
            );
            let host_is_in = stored.live.is_present(Side::Provider, now, policy);
            if open && !host_is_in && stored.booking.span.starts_at == call.starts_at {
                found.push(Attention {
                    stored,
                    since: call.queued_at,
                });
            }
        }
        Ok(found)
    }
}
