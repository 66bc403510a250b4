//! Reads bookings with their sessions, one at a time or in lists.

use std::collections::{BTreeMap, HashMap};

use anteroom_domain::account::Account;
use anteroom_domain::booking::{Booking, Status, View};
use anteroom_domain::policy::Policy;
use anteroom_domain::session::SessionState;
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{BookingId, PersonId, Role};
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::booking_item::StoredBooking;
use super::keys::{self, Key};
use super::value::{Item, text};
use super::{
    AnswerKey, KeptAnswer, LastKey, Store, StoreError, account, answers, failed, note, session_item,
};

/// The position after a page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPosition(BTreeMap<String, String>);

impl Store {
    /// A booking with its session.
    pub async fn record(&self, id: &BookingId) -> Result<Option<BookingRecord>, StoreError> {
        let items = self.get_all([Key::booking(id), Key::session(id)]).await?;
        self.record_in(items).await
    }

    /// A booking with its session, and the answer stored under a key, in one call.
    pub async fn record_for(
        &self,
        id: &BookingId,
        key: Option<&AnswerKey>,
    ) -> Result<(Option<BookingRecord>, Option<KeptAnswer>), StoreError> {
        let Some(key) = key else {
            return Ok((self.record(id).await?, None));
        };
        let keys = [Key::booking(id), Key::session(id), key.item()];
        let [booking, session, answer] = self.get_all(keys).await?;
        let answer = answer.map_or(Ok(None), |item| answers::kept(item, key.now))?;
        Ok((self.record_in([booking, session]).await?, answer))
    }

    /// A booking with its session, and whether a person has access (A5), in one call.
    pub async fn record_and_access(
        &self,
        id: &BookingId,
        person: &PersonId,
    ) -> Result<Option<(BookingRecord, bool)>, StoreError> {
        let keys = [Key::booking(id), Key::session(id), Key::account(person)];
        let [booking, session, account] = self.get_all(keys).await?;
        let account = account::read(account)?;
        let has_access = Account::gives_access(account.as_ref());
        let record = self.record_in([booking, session]).await?;
        Ok(record.map(|record| (record, has_access)))
    }

    /// A session alone.
    pub async fn session(&self, id: &BookingId) -> Result<Option<SessionState>, StoreError> {
        let item = self.item(&Key::session(id)).await?;
        item.map(session_item::read).transpose()
    }

    /// A person's bookings in a list: soonest first, in *Past* latest first.
    pub async fn bookings(
        &self,
        person: &PersonId,
        role: Role,
        view: View,
        limit: i32,
        from: Option<ListPosition>,
        open: OpenAt<'_>,
    ) -> Result<(Vec<BookingRecord>, Option<ListPosition>), StoreError> {
        let (index, partition) = match role {
            Role::Provider => ("provider-list", "providerList"),
            Role::Member | Role::Concierge | Role::System => ("member-list", "memberList"),
        };
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(index)
            .key_condition_expression(format!("{partition} = :list"))
            .expression_attribute_values(":list", text(keys::list_partition(person, view)))
            .scan_index_forward(view != View::Past)
            // One extra item shows whether there is a next page.
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
            [partition, "listKey"],
        );
        Ok((self.records_of(items, open).await?, next))
    }

    /// The records for an index's copies. One call reads the sessions, and only of bookings whose
    /// session can be entered now. For all others the list shows only what the booking holds.
    pub(super) async fn records_of(
        &self,
        items: Vec<Item>,
        open: OpenAt<'_>,
    ) -> Result<Vec<BookingRecord>, StoreError> {
        let stored = items.into_iter().map(StoredBooking::read);
        let stored: Vec<StoredBooking> = stored.collect::<Result<_, StoreError>>()?;
        let entered = stored.iter().filter(|stored| open.is_open(&stored.booking));
        let mut keys: Vec<Key> = entered
            .map(|stored| Key::session(&stored.booking.id))
            .collect();
        let noted = stored.iter().filter(|stored| stored.has_note);
        keys.extend(noted.map(|stored| note::comment_key(&stored.booking.id)));
        let items = self.get_many(&keys).await?;
        let found: HashMap<Key, Item> = keys
            .into_iter()
            .zip(items)
            .filter_map(|(key, item)| Some((key, item?)))
            .collect();
        let record = |stored: StoredBooking| {
            let session = found.get(&Key::session(&stored.booking.id)).cloned();
            let note = found.get(&note::comment_key(&stored.booking.id));
            stored.with(session, note)
        };
        stored.into_iter().map(record).collect()
    }

    /// A record from its two items, with its comment if that has an item of its own.
    pub(super) async fn record_in(
        &self,
        [booking, session]: [Option<Item>; 2],
    ) -> Result<Option<BookingRecord>, StoreError> {
        let Some(booking) = booking else {
            return Ok(None);
        };
        let stored = StoredBooking::read(booking)?;
        let note = if stored.has_note {
            self.item(&note::comment_key(&stored.booking.id)).await?
        } else {
            None
        };
        stored.with(session, note.as_ref()).map(Some)
    }

    /// Several bookings with their sessions, in the fewest calls possible.
    pub(super) async fn records(
        &self,
        ids: &[BookingId],
    ) -> Result<Vec<Option<BookingRecord>>, StoreError> {
        let keys = ids
            .iter()
            .flat_map(|id| [Key::booking(id), Key::session(id)]);
        let keys: Vec<Key> = keys.collect();
        let mut items = self.get_many(&keys).await?.into_iter();
        let mut found = Vec::with_capacity(ids.len());
        while let Some(booking) = items.next() {
            let session = items.next().flatten();
            found.push(self.record_in([booking, session]).await?);
        }
        Ok(found)
    }
}

