//! Writes to the table: the items that they touch, before and after, and what they consume.

use dynoxide::actions::transact_write_items::{self, TransactWriteItem};
use dynoxide::actions::{batch_write_item, delete_item, put_item, update_item};
use dynoxide::validation::normalize_item_sets;
use dynoxide::{DynoxideError, Item};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::database::Database;
use super::reads;
use super::request::Write;
use crate::capacity::Consumed;
use crate::capacity::index::{Index, KeySchema, key_text};
use crate::capacity::item_size::item_size;
use crate::capacity::units::{Consistency, Writes, read_units, table_write_units};
use crate::limits::Place;

/// An item that a request touches.
pub(super) struct Touched {
    key: Item,
    action: Action,
    /// What is stored before the write.
    pub(super) before: Option<Item>,
    /// What is stored after it.
    pub(super) after: Option<Item>,
}

/// What a request does to an item.
enum Action {
    /// Puts this in its place.
    Put(Item),
    Update,
    Delete,
    /// Looks at it only.
    Check,
}

/// The table's name, keys and indexes.
#[derive(Debug)]
pub(super) struct Schema {
    pub(super) name: String,
    pub(super) key: KeySchema,
    pub(super) indexes: Vec<Index>,
}

impl Schema {
    /// The partition of an item or a key; none if it lacks the partition key.
    pub(super) fn partition(&self, item: &Item) -> Option<String> {
        item.get(&self.key.partition).map(key_text)
    }

    /// What tells an item or a key from all others.
    pub(super) fn place(&self, item: &Item) -> (Option<String>, Option<String>) {
        let sort = self.key.sort.as_ref().and_then(|name| item.get(name));
        (self.partition(item), sort.map(key_text))
    }
}

impl Write {
    /// The items of the table that the request touches.
    pub(super) fn touches(&self, schema: &Schema) -> Vec<Touched> {
        let put = |item: &Item| Touched::new(schema.key.of(item), Action::Put(item.clone()));
        match self {
            Self::Put(request) => of(schema, &request.table_name, || put(&request.item)),
            Self::Update(request) => of(schema, &request.table_name, || {
                Touched::new(request.key.clone(), Action::Update)
            }),
            Self::Delete(request) => of(schema, &request.table_name, || {
                Touched::new(request.key.clone(), Action::Delete)
            }),
            Self::Batch(request) => {
                let requests = request.request_items.get(&schema.name);
                let deleted = |key: &Item| Touched::new(key.clone(), Action::Delete);
                let parts = requests.into_iter().flatten().filter_map(|part| {
                    let delete = part.delete_request.as_ref().map(|part| deleted(&part.key));
                    let put = part.put_request.as_ref().map(|part| put(&part.item));
                    put.or(delete)
                });
                parts.collect()
            }
            Self::Transaction(request) => {
                let parts = request.transact_items.iter();
                parts.flat_map(|part| touched_by(part, schema)).collect()
            }
        }
    }

    /// How each of the items is written.
    pub(super) fn writes(&self) -> Writes {
        match self {
            Self::Transaction(_) => Writes::Transaction,
            Self::Put(_) | Self::Update(_) | Self::Delete(_) | Self::Batch(_) => Writes::Single,
        }
    }

    /// Carries the request out and gives the body of its answer.
    pub(super) fn execute(self, database: &Database) -> Result<String, DynoxideError> {
        match self {
            Self::Put(request) => reads::json(&database.run(|at| put_item::execute(at, *request))?),
            Self::Update(request) => {
                reads::json(&database.run(|at| update_item::execute(at, *request))?)
            }
            Self::Delete(request) => {
                reads::json(&database.run(|at| delete_item::execute(at, *request))?)
            }
            Self::Batch(request) => {
                reads::json(&database.run(|at| batch_write_item::execute(at, request))?)
            }
            Self::Transaction(request) => {
                reads::json(&database.run(|at| transact_write_items::execute(at, request))?)
            }
        }
    }
}

impl Touched {
    fn new(key: Item, action: Action) -> Self {
        Self {
            key,
            action,
            before: None,
            after: None,
        }
    }

    /// The partition of the table that is written to.
    pub(super) fn place(&self, schema: &Schema) -> Place {
        Place::of(&self.of_table(schema, 1.0))
    }

