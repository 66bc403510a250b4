//! The messages of a member's sessions to come, sent in one act (M9).

use std::collections::BTreeMap;

use anteroom_domain::booking::Status;
use anteroom_domain::person_history::PersonEntry;
use anteroom_domain::policy::Policy;
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{PersonId, Role};
use jiff::Timestamp;

use crate::transaction::{CommitExtras, Conflict, Transaction};
use crate::{Limited, Store, StoreError, person_history};

/// The most sessions whose messages are sent in one act, the soonest first: up to three items of a transaction,
/// which holds 100 (API reference), are written for each.
const MOST: usize = 30;

impl Store {
    /// The bookings of a member that are to come or ongoing, the soonest first.
    pub async fn open_bookings(
        &self,
        member: &PersonId,
        now: Timestamp,
    ) -> Result<Vec<BookingRecord>, StoreError> {
        let held: Vec<_> = self.bookings_held(member, now).await?.into_iter().collect();
        let records = self.records(&held).await?.into_iter().flatten();
        let is_open = |record: &BookingRecord| match record.booking.state.status() {
            Status::Pending | Status::Confirmed | Status::Ongoing => true,
            Status::Completed | Status::Cancelled | Status::Expired | Status::NoShow => false,
        };
        let mut open: Vec<_> = records.filter(is_open).collect();
        open.sort_by_key(|record| record.booking.span.starts_at);
        open.truncate(MOST);
        Ok(open)
    }

    /// Writes messages to a member about their bookings, with the line in the member's history. Each
    /// counts as one that the concierge sends again (A3).
    pub async fn send_links(
        &self,
        member: &PersonId,
        entry: &PersonEntry,
        extras: &CommitExtras,
        policy: &Policy,
    ) -> Result<(), Conflict> {
        let (table, now) = (&self.table, entry.at);
        let mut transaction = Transaction::default();
        transaction.create(table, person_history::item(member, entry));
        // No item may be written twice in a transaction, so the messages of a booking are counted at once.
        let mut bookings = BTreeMap::new();
        for id in extras.messages.iter().filter_map(|m| m.booking.as_ref()) {
            *bookings.entry(id).or_insert(0) += 1;
        }
        let of_booking = |(id, times)| Limited::resend_of(id, policy).times(times);
        let mut limits: Vec<_> = bookings.into_iter().map(of_booking).collect();
        let concierge = entry
            .by
            .id
            .as_ref()
            .filter(|_| entry.by.role == Role::Concierge);
        if let (Some(concierge), Ok(times)) = (concierge, u32::try_from(extras.messages.len())) {
            limits.push(Limited::resend_by(concierge, policy).times(times));
        }
        for limited in limits {
            transaction.limit(table, &limited, now);
        }
        transaction.extra(table, extras);
        self.write(transaction).await
    }
}
