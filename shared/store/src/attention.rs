//! Calls for the concierge: bookings whose member waits in vain, or does not come.
//!
//! A call is an item of its own. It is written once for each start time of a booking and expires
//! after a day. Whether the booking still needs the concierge, and why, is decided when the list is
//! read, so no call has to be withdrawn when they come.

use anteroom_domain::policy::Policy;
use anteroom_domain::session::Terms;
use anteroom_domain::transition::{BookingRecord, Need};
use anteroom_domain::values::BookingId;
use jiff::{SignedDuration, Timestamp};

use super::keys::{self, ATTENTION, Key, booking_of};
use super::value::{self, Item, text};
use super::{FORMAT, Store, StoreError, failed};

/// The partition of the index that lists calls.
const LIST: &str = "attention";
/// How long a call is stored.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// The most calls that are read, newest first. Far more than can be open at once.
const MOST: i32 = 100;

/// A booking that needs the concierge.
#[derive(Clone, Debug)]
pub struct Attention {
    /// The booking.
    pub record: BookingRecord,
    /// Why it needs the concierge.
    pub why: Need,
    /// Since when it needs the concierge.
    pub since: Timestamp,
}

/// The item of a call to a session, once for each start that it has.
pub(super) fn call(terms: &Terms, at: Timestamp) -> Item {
    let mut item = Key::attention(&terms.booking, terms.starts_at).attributes();
    item.insert("format".to_owned(), value::number(FORMAT));
    item.insert("deliveryList".to_owned(), text(LIST));
    item.insert("queuedAt".to_owned(), text(keys::instant(at)));
    let expires_at = (at + KEPT).as_second();
    item.insert("expiresAt".to_owned(), value::number(expires_at));
    item
}

impl Store {
    /// The bookings that need the concierge now, longest waiting first.
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
        let items = output.items.unwrap_or_default();
        let calls: Vec<Call> = items.iter().filter_map(Call::read).collect();
        let ids: Vec<_> = calls.iter().map(|call| call.booking.clone()).collect();
        let records = self.records(&ids).await?;
        let needing = calls.into_iter().zip(records).filter_map(|(call, record)| {
            let record =
                record.filter(|record| record.session.terms.starts_at == call.starts_at)?;
            let (why, since) = record.need(policy, now)?;
            Some(Attention { record, why, since })
        });
        let mut needing: Vec<_> = needing.collect();
        needing.sort_by_key(|needing| needing.since);
        Ok(needing)
    }
}

/// A call, as the keys of the index tell it.
struct Call {
    booking: BookingId,
    starts_at: Timestamp,
}

impl Call {
    fn read(item: &Item) -> Option<Self> {
        let Key { pk, sk } = Key::of(item)?;
        Some(Self {
            booking: booking_of(&pk)?,
            starts_at: sk.strip_prefix(ATTENTION)?.parse().ok()?,
        })
    }
}
