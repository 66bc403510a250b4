//! A table with many bookings, of which few are due, and a count of calls and of what is read.

use std::sync::{Arc, Mutex};

use anteroom_domain::booking::{Booking, DueClock, Party, SessionType, Span, State};
use anteroom_domain::phone::PhoneSteps;
use anteroom_domain::policy::Policy;
use anteroom_domain::transition::{Author, BookingRecord};
use anteroom_domain::values::{Actor, BookingId, Language};
use anteroom_meetings::Meetings;
use anteroom_runtime::aws;
use anteroom_scheduler::AppState;
use anteroom_store::{Before, CommitExtras, Random, Store, keys};
use aws_config::{BehaviorVersion, SdkConfig};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::interceptors::AfterDeserializationInterceptorContextRef;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::query::QueryOutput;
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
    /// Items that it read, whether it gave them or not.
    pub(crate) read: usize,
}

/// When the sessions start that are due. Each of the rest is due more than a day after the first
/// reminder of these, and none in between.
pub(crate) const START: &str = "2026-11-23T03:00:00Z";

/// A table with many bookings.
pub(crate) struct Many {
    store: Store,
    counter: Counter,
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
        let pattern = pattern(&client, &database).await;
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
        Self { store, counter }
    }

    /// What a tick works with; its calls and its reading are counted.
    pub(crate) fn state(&self) -> AppState {
        let config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .build();
        AppState {
            store: self.store.clone(),
            meetings: Meetings::new(aws::meetings(&config), "ap-southeast-1".to_owned()),
            policy: Policy::default(),
        }
    }

    /// What was counted since this was asked the last time.
    pub(crate) fn cost(&self) -> Cost {
        std::mem::take(&mut self.counter.0.lock().unwrap())
    }
}

/// The item of a booking as the store writes it; the table is empty afterwards.
async fn pattern(client: &Client, database: &Database) -> Item {
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
    let mut pattern = None;
    for item in items {
        let key = json!({"PK": item["PK"], "SK": item["SK"]});
        let delete = json!({"TableName": table::NAME, "Key": key});
        database
            .delete_item(serde_json::from_value(delete).unwrap())
            .unwrap();
        if item["SK"] == text("BOOKING") {
            pattern = Some(item);
        }
    }
    pattern.unwrap()
}

/// A booking like the pattern, with an id, a time and people of its own.
fn like(pattern: &Item, number: usize, due: usize) -> Item {
    let id: BookingId = format!("bkg_{number:026}").parse().unwrap();
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
struct Counter(Arc<Mutex<Cost>>);

impl Intercept for Counter {
    fn name(&self) -> &'static str {
        "a count of what is read"
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let output = context.output_or_error().map_err(|_| "a query failed")?;
        let mut cost = self.0.lock().unwrap();
        cost.calls += 1;
        if let Some(output) = output.downcast_ref::<QueryOutput>() {
            cost.read += usize::try_from(output.scanned_count())?;
        }
        Ok(())
    }
}
