//! The table's stream: a record of each change, handed to followers as the change is made.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dynoxide::Item;
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::capacity::index::KeySchema;
use crate::capacity::item_size::item_size;
use crate::clock::Clock;

/// What sequence numbers are counted from, so that they have 21 digits as DynamoDB's have.
const FIRST_NUMBER: u128 = 100_000_000_000_000_000_000;

/// Takes each change as it comes: quickly, as the table waits for it.
type Follower = Box<dyn Fn(&Change<'_>) + Send + Sync>;

/// Hands the changes of a table's items to the followers of its stream. Clones are the same feed.
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

/// A change of an item. Its record is made only for followers that ask for it.
#[derive(Debug)]
pub struct Change<'a> {
    id: Uuid,
    number: u128,
    at: Timestamp,
    view: &'a View,
    keys: Item,
    before: Option<&'a Item>,
    after: Option<&'a Item>,
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

    /// Calls `follower` for each change from now on, before the write that made it is answered. The
    /// changes of an item come in their order.
    pub fn follow(&self, follower: impl Fn(&Change<'_>) + Send + Sync + 'static) {
        self.lock().followers.push(Box::new(follower));
    }

    /// Publishes a change of an item. A write that changes nothing is none.
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
        let change = Change {
            id: Uuid::new_v4(),
            number: state.number,
            at: self.inner.clock.now(),
            view,
            keys: self.inner.key.of(item),
            before,
            after,
        };
        state
            .followers
            .iter()
            .for_each(|follower| follower(&change));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        let state = self.inner.state.lock();
        state.unwrap_or_else(PoisonError::into_inner)
    }
}

impl Change<'_> {
    /// The record of the change, as the stream has it.
    pub fn record(&self) -> Value {
        self.record_with(|image| json!(image))
    }

    /// The record with only some attributes of the item's images: much less to make, and enough for
    /// a filter that looks at no others.
    pub fn outline(&self, attributes: &BTreeSet<String>) -> Value {
        self.record_with(|image| {
            let named = |name: &String| Some((name.clone(), json!(image.get(name)?)));
            Value::Object(attributes.iter().filter_map(named).collect())
        })
    }

    fn record_with(&self, json: impl Fn(&Item) -> Value) -> Value {
        let new = self.after.filter(|_| self.view.new);
        let old = self.before.filter(|_| self.view.old);
        let images = [Some(&self.keys), new, old].into_iter().flatten();
        let size: usize = images.map(item_size).sum();
        let mut change = json!({
            "ApproximateCreationDateTime": self.at.as_second(),
            "Keys": self.keys,
            "SequenceNumber": self.number.to_string(),
            "SizeBytes": size,
            "StreamViewType": self.view.name,
        });
        for (name, image) in [("NewImage", new), ("OldImage", old)] {
            if let Some(image) = image {
                change[name] = json(image);
            }
        }
        let event = match (self.before, self.after) {
            (None, _) => "INSERT",
            (Some(_), Some(_)) => "MODIFY",
            (Some(_), None) => "REMOVE",
        };
        json!({
            "eventID": self.id.simple().to_string(),
            "eventName": event,
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "dynamodb": change,
        })
    }
}

impl fmt::Debug for Feed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Feed").finish_non_exhaustive()
    }
}
