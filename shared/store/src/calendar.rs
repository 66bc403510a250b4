//! The concierge's search of bookings by start time, for any range and any people.
//!
//! The index `calendar` holds all bookings in a few shards. The shard depends on the id and not on
//! the day, so a search takes one query for each shard, whatever its range. A search for one person
//! uses that person's three lists instead. So a page takes at most four queries.

use std::collections::HashMap;

use anteroom_domain::booking::{Status, View};
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::PersonId;
use aws_sdk_dynamodb::operation::query::QueryOutput;
use futures_util::future::try_join_all;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::booking_item::path;
use super::condition::Condition;
use super::keys::Key;
use super::value::{Item, text, value};
use super::{OpenAt, Store, StoreError, failed, keys};

/// The filters of a search.
#[derive(Clone, Debug)]
pub struct BookingSearch {
    /// Bookings of this provider.
    pub provider: Option<PersonId>,
    /// Bookings of this member.
    pub member: Option<PersonId>,
    /// Bookings in this status.
    pub status: Option<Status>,
    /// The earliest start, inclusive. Not before 1970.
    pub from: Timestamp,
    /// The latest start, exclusive.
    pub to: Timestamp,
}

/// The position after a page: the place of its last booking in the order by start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalendarPosition(String);

/// A partition of an index that holds a part of the bookings.
struct Source {
    index: &'static str,
    attribute: &'static str,
    partition: String,
}

impl Store {
    /// The bookings of a search, soonest first, from a position on. A page may have fewer than
    /// `limit` bookings when a filter drops many. The page is the last if it gives no position.
    pub async fn search(
        &self,
        wanted: &BookingSearch,
        limit: i32,
        from: Option<CalendarPosition>,
        open: OpenAt<'_>,
    ) -> Result<(Vec<BookingRecord>, Option<CalendarPosition>), StoreError> {
        let sources = wanted.sources();
        let queries = sources
            .iter()
            .map(|source| self.bookings_in(source, wanted, limit, from.as_ref()));
        let outputs = try_join_all(queries).await?;
        // Results after the end of a truncated answer are not known yet.
        let ends = outputs.iter().filter_map(|output| {
            let last = output.last_evaluated_key.as_ref()?;
            Some(last.get("listKey")?.as_s().ok()?.clone())
        });
        let known_to = ends.min();
        let items = outputs.into_iter().flat_map(|output| output.items);
        let items = newest_of_each(items.flatten());
        let placed = items.into_iter().filter_map(|item| {
            let place = item.get("listKey")?.as_s().ok()?.clone();
            Some((place, item))
        });
        let is_known = |place: &String| known_to.as_ref().is_none_or(|end| place <= end);
        let mut found: Vec<(String, Item)> = placed.filter(|(place, _)| is_known(place)).collect();
        found.sort_by(|one, other| one.0.cmp(&other.0));
        let limit = usize::try_from(limit).unwrap_or_default();
        let next = if found.len() > limit {
            found.truncate(limit);
            found.last().map(|(place, _)| place.clone())
        } else {
            known_to
        };
        let items = found.into_iter().map(|(_, item)| item).collect();
        Ok((
            self.records_of(items, open).await?,
            next.map(CalendarPosition),
        ))
    }

