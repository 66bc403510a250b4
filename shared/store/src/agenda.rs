//! Agendas of people's taken time. Double booking is prevented only by the conditions on an
//! agenda's cells (B2). A cell is an attribute that holds the booking's id.

use std::collections::BTreeSet;

use anteroom_domain::booking::{AgendaChange, Booking};
use anteroom_domain::values::{BookingId, PersonId};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::change::Change;
use super::keys;
use super::path::{FORMAT, Path};
use super::query::all_items;
use super::value::{number, text};
use super::{Store, StoreError};

/// Takes and frees cells of an agenda for a booking; `None` if there is nothing to change.
pub(super) fn change(booking: &Booking, cells: AgendaChange) -> Option<Change> {
    if cells.take.is_empty() && cells.free.is_empty() {
        return None;
    }
    let mine = || text(booking.id.as_str());
    let mut change = Change::default().set(&FORMAT, number(super::FORMAT));
    for cell in cells.take.into_iter().map(path) {
        change = change.when(cell.absent()).set(&cell, mine());
    }
    for cell in cells.keep.into_iter().map(path) {
        change = change.when(cell.is(mine()));
    }
    for cell in cells.free.into_iter().map(path) {
        change = change.when(cell.is(mine())).remove(&cell);
    }
    Some(change)
}

fn path(cell: u16) -> Path {
    Path::named(keys::cell(cell))
}

/// How long before an instant a booking may have begun that is still open at it.
const LONGEST_OPEN: SignedDuration = SignedDuration::from_hours(48);

impl Store {
    /// The bookings that hold time of a person and may still be open, by a consistent read.
    pub(crate) async fn bookings_held(
        &self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<BTreeSet<BookingId>, StoreError> {
        let from = (now - LONGEST_OPEN).to_zoned(TimeZone::UTC).date();
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("PK = :agenda AND SK >= :from")
            .expression_attribute_values(":agenda", text(keys::agenda_partition(person)))
            .expression_attribute_values(":from", text(from.to_string()))
            .consistent_read(true);
        let days = all_items(query).await?;
        let cells = days.iter().flatten();
        let cells = cells.filter(|(name, _)| keys::cell_number(name).is_some());
        let bookings = cells.filter_map(|(_, booking)| booking.as_s().ok()?.parse().ok());
        Ok(bookings.collect())
    }

    /// The taken cells of a person between two instants, numbered since the Unix epoch. Only for
    /// showing open slots: an agenda that was read guards no write.
    pub async fn taken_cells(
        &self,
        person: &PersonId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<BTreeSet<i64>, StoreError> {
        let day = |at: Timestamp| at.to_zoned(TimeZone::UTC).date().to_string();
        let mut taken = BTreeSet::new();
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("PK = :agenda AND SK BETWEEN :from AND :to")
            .expression_attribute_values(":agenda", text(keys::agenda_partition(person)))
            .expression_attribute_values(":from", text(day(from)))
            .expression_attribute_values(":to", text(day(to)));
        for item in all_items(query).await? {
            let date = item
                .get("SK")
                .and_then(|sk| sk.as_s().ok())
                .and_then(|sk| sk.parse::<Date>().ok());
            let Some(midnight) = date.and_then(|date| date.to_zoned(TimeZone::UTC).ok()) else {
                continue;
            };
            let first = midnight.timestamp().as_second() / 300;
            taken.extend(
                item.keys()
                    .filter_map(|name| keys::cell_number(name))
                    .map(|cell| first + i64::from(cell)),
            );
        }
        Ok(taken)
    }
}