/// The instant and the rules that decide in a list whose session can be entered.
#[derive(Clone, Copy, Debug)]
pub struct OpenAt<'a> {
    /// The instant.
    pub now: Timestamp,
    /// The rules.
    pub policy: &'a Policy,
}

impl OpenAt<'_> {
    fn is_open(self, booking: &Booking) -> bool {
        let is_held = matches!(booking.state.status(), Status::Confirmed | Status::Ongoing);
        let (host_from, _) = booking.start_window(self.policy);
        let member_from = booking.waiting_room_opens_at(self.policy);
        is_held && host_from.min(member_from) <= self.now
    }
}

impl StoredBooking {
    /// The record, completed from other items.
    fn with(
        mut self,
        session: Option<Item>,
        note: Option<&Item>,
    ) -> Result<BookingRecord, StoreError> {
        if let Some(words) = note.and_then(note::words) {
            self.booking.comment = words.parse().ok();
        }
        let session = match session {
            Some(item) => session_item::read(item)?,
            None => SessionState::new(&self.booking),
        };
        Ok(BookingRecord {
            session,
            booking: self.booking,
            history: self.history,
        })
    }
}

impl ListPosition {
    /// The position of an item in an index with these key attributes.
    pub(super) fn of(item: &Item, index: [&str; 2]) -> Self {
        let names = ["PK", "SK"].into_iter().chain(index);
        Self::from_key(
            names
                .filter_map(|name| Some((name.to_owned(), item.get(name)?.clone())))
                .collect(),
        )
    }

    pub(super) fn from_key(key: LastKey) -> Self {
        let texts = key.into_iter().filter_map(|(name, value)| match value {
            AttributeValue::S(text) => Some((name, text)),
            _ => None,
        });
        Self(texts.collect())
    }

    pub(super) fn into_key(self) -> LastKey {
        self.0
            .into_iter()
            .map(|(name, value)| (name, text(value)))
            .collect()
    }
}

/// A page of at most `limit` items from a query for one more, and the start of the next page, if
/// there is one. `more` is where the answer stopped if the list continues.
pub(super) fn page(
    mut items: Vec<Item>,
    more: Option<LastKey>,
    limit: i32,
    index: [&str; 2],
) -> (Vec<Item>, Option<ListPosition>) {
    let limit = usize::try_from(limit).unwrap_or_default();
    if items.len() <= limit {
        return (items, more.map(ListPosition::from_key));
    }
    items.truncate(limit);
    let next = items.last().map(|last| ListPosition::of(last, index));
    (items, next)
}
