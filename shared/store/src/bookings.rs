//! Bookings: reading them, listing them, and changing them in one transaction each.

use std::collections::BTreeMap;

use anteroom_domain::booking::{Booking, HistoryEntry, Status, View};
use anteroom_domain::session::SessionState;
use anteroom_domain::values::{BookingId, PersonId, Role};
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::booking_item::{BookingAttributes, BookingItem, LiveAttributes, MeetingAttributes};
use super::change::Change;
use super::keys::{self, Key};
use super::transaction::{CommitExtras, Conflict, Transaction};
use super::value::{self, Item, number, text, value};
use super::{AnswerKey, KeptAnswer, LastKey, Store, StoreError, answers, failed};

/// A booking with its session, as stored.
#[derive(Clone, Debug)]
pub struct BookingRecord {
    /// The booking.
    pub booking: Booking,
    /// Its session.
    pub live: SessionState,
    /// The meeting's own objects, if a meeting was made.
    pub meeting: Option<MeetingAttributes>,
    /// All that happened to it.
    pub history: Vec<HistoryEntry>,
    /// What clients said of their presence.
    pub(super) log: BTreeMap<String, i64>,
}

/// A change of a booking: what it becomes, the line in its history, and when time is to look
/// at it next.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The booking after the change.
    pub booking: Booking,
    /// The line in its history.
    pub entry: HistoryEntry,
    /// When it is due next.
    pub due: Option<Timestamp>,
}

/// Where a page of a list ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPosition(pub(super) BTreeMap<String, String>);

impl Store {
    /// A booking.
    pub async fn booking(&self, id: &BookingId) -> Result<Option<BookingRecord>, StoreError> {
        self.item(&Key::booking(id))
            .await?
            .map(BookingRecord::read)
            .transpose()
    }

    /// A booking, and the answer that a request to it was given before, in one call.
    pub async fn booking_for(
        &self,
        id: &BookingId,
        key: Option<&AnswerKey>,
    ) -> Result<(Option<BookingRecord>, Option<KeptAnswer>), StoreError> {
        let Some(key) = key else {
            return Ok((self.booking(id).await?, None));
        };
        let [booking, answer] = self.get_all([Key::booking(id), key.item()]).await?;
        let answer = answer.map_or(Ok(None), |item| answers::kept(item, key.now))?;
        Ok((booking.map(BookingRecord::read).transpose()?, answer))
    }

    /// Writes a new booking: itself, both agendas, messages and answer (B2).
    pub async fn book(&self, new: &Changed, extra: &CommitExtras) -> Result<(), Conflict> {
        let mut transaction = Transaction::default();
        transaction.create(&self.table, new_item(new));
        transaction.agendas(&self.table, &new.booking, None, Some(&new.booking.span));
        transaction.extra(&self.table, extra);
        self.write(transaction).await
    }

    /// One's bookings in a list: the soonest first, in *Past* the latest first.
    pub async fn bookings(
        &self,
        person: &PersonId,
        role: Role,
        view: View,
        limit: i32,
        from: Option<ListPosition>,
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
            [partition, "listKey"],
        );
        let bookings = items
            .into_iter()
            .map(BookingRecord::read)
            .collect::<Result<_, _>>()?;
        Ok((bookings, next))
    }
}

impl BookingRecord {
    /// Reads an item.
    pub(super) fn read(item: Item) -> Result<Self, StoreError> {
        let item: BookingItem = serde_dynamo::from_item(item)?;
        let booking = item.booking();
        let booking = booking.ok_or_else(|| {
            StoreError::Item(serde::de::Error::custom("status and attributes differ"))
        })?;
        Ok(Self {
            booking,
            live: item.live(),
            meeting: item.meeting,
            history: item.history,
            log: item.log,
        })
    }
}

impl ListPosition {
    /// Where an item stands in an index of these key attributes.
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

/// At most `limit` items of an index, out of an answer to a query for one more, and where the
/// next page begins, if there is one. `more` is where the answer ended before the list did.
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

/// The whole item of a new booking.
fn new_item(new: &Changed) -> Item {
    let booking = &new.booking;
    let item = BookingItem {
        version: booking.version,
        sequence: booking.sequence,
        booking: BookingAttributes::from(booking),
        live: LiveAttributes::new(booking.created_at),
        meeting: None,
        log: BTreeMap::new(),
        history: vec![new.entry.clone()],
    };
    let mut item = value::item(&item);
    item.extend(Key::booking(&booking.id).attributes());
    item.insert("kind".to_owned(), text("booking"));
    item.extend(list_attributes(booking, booking.state.status().view()));
    // The lists in which it will stand when it is over, so that ending it needs no reading.
    let past = list_attributes(booking, View::Past);
    item.insert(
        "past".to_owned(),
        AttributeValue::M(past.into_iter().collect()),
    );
    let day = booking.span.starts_at.to_zoned(TimeZone::UTC).date();
    item.insert("calendarDay".to_owned(), text(day.to_string()));
    item.insert(
        "listKey".to_owned(),
        text(keys::list_key(booking.span.starts_at, &booking.id)),
    );
    if let Some(due) = new.due {
        item.insert("dueShard".to_owned(), text(keys::due_shard(&booking.id)));
        item.insert("dueAt".to_owned(), text(keys::instant(due)));
    }
    item
}

/// The lists in which a booking stands.
fn list_attributes(booking: &Booking, view: View) -> Item {
    [
        ("providerList", &booking.provider.id),
        ("memberList", &booking.member.id),
    ]
    .map(|(name, person)| (name.to_owned(), text(keys::list_partition(person, view))))
    .into()
}

/// The change of a booking that was read, if nobody has changed it since.
pub(super) fn booking_change(before: &BookingRecord, after: &Changed) -> Change {
    let booking = &after.booking;
    let lists = list_attributes(booking, booking.state.status().view());
    let change = Change::default()
        .when("version", "=", number(before.booking.version))
        .set("version", number(booking.version))
        .set("sequence", number(booking.sequence))
        .set("booking", value(&BookingAttributes::from(booking)))
        .append("history", value(&after.entry));
    lists.into_iter().fold(
        due_change(change, &booking.id, after.due),
        |change, (name, list)| change.set(&name, list),
    )
}

/// The same change, with the booking's alarm clock set, or stopped.
pub(super) fn due_change(change: Change, id: &BookingId, due: Option<Timestamp>) -> Change {
    change
        .put("dueShard", due.map(|_| text(keys::due_shard(id))))
        .put("dueAt", due.map(|at| text(keys::instant(at))))
}

/// The values of some statuses.
pub(super) fn statuses<const N: usize>(statuses: [Status; N]) -> [AttributeValue; N] {
    statuses.map(|status| text(status.as_str()))
}
