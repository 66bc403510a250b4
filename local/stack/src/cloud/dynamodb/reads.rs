//! Reads of the table, and what they consume.
//!
//! Every item that is read counts in full, whether a projection or a filter hides it or not
//! (developer guide, `read-write-operations.html`).

use std::collections::HashMap;

use dynoxide::actions::batch_get_item::{self, BatchGetItemRequest};
use dynoxide::actions::get_item::{self, GetItemRequest};
use dynoxide::actions::query::{self, QueryRequest};
use dynoxide::actions::scan::{self, ScanRequest};
use dynoxide::actions::transact_get_items::{self, TransactGetItemsRequest};
use dynoxide::types::ConsumedCapacity;
use dynoxide::{DynoxideError, Item};

use super::database::Database;
use super::places::queried;
use super::request::Read;
use super::writes::Schema;
use crate::capacity::Consumed;
use crate::capacity::item_size::item_size;
use crate::capacity::units::{Consistency, read_units};

/// A body of an answer, and what was consumed for it.
type Outcome = Result<(String, Vec<Consumed>), DynoxideError>;

pub(super) fn execute(database: &Database, schema: &Schema, read: Read) -> Outcome {
    match read {
        Read::Get(request) => get(database, schema, request),
        Read::BatchGet(request) => batch_get(database, schema, request),
        Read::TransactGet(request) => transact_get(database, schema, request),
        Read::Query(request) => run_query(database, schema, *request),
        Read::Scan(request) => run_scan(database, *request),
    }
}

fn get(database: &Database, schema: &Schema, request: GetItemRequest) -> Outcome {
    let table = request.table_name.clone();
    let partition = schema.partition(&request.key);
    let consistency = Consistency::of(request.consistent_read);
    let partly = request.projection_expression.is_some() || request.attributes_to_get.is_some();
    let whole = partly.then(|| request.key.clone());
    let answer = database.run(|storage| get_item::execute(storage, request))?;
    let size = match whole {
        Some(key) => database.stored(schema, &key).as_ref().map(item_size),
        None => answer.item.as_ref().map(item_size),
    };
    let units = read_units(size.unwrap_or(0), consistency);
    Ok((
        json(&answer)?,
        vec![Consumed::read(&table, partition, units)],
    ))
}

/// Each item's size is rounded up separately.
fn batch_get(database: &Database, schema: &Schema, request: BatchGetItemRequest) -> Outcome {
    let mut wanted = Vec::new();
    let mut consumed = Vec::new();
    for (table, keys) in &request.request_items {
        let consistency = Consistency::of(keys.consistent_read);
        if keys.projection_expression.is_none() && keys.attributes_to_get.is_none() {
            wanted.push((table.clone(), keys.keys.clone(), consistency));
            continue;
        }
        consumed.extend(keys.keys.iter().map(|key| {
            // A key that is none is refused below.
            let item = database.stored(schema, key);
            let units = read_units(item.as_ref().map_or(0, item_size), consistency);
            Consumed::read(table, schema.partition(key), units)
        }));
    }
    let answer = database.run(|storage| batch_get_item::execute(storage, request))?;
    for (table, keys, consistency) in wanted {
        let found = answer.responses.get(&table).map_or(&[][..], Vec::as_slice);
        let sizes: HashMap<_, _> = found
            .iter()
            .map(|item| (schema.place(item), item_size(item)))
            .collect();
        consumed.extend(keys.iter().map(|key| {
            let size = sizes.get(&schema.place(key)).copied().unwrap_or(0);
            let units = read_units(size, consistency);
            Consumed::read(&table, schema.partition(key), units)
        }));
    }
    Ok((json(&answer)?, consumed))
}

fn transact_get(database: &Database, schema: &Schema, request: TransactGetItemsRequest) -> Outcome {
    let mut consumed = Vec::new();
    for part in &request.transact_items {
        let item = database.stored(schema, &part.get.key);
        let size = item.as_ref().map_or(0, item_size);
        let units = read_units(size, Consistency::Transactional);
        let partition = schema.partition(&part.get.key);
        consumed.push(Consumed::read(&part.get.table_name, partition, units));
    }
    let answer = database.run(|storage| transact_get_items::execute(storage, request))?;
    Ok((json(&answer)?, consumed))
}

fn run_query(database: &Database, schema: &Schema, mut request: QueryRequest) -> Outcome {
    let partition = queried(schema, &request);
    let target = request
        .index_name
        .as_ref()
        .unwrap_or(&request.table_name)
        .clone();
    let consistency = Consistency::of(request.consistent_read);
    let hides = request.filter_expression.is_some()
        || request.query_filter.is_some()
        || request.projection_expression.is_some()
        || request.attributes_to_get.is_some()
        || request.select.as_deref() == Some("COUNT");
    let asked = ask(&mut request.return_consumed_capacity, hides);
    let mut answer = database.run(|storage| query::execute(storage, request))?;
    let page = Page {
        items: answer.items.as_deref(),
        told: answer.consumed_capacity.as_ref(),
    };
    let units = page.units(hides, consistency);
    if !asked {
        answer.consumed_capacity = None;
    }
    Ok((
        json(&answer)?,
        vec![Consumed::read(&target, partition, units)],
    ))
}

fn run_scan(database: &Database, mut request: ScanRequest) -> Outcome {
    let target = request
        .index_name
        .as_ref()
        .unwrap_or(&request.table_name)
        .clone();
    let consistency = Consistency::of(request.consistent_read);
    let hides = request.filter_expression.is_some()
        || request.scan_filter.is_some()
        || request.projection_expression.is_some()
        || request.attributes_to_get.is_some()
        || request.select.as_deref() == Some("COUNT");
    let asked = ask(&mut request.return_consumed_capacity, hides);
    let mut answer = database.run(|storage| scan::execute(storage, request))?;
    let page = Page {
        items: answer.items.as_deref(),
        told: answer.consumed_capacity.as_ref(),
    };
    let units = page.units(hides, consistency);
    if !asked {
        answer.consumed_capacity = None;
    }
    Ok((json(&answer)?, vec![Consumed::read(&target, None, units)]))
}

/// Makes the database tell what it reads, if an answer hides any of it. Says whether the caller
/// wanted to be told anyway.
fn ask(mode: &mut Option<String>, hides: bool) -> bool {
    let asked = mode.as_deref().is_some_and(|mode| mode != "NONE");
    if hides && !asked {
        *mode = Some("TOTAL".to_owned());
    }
    asked
}

/// A page of a query or a scan.
struct Page<'a> {
    items: Option<&'a [Item]>,
    told: Option<&'a ConsumedCapacity>,
}

impl Page<'_> {
    /// The items of a page are added up first and rounded then. Of a page that hides any of what
    /// was read, the database alone knows the sizes.
    fn units(&self, hides: bool, consistency: Consistency) -> f64 {
        if hides {
            return self.told.map_or(0.0, |capacity| capacity.capacity_units);
        }
        let sizes = self.items.into_iter().flatten().map(item_size);
        read_units(sizes.sum(), consistency)
    }
}

pub(super) fn json(answer: &impl serde::Serialize) -> Result<String, DynoxideError> {
    serde_json::to_string(answer)
        .map_err(|error| DynoxideError::InternalServerError(error.to_string()))
}
