//! Calls for the concierge: bookings whose member waits in vain, or does not come, and sessions that were cut off.
//!
//! A call is an item of its own. It is written once for each start time of a booking and expires
//! after a day. Whether the booking still needs the concierge, and why, is decided when the list is
//! read, so no call has to be withdrawn when they come.
//!
//! Messages that somebody must look at are found in the lists of deliveries, where they are anyway.

use std::collections::BTreeSet;

use anteroom_domain::attention::Need;
use anteroom_domain::delivery::{Delivery, List, STUCK_AFTER};
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
/// How old a text may be that did not arrive and whose session is still to come. No session is booked
/// further ahead.
const FARTHEST: SignedDuration = SignedDuration::from_hours(366 * 24);
/// The most entries of a list that are read. Far more calls than can be open at once.
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
    /// The bookings that need the concierge now, each once for each reason, longest waiting first.
    pub async fn needing_attention(
        &self,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Vec<Attention>, StoreError> {
        let calls = self.calls(now).await?;
        let messages = self.messages_in_need(now).await?;
        let called = calls.iter().map(|call| &call.booking);
        let ids = called.chain(messages.iter().map(|(booking, _)| booking));
        let ids: Vec<_> = ids.cloned().collect();
        let mut records = self.records(&ids).await?.into_iter();
        let called = calls
            .into_iter()
            .zip(records.by_ref())
            .filter_map(|(call, record)| {
                let record =
                    record.filter(|record| record.session.terms.starts_at == call.starts_at)?;
                let (why, since) = record.need(policy, now)?;
                Some(Attention { record, why, since })
            });
        let mut needing: Vec<_> = called.collect();
        needing.extend(messages.into_iter().zip(records).filter_map(
            |((_, (why, since)), record)| {
                let record = record?;
                if why == Need::TextUndelivered && !record.needs_texts(now) {
                    return None;
                }
                Some(Attention { record, why, since })
            },
        ));
        needing.sort_by_key(|needing| needing.since);
        let mut seen = BTreeSet::new();
        needing.retain(|needing| seen.insert((needing.record.booking.id.clone(), needing.why)));
        Ok(needing)
    }

    /// The calls of the last day, the newest first.
    async fn calls(&self, now: Timestamp) -> Result<Vec<Call>, StoreError> {
        let items = self.listed(LIST, Queued::Since(now - KEPT)).await?;
        Ok(items.iter().filter_map(Call::read).collect())
    }

    /// The bookings with a message that somebody must look at, with why and since when: those that failed
    /// or are unknown, of the last day; texts that did not arrive; those that
    /// are held; and those that are stuck, of the oldest that
    /// are queued.
    async fn messages_in_need(
        &self,
        now: Timestamp,
    ) -> Result<Vec<(BookingId, (Need, Timestamp))>, StoreError> {
        let mut keys = Vec::new();
        for list in [
            List::Failed,
            List::Unknown,
            List::Undelivered,
            List::Held,
            List::Queued,
        ] {
            let when = match list {
                List::Failed | List::Unknown => Queued::Since(now - KEPT),
                List::Undelivered | List::Held => Queued::Since(now - FARTHEST),
                List::Queued => Queued::Until(now - STUCK_AFTER),
            };
            keys.extend(self.listed(list.as_str(), when).await?);
        }
        let found = self.deliveries_at(&keys).await?;
        let in_need = |delivery: Delivery| {
            let need = delivery.need(now)?;
            Some((delivery.message.booking?, need))
        };
        Ok(found.into_iter().filter_map(in_need).collect())
    }

    /// The entries of a list in the index `deliveries`: since an instant, the newest first, or until
    /// one, the oldest first.
    async fn listed(&self, list: &str, when: Queued) -> Result<Vec<Item>, StoreError> {
        let (condition, at, oldest_first) = match when {
            Queued::Since(at) => ("deliveryList = :list AND queuedAt >= :at", at, false),
            Queued::Until(at) => ("deliveryList = :list AND queuedAt <= :at", at, true),
        };
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .index_name("deliveries")
            .key_condition_expression(condition)
            .expression_attribute_values(":list", text(list))
            .expression_attribute_values(":at", text(keys::instant(at)))
            .scan_index_forward(oldest_first)
            .limit(MOST)
            .send()
            .await
            .map_err(failed("Query"))?;
        Ok(output.items.unwrap_or_default())
    }
}

/// When the entries of a list were queued.
enum Queued {
    Since(Timestamp),
    Until(Timestamp),
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
