//! Calls for the concierge: bookings whose member waits in vain.
//!
//! A call is an item of its own. It is written once for each start time of a booking and expires
//! after a day. Whether the booking still needs the concierge is decided when the list is read, so
//! no call has to be withdrawn when the provider comes.

use anteroom_domain::booking::{Side, State};
use anteroom_domain::policy::Policy;
use anteroom_domain::session::Terms;
use anteroom_domain::transition::BookingRecord;
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

/// A booking whose member waits in vain.
#[derive(Clone, Debug)]
pub struct Attention {
    /// The booking.
    pub record: BookingRecord,
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
    /// The bookings that need the concierge now, longest waiting first. They are open, and the
    /// provider is not in.
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
        let calls: Vec<Call> = items.iter().rev().filter_map(Call::read).collect();
        let ids: Vec<_> = calls.iter().map(|call| call.booking.clone()).collect();
        let records = self.records(&ids).await?;
        let needing = calls.into_iter().zip(records).filter_map(|(call, record)| {
            let record = record?;
            let open = matches!(
                record.booking.state,
                State::Confirmed | State::Ongoing { .. }
            );
            let host_is_in = record.session.is_present(Side::Provider, now, policy);
            let needs = open && !host_is_in && record.booking.span.starts_at == call.starts_at;
            needs.then_some(Attention {
                record,
                since: call.since,
            })
        });
        Ok(needing.collect())
    }
}

/// A call, as the keys of the index tell it.
struct Call {
    booking: BookingId,
    starts_at: Timestamp,
    since: Timestamp,
}

impl Call {
    fn read(item: &Item) -> Option<Self> {
        let Key { pk, sk } = Key::of(item)?;
        Some(Self {
            booking: booking_of(&pk)?,
            starts_at: sk.strip_prefix(ATTENTION)?.parse().ok()?,
            since: item.get("queuedAt")?.as_s().ok()?.parse().ok()?,
        })
    }
}