    /// Puts the item back as it was before the write. Nothing but a broken database refuses that.
    pub(super) fn undo(&self, database: &Database, schema: &Schema) {
        let table = json!({"TableName": schema.name});
        let undone = match &self.before {
            Some(item) => {
                let request = request(table, "Item", item);
                request
                    .and_then(|request| database.run(|at| put_item::execute(at, request)).map(drop))
            }
            None => {
                let request = request(table, "Key", &self.key);
                request.and_then(|request| {
                    database
                        .run(|at| delete_item::execute(at, request))
                        .map(drop)
                })
            }
        };
        if let Err(error) = undone {
            tracing::error!(%error, "a write that was refused could not be undone");
        }
    }

    /// Reads the item as it is before the write.
    pub(super) fn look_before(&mut self, database: &Database, schema: &Schema) {
        // A key that is none is refused when the request is carried out.
        self.before = database.stored(schema, &self.key);
    }

    /// Finds out how the item is after the write was carried out.
    pub(super) fn look_after(&mut self, database: &Database, schema: &Schema) {
        self.after = match &self.action {
            Action::Put(item) => {
                let mut item = item.clone();
                // The form in which the database stores numbers and sets.
                normalize_item_sets(&mut item);
                Some(item)
            }
            Action::Update => database.stored(schema, &self.key),
            Action::Delete => None,
            Action::Check => self.before.clone(),
        };
    }

    /// What a write that was carried out consumed.
    pub(super) fn consumed(&self, schema: &Schema, writes: Writes) -> Vec<Consumed> {
        let (before, after) = (self.before.as_ref(), self.after.as_ref());
        let units = table_write_units(before.map(item_size), after.map(item_size), writes);
        let mut consumed = vec![self.of_table(schema, units)];
        for index in &schema.indexes {
            let writes = index.writes(before, after).into_iter();
            consumed.extend(
                writes.map(|(partition, units)| Consumed::write(&index.name, partition, units)),
            );
        }
        consumed
    }

    /// What a write consumed whose condition, or that of another item of its transaction, failed.
    /// It costs as much as if it had been carried out, but for the indexes.
    ///
    /// The guide says so of single writes. Of cancelled transactions it says that they consume
    /// capacity, and not how much: this is the most that it can be.
    pub(super) fn consumed_in_vain(&self, schema: &Schema, writes: Writes) -> Consumed {
        let put = match &self.action {
            Action::Put(item) => Some(item_size(item)),
            Action::Update | Action::Delete | Action::Check => None,
        };
        let units = table_write_units(self.before.as_ref().map(item_size), put, writes);
        self.of_table(schema, units)
    }

    /// What it costs to answer a transaction that was carried out before: a read of each item (API
    /// reference, `TransactWriteItems`, on `ClientRequestToken`).
    pub(super) fn consumed_again(&self, schema: &Schema) -> Consumed {
        let size = self.before.as_ref().map_or(0, item_size);
        let units = read_units(size, Consistency::Transactional);
        Consumed::read(&schema.name, schema.partition(&self.key), units)
    }

    fn of_table(&self, schema: &Schema, units: f64) -> Consumed {
        let partition = schema.partition(&self.key);
        Consumed::write(&schema.name, partition.unwrap_or_default(), units)
    }
}

/// The one item of a request to a table, if that is ours.
fn of(schema: &Schema, table: &str, touched: impl FnOnce() -> Touched) -> Vec<Touched> {
    (table == schema.name).then(touched).into_iter().collect()
}

fn touched_by(part: &TransactWriteItem, schema: &Schema) -> Option<Touched> {
    let (table, key, action) = if let Some(put) = &part.put {
        let action = Action::Put(put.item.clone());
        (&put.table_name, schema.key.of(&put.item), action)
    } else if let Some(update) = &part.update {
        (&update.table_name, update.key.clone(), Action::Update)
    } else if let Some(delete) = &part.delete {
        (&delete.table_name, delete.key.clone(), Action::Delete)
    } else if let Some(check) = &part.condition_check {
        (&check.table_name, check.key.clone(), Action::Check)
    } else {
        return None;
    };
    (*table == schema.name).then(|| Touched::new(key, action))
}

/// A request about an item or a key of the table.
fn request<T: DeserializeOwned>(
    mut table: Value,
    name: &str,
    item: &Item,
) -> Result<T, DynoxideError> {
    let invalid = |error: serde_json::Error| DynoxideError::InternalServerError(error.to_string());
    table[name] = serde_json::to_value(item).map_err(invalid)?;
    serde_json::from_value(table).map_err(invalid)
}
