//! A table with many bookings, of which few are due, and a count of calls and of what is read.
#![allow(dead_code, reason = "not each test needs all of it")]

use std::sync::{Arc, Mutex};

use anteroom_domain::booking::{Booking, DueClock, Party, SessionType, Span, State};
use anteroom_domain::phone::PhoneSteps;
use anteroom_domain::policy::Policy;
use anteroom_domain::transition::{Author, BookingRecord};
use anteroom_domain::values::{Actor, BookingId, Language};
use anteroom_store::{Before, CommitExtras, Random, Store, keys};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::interceptors::{
    AfterDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextRef,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::query::QueryOutput;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsOutput;
use dynoxide::types::{AttributeValue, Item};
use dynoxide::{Database, ImportOptions};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::table;

/// What something cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cost {
    /// Calls to the table.
    pub(crate) calls: usize,
    /// Items that its queries read, whether they gave them or not.
    pub(crate) read: usize,
    /// Transactions among the calls.
    pub(crate) written: usize,
}

/// When the sessions start that are due. Each of the rest is due more than a day after the first
/// reminder of these, and none in between.
pub(crate) const START: &str = "2026-11-23T03:00:00Z";

/// A table with many bookings.
pub(crate) struct Many {
    store: Store,
    counter: Counter,
    database: Database,
    /// A session like all of them.
    session: Item,
}

/// When all of them were made.
fn now() -> Timestamp {
    "2026-11-21T08:30:00Z".parse().unwrap()
}

impl Many {
    /// A table with so many bookings in an empty database, of which so many are due; the rest
    /// will be, one a minute from tomorrow on.
    pub(crate) async fn new(database: Database, stored: usize, due: usize) -> Self {
        let client = table::start_on(database.clone()).await;
        let [pattern, session] = patterns(&client, &database).await;
        for from in (0..stored).step_by(5_000) {
            let numbers = from..stored.min(from + 5_000);
            let items = numbers.map(|number| like(&pattern, number, due)).collect();
            database
                .import_items(table::NAME, items, ImportOptions::default())
                .unwrap();
        }
        let counter = Counter::default();
        let counting = client.config().to_builder().interceptor(counter.clone());
        let store = Store::new(
            Client::from_conf(counting.build()),
            table::NAME.to_owned(),
            Random::system(),
        );
        Self {
            store,
            counter,
            database,
            session,
        }
    }

    /// The store; its calls and its reading are counted.
    pub(crate) fn store(&self) -> Store {
        self.store.clone()
    }

    /// Ready once so many transactions were written since the cost was asked for the last time.
    pub(crate) async fn written(&self, transactions: usize) {
        while self.counter.0.lock().unwrap().cost.written < transactions {
            tokio::task::yield_now().await;
        }
    }

    /// The most calls that were under way at the same time.
    pub(crate) fn most_at_once(&self) -> usize {
        self.counter.0.lock().unwrap().most
    }

    /// Stores so many sessions that are looked at, though nothing is due about them any more.
    pub(crate) fn watch(&self, sessions: usize) {
        let items = (0..sessions).map(|number| {
            let id = booking_id(number);
            let mut item = self.session.clone();
            for (name, value) in [
                ("PK", format!("BKG#{id}")),
                ("dueShard", keys::gate_shard(&id).to_owned()),
                ("dueAt", keys::instant(now())),
            ] {
                item.insert(name.to_owned(), AttributeValue::S(value));
            }
            item
        });
        self.database
            .import_items(table::NAME, items.collect(), ImportOptions::default())
            .unwrap();
    }

    /// What was counted since this was asked the last time.
    pub(crate) fn cost(&self) -> Cost {
        std::mem::take(&mut self.counter.0.lock().unwrap().cost)
    }
}