    async fn bookings_in(
        &self,
        source: &Source,
        wanted: &BookingSearch,
        limit: i32,
        after: Option<&CalendarPosition>,
    ) -> Result<QueryOutput, StoreError> {
        // A list key is a start followed by a booking id. A booking that starts at `to` sorts after
        // the plain instant, so the range leaves it out. One more letter after a position sorts
        // after the position itself.
        let from = match after {
            Some(CalendarPosition(place)) => format!("{place}#"),
            None => keys::instant(wanted.from),
        };
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(source.index)
            .key_condition_expression(format!(
                "{} = :partition AND listKey BETWEEN :from AND :to",
                source.attribute
            ))
            .expression_attribute_values(":partition", text(&source.partition))
            .expression_attribute_values(":from", text(from))
            .expression_attribute_values(":to", text(keys::instant(wanted.to)));
        // DynamoDB applies a limit before a filter, so a query with a filter has no limit.
        let query = match wanted.filter(source) {
            None => query.limit(limit + 1),
            Some(filter) => {
                let (text, aliases) = filter.expression();
                let values = aliases.values().into_iter().flatten();
                let query = query
                    .filter_expression(text)
                    .set_expression_attribute_names(aliases.names());
                values.fold(query, |query, (name, value)| {
                    query.expression_attribute_values(name, value)
                })
            }
        };
        query.send().await.map_err(failed("Query"))
    }
}

impl BookingSearch {
    /// What the bookings of a source must still be filtered by; `None` if they are all wanted.
    fn filter(&self, source: &Source) -> Option<Condition> {
        let provider = self
            .provider
            .as_ref()
            .filter(|_| source.index != "provider-list");
        let member = self
            .member
            .as_ref()
            .filter(|_| source.index != "member-list");
        let filters = [
            provider.map(|id| path::PROVIDER_ID.is(text(id.as_str()))),
            member.map(|id| path::MEMBER_ID.is(text(id.as_str()))),
            self.status.map(|status| path::STATUS.is(value(&status))),
        ];
        let filters: Vec<Condition> = filters.into_iter().flatten().collect();
        (!filters.is_empty()).then_some(Condition::All(filters))
    }

    /// The partitions to query: the lists of one person, or the whole calendar.
    fn sources(&self) -> Vec<Source> {
        let (index, attribute, person) = match (&self.provider, &self.member) {
            (_, Some(member)) => ("member-list", "memberList", member),
            (Some(provider), None) => ("provider-list", "providerList", provider),
            (None, None) => {
                let source = |shard: &str| Source {
                    index: "calendar",
                    attribute: "calendarShard",
                    partition: shard.to_owned(),
                };
                return keys::CALENDAR_SHARDS.into_iter().map(source).collect();
            }
        };
        let views = match self.status {
            Some(status) => vec![status.view()],
            None => vec![View::Pending, View::Upcoming, View::Past],
        };
        let source = |view| Source {
            index,
            attribute,
            partition: keys::list_partition(person, view),
        };
        views.into_iter().map(source).collect()
    }
}

/// The newest entry of each booking. A booking that goes to another list or place between the
/// queries is found twice.
fn newest_of_each(entries: impl IntoIterator<Item = Item>) -> Vec<Item> {
    let version = |entry: &Item| entry.get("version")?.as_n().ok()?.parse::<u64>().ok();
    let mut entries: Vec<Item> = entries.into_iter().collect();
    entries.sort_by_key(version);
    let entries = entries.into_iter().map(|entry| (Key::of(&entry), entry));
    // Of two with one key, the later stays.
    let newest: HashMap<Option<Key>, Item> = entries.collect();
    newest.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::number;

    fn entry(booking: &str, version: u64, list: &str) -> Item {
        [
            ("PK".to_owned(), text(booking)),
            ("SK".to_owned(), text("BOOKING")),
            ("version".to_owned(), number(version)),
            ("memberList".to_owned(), text(list)),
        ]
        .into()
    }

    #[test]
    fn a_booking_that_changes_its_list_between_the_queries_is_found_once() {
        let (old, new) = (entry("BKG#1", 9, "upcoming"), entry("BKG#1", 10, "past"));
        let other = entry("BKG#2", 1, "past");
        for entries in [
            [old.clone(), new.clone(), other.clone()],
            [new.clone(), other.clone(), old.clone()],
            [other.clone(), old, new.clone()],
        ] {
            let found = newest_of_each(entries);
            assert_eq!(found.len(), 2);
            assert!(found.contains(&new) && found.contains(&other));
        }
    }
}
