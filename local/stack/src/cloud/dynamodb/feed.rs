//! The table's stream: a record of each change, handed to followers as the change is made.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dynoxide::Item;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::capacity::index::KeySchema;
use crate::capacity::item_size::item_size;
use crate::clock::Clock;

/// What sequence numbers are counted from, so that they have 21 digits as DynamoDB's have.
const FIRST_NUMBER: u128 = 100_000_000_000_000_000_000;

/// Takes each record as it comes: quickly, as the table waits for it.
type Follower = Box<dyn Fn(&Value) + Send + Sync>;

/// Hands the records of a table's stream to its followers. Clones are the same feed.
#[derive(Clone)]
pub struct Feed {
    inner: Arc<Inner>,
}

struct Inner {
    view: Option<View>,
    key: KeySchema,
    clock: Clock,
    state: Mutex<State>,
}

struct State {
    number: u128,
    followers: Vec<Follower>,
}

/// What records show of an item.
#[derive(Debug, Clone)]
struct View {
    name: String,
    new: bool,
    old: bool,
}

impl Feed {
    /// The stream of the table that the body of a `CreateTable` describes. Without a stream in it
    /// there are no records.
    pub(super) fn new(table: &Value, key: KeySchema, clock: Clock) -> Self {
        let view = &table["StreamSpecification"]["StreamViewType"];
        let view = view.as_str().map(|name| View {
            name: name.to_owned(),
            new: name.starts_with("NEW"),
            old: name.contains("OLD"),
        });
        // Later numbers are larger than those of an earlier process on the same data.
        let micros = u128::try_from(clock.now().as_microsecond()).unwrap_or_default();
        let state = State {
            number: FIRST_NUMBER + micros,
            followers: Vec::new(),
        };
        Self {
            inner: Arc::new(Inner {
                view,
                key,
                clock,
                state: Mutex::new(state),
            }),
        }
    }

    /// Calls `follower` for each record from now on, before the write that it tells of is
    /// answered. The records of an item come in the order of its changes.
    pub fn follow(&self, follower: impl Fn(&Value) + Send + Sync + 'static) {
        self.lock().followers.push(Box::new(follower));
    }

    /// Publishes a change of an item. A write that changes nothing makes no record.
    pub(super) fn publish(&self, before: Option<&Item>, after: Option<&Item>) {
        if before != after {
            self.emit(before, after);
        }
    }

    /// Publishes an item as it is, changed or not.
    pub(super) fn republish(&self, item: &Item) {
        self.emit(Some(item), Some(item));
    }

    fn emit(&self, before: Option<&Item>, after: Option<&Item>) {
        let (Some(view), Some(item)) = (&self.inner.view, after.or(before)) else {
            return;
        };
        let mut state = self.lock();
        state.number += 1;
        let keys = self.inner.key.of(item);
        let new = after.filter(|_| view.new);
        let old = before.filter(|_| view.old);
        let images = [Some(&keys), new, old].into_iter().flatten();
        let size: usize = images.map(item_size).sum();
        let mut change = json!({
            "ApproximateCreationDateTime": self.inner.clock.now().as_second(),
            "Keys": keys,
            "SequenceNumber": state.number.to_string(),
            "SizeBytes": size,
            "StreamViewType": view.name,
        });
        for (name, image) in [("NewImage", new), ("OldImage", old)] {
            if let Some(image) = image {
                change[name] = json!(image);
            }
        }
        let event = match (before, after) {
            (None, _) => "INSERT",
            (Some(_), Some(_)) => "MODIFY",
            (Some(_), None) => "REMOVE",
        };
        let record = json!({
            "eventID": Uuid::new_v4().simple().to_string(),
            "eventName": event,
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "dynamodb": change,
        });
        state
            .followers
            .iter()
            .for_each(|follower| follower(&record));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        let state = self.inner.state.lock();
        state.unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Feed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Feed").finish_non_exhaustive()
    }
}