/// The items of a booking and its session as the store writes them; the table is empty afterwards.
async fn patterns(client: &Client, database: &Database) -> [Item; 2] {
    let store = Store::new(client.clone(), table::NAME.to_owned(), Random::system());
    let author = Author {
        by: Actor::SYSTEM,
        at: now(),
        request_id: "request".to_owned(),
    };
    let mut step = BookingRecord::booked(booking(), &author, &Policy::default());
    step.drafts.clear();
    let extras = CommitExtras::default();
    store.commit(Before::Nothing, &step, &extras).await.unwrap();
    let scan = serde_json::from_value(json!({"TableName": table::NAME})).unwrap();
    let items = database.scan(scan).unwrap().items.unwrap();
    for item in &items {
        let key = json!({"PK": item["PK"], "SK": item["SK"]});
        let delete = json!({"TableName": table::NAME, "Key": key});
        database
            .delete_item(serde_json::from_value(delete).unwrap())
            .unwrap();
    }
    ["BOOKING", "SESSION"].map(|sk| {
        let mut items = items.iter();
        items.find(|item| item["SK"] == text(sk)).unwrap().clone()
    })
}

fn booking_id(number: usize) -> BookingId {
    format!("bkg_{number:026}").parse().unwrap()
}

/// A booking like the pattern, with an id, a time and people of its own.
fn like(pattern: &Item, number: usize, due: usize) -> Item {
    let id = booking_id(number);
    let minutes = SignedDuration::from_mins(i64::try_from(number).unwrap());
    let due_at = if number < due {
        now() - minutes
    } else {
        now() + SignedDuration::from_hours(24) + minutes
    };
    let mut item = pattern.clone();
    let person = number % 1_000;
    for (name, value) in [
        ("PK", format!("BKG#{id}")),
        ("dueShard", keys::due_shard(&id).to_owned()),
        ("dueAt", keys::instant(due_at)),
        ("providerList", format!("prv_{person}#upcoming")),
        ("memberList", format!("mem_{person}#upcoming")),
        ("listKey", keys::list_key(due_at, &id)),
        ("calendarShard", keys::calendar_shard(&id).to_owned()),
    ] {
        item.insert(name.to_owned(), AttributeValue::S(value));
    }
    item
}

fn text(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

fn booking() -> Booking {
    let party = |id: &str| Party {
        id: id.parse().unwrap(),
        name: "Lan Tran".parse().unwrap(),
        email: format!("{id}@example.com").parse().unwrap(),
        phone: Some("+84912345678".parse().unwrap()),
        zone: "Asia/Ho_Chi_Minh".parse().unwrap(),
        language: Language::Vietnamese,
        link_epoch: 0,
    };
    Booking {
        id: "bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0Q".parse().unwrap(),
        version: 1,
        sequence: 0,
        moved_at: 0,
        provider: party("prv_1"),
        member: party("mem_1"),
        session_type: SessionType::Video,
        span: Span {
            starts_at: START.parse().unwrap(),
            duration: SignedDuration::from_mins(50),
            buffer: SignedDuration::from_mins(10),
        },
        comment: None,
        created_at: now(),
        created_by: Actor::SYSTEM,
        state: State::Confirmed,
        phone: PhoneSteps::default(),
        clock: DueClock::booked_at(now()),
    }
}

/// Counts calls, and what queries read.
#[derive(Clone, Debug, Default)]
struct Counter(Arc<Mutex<Counted>>);

#[derive(Debug, Default)]
struct Counted {
    cost: Cost,
    under_way: usize,
    most: usize,
}

impl Intercept for Counter {
    fn name(&self) -> &'static str {
        "a count of what is read"
    }

    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let mut counted = self.0.lock().unwrap();
        counted.under_way += 1;
        counted.most = counted.most.max(counted.under_way);
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let output = context.output_or_error().map_err(|_| "a query failed")?;
        let mut counted = self.0.lock().unwrap();
        counted.under_way -= 1;
        let cost = &mut counted.cost;
        cost.calls += 1;
        cost.written += usize::from(output.downcast_ref::<TransactWriteItemsOutput>().is_some());
        if let Some(output) = output.downcast_ref::<QueryOutput>() {
            cost.read += usize::try_from(output.scanned_count())?;
        }
        Ok(())
    }
}
