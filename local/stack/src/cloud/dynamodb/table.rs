//! The table in this process: its database, its stream, and what calls to it consume.

use std::fmt;
use std::path::Path;

use axum::http::StatusCode;
use dynoxide::DynoxideError;
use dynoxide::actions::batch_get_item::BatchGetItemRequest;
use dynoxide::actions::create_table::{self, CreateTableRequest};
use dynoxide::actions::describe_table;
use dynoxide::actions::list_tables;
use dynoxide::actions::scan::{self, ScanRequest};
use dynoxide::actions::update_table::{self, UpdateTableRequest};
use dynoxide::actions::vector_lifecycle::VectorIndexLifecycle;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::database::Database;
use super::feed::Feed;
use super::refusals::beyond;
use super::request::{Read, Request, Write};
use super::tokens::{Seen, Tokens, digest};
use super::within::NotDone;
use super::writes::{Schema, Touched};
use super::{DynamoError, reads};
use crate::capacity::Consumed;
use crate::capacity::index::{Index, KeySchema};
use crate::clock::Clock;
use crate::limits::Limits;

/// The table and the database that has it.
pub(super) struct Table {
    pub(super) schema: Schema,
    feed: Feed,
    clock: Clock,
    pub(super) limits: Limits,
    /// One call at a time: what is read before and after a write belongs to it, and records of the
    /// stream come in the order of the writes. Nobody waits for anything else while holding it. There
    /// is none once the table is closed.
    turn: Mutex<Option<Turn>>,
}

/// What the call whose turn it is has for itself.
struct Turn {
    database: Database,
    tokens: Tokens,
}

/// An answer to a call.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) body: String,
    pub(super) consumed: Vec<Consumed>,
}

/// A body, or why there is none, with what was consumed for it.
type Outcome = (Result<String, NotDone>, Vec<Consumed>);

impl Table {
    /// Opens a table that is gone with the process.
    pub(super) fn in_memory(
        table: &Value,
        clock: &Clock,
        limits: &Limits,
    ) -> Result<Self, DynamoError> {
        Self::open(Database::temporary(clock), table, clock, limits)
    }

    /// Opens a table that is kept in a file.
    pub(super) fn in_file(
        file: &Path,
        table: &Value,
        clock: &Clock,
        limits: &Limits,
    ) -> Result<Self, DynamoError> {
        Self::open(Database::in_file(file, clock), table, clock, limits)
    }

    fn open(
        database: Result<Database, DynoxideError>,
        table: &Value,
        clock: &Clock,
        limits: &Limits,
    ) -> Result<Self, DynamoError> {
        let database = database.map_err(DynamoError::Open)?;
        create(&database, table).map_err(|error| DynamoError::refused(&error))?;
        let key = KeySchema::read(&table["KeySchema"]).unwrap_or_else(|| KeySchema {
            partition: "PK".to_owned(),
            sort: None,
        });
        let schema = Schema {
            name: table["TableName"].as_str().unwrap_or_default().to_owned(),
            indexes: Index::read_all(table, &key),
            key: key.clone(),
        };
        Ok(Self {
            schema,
            feed: Feed::new(table, key, clock.clone()),
            clock: clock.clone(),
            limits: limits.clone(),
            turn: Mutex::new(Some(Turn {
                database,
                tokens: Tokens::default(),
            })),
        })
    }

    /// The table's stream.
    pub(super) fn feed(&self) -> Feed {
        self.feed.clone()
    }

    /// Carries a call out. Its effect, its records and its answer come at once or not at all,
    /// however the caller is treated afterwards.
    pub(super) async fn execute(&self, operation: &str, request: Value) -> Answer {
        let token = request["ClientRequestToken"].as_str().map(str::to_owned);
        let token = token.map(|token| (token, digest(&request)));
        let mut turns = self.turn.lock().await;
        let Some(turn) = turns.as_mut() else {
            return closed();
        };
        let (result, consumed) = match Request::read(operation, request) {
            Some(Ok(Request::Write(write))) => self.write(write, token, turn),
            Some(Ok(Request::Read(read))) => self.read(read, turn),
            Some(Ok(Request::DescribeTable(request))) => {
                let building = VectorIndexLifecycle::new();
                let describe = |at| describe_table::execute(at, request, &building);
                let answer = turn.database.run(describe);
                let answer = answer.and_then(|answer| reads::json(&answer));
                (answer.map_err(NotDone::from), Vec::new())
            }
            Some(Ok(Request::ListTables(request))) => {
                let answer = turn.database.run(|at| list_tables::execute(at, request));
                let answer = answer.and_then(|answer| reads::json(&answer));
                (answer.map_err(NotDone::from), Vec::new())
            }
            Some(Err(error)) => (Err(error.into()), Vec::new()),
            None => return unknown(),
        };
        self.limits.take_units(&consumed);
        drop(turns);
        match result {
            Ok(body) => Answer {
                status: StatusCode::OK,
                body,
                consumed,
            },
            Err(NotDone::Beyond {
                refused,
                is_transaction,
            }) => {
                let indexes: Vec<&str> = self
                    .schema
                    .indexes
                    .iter()
                    .map(|each| each.name.as_str())
                    .collect();
                let (status, body) = beyond(&refused, is_transaction, &indexes);
                Answer {
                    status,
                    body: body.to_string(),
                    consumed,
                }
            }
            Err(NotDone::Error(error)) => Answer {
                status: StatusCode::from_u16(error.status_code())
                    .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
                body: error.to_json(),
                consumed,
            },
        }
    }

    fn read(&self, read: Read, turn: &Turn) -> Outcome {
        if let Read::BatchGet(request) = read {
            return self.batch(request, turn);
        }
        let is_transaction = read.is_transaction();
        let places = read
            .places(&self.schema)
            .into_iter()
            .map(|place| vec![place]);
        if let Err(beyond) = self.within_limits(places, is_transaction) {
            return (Err(beyond), Vec::new());
        }
        match reads::execute(&turn.database, &self.schema, read) {
            Ok((body, consumed)) => (Ok(body), consumed),
            Err(error) => (Err(error.into()), Vec::new()),
        }
    }

    /// Reads the items of a batch that are within the limits, and leaves the keys of the others in the answer.
    fn batch(&self, mut request: BatchGetItemRequest, turn: &Turn) -> Outcome {
        let unprocessed = match self.leave_out(&mut request) {
            Ok(unprocessed) => unprocessed,
            Err(beyond) => return (Err(beyond), Vec::new()),
        };
        let read = Read::BatchGet(request);
        let (body, consumed) = match reads::execute(&turn.database, &self.schema, read) {
            Ok(answer) => answer,
            Err(error) => return (Err(error.into()), Vec::new()),
        };
        if unprocessed.is_empty() {
            return (Ok(body), consumed);
        }
        let mut body: Value = serde_json::from_str(&body).unwrap_or_default();
        body["UnprocessedKeys"] = Value::Object(unprocessed);
        (Ok(body.to_string()), consumed)
    }

    fn write(&self, mut write: Write, token: Option<(String, u64)>, turn: &mut Turn) -> Outcome {
        let Turn { database, tokens } = turn;
        let mut touched = write.touches(&self.schema);
        let is_transaction = matches!(write, Write::Transaction(_));
        let places = touched.iter().map(|each| vec![each.place(&self.schema)]);
        if let Err(beyond) = self.within_limits(places, is_transaction) {
            return (Err(beyond), Vec::new());
        }
        for each in &mut touched {
            each.look_before(database, &self.schema);
        }
        let now = self.clock.now();
        if let Write::Transaction(request) = &mut write {
            // The database would remember tokens too, and look through all of them each time.
            request.client_request_token = None;
        }
        if let Some((token, digest)) = &token {
            match tokens.look_up(token, *digest, now) {
                Seen::Never => {}
                Seen::Same => return self.answer_again(&touched),
                Seen::Other => return (Err(mismatch().into()), Vec::new()),
            }
        }
        let writes = write.writes();
        let result = write.execute(database);
        let consumed = match &result {
            Ok(_) => {
                for each in &mut touched {
                    each.look_after(database, &self.schema);
                }
                let consumed: Vec<_> = touched
                    .iter()
                    .map(|each| each.consumed(&self.schema, writes))
                    .collect();
                if let Err(beyond) = self.indexes_within_limits(&consumed, is_transaction) {
                    for each in &touched {
                        each.undo(database, &self.schema);
                    }
                    return (Err(beyond), Vec::new());
                }
                if let Some((token, digest)) = token {
                    tokens.remember(token, digest, now);
                }
                for each in &touched {
                    self.feed.publish(each.before.as_ref(), each.after.as_ref());
                }
                consumed.into_iter().flatten().collect()
            }
            Err(error) if failed_condition(error) => {
                let in_vain = |each: &Touched| each.consumed_in_vain(&self.schema, writes);
                touched.iter().map(in_vain).collect()
            }
            Err(_) => Vec::new(),
        };
        (result.map_err(NotDone::from), consumed)
    }

    /// Answers a transaction that was carried out before.
    fn answer_again(&self, touched: &[Touched]) -> Outcome {
        let again = |each: &Touched| each.consumed_again(&self.schema);
        let consumed = touched.iter().map(again).collect();
        (Ok("{}".to_owned()), consumed)
    }

    /// Closes the database. Its file is whole when this returns, and calls that still come find no table.
    pub(super) async fn close(&self) {
        drop(self.turn.lock().await.take());
    }

    /// Publishes every stored item once more.
    pub(super) async fn replay(&self) -> Result<(), DynamoError> {
        let turns = self.turn.lock().await;
        let Some(turn) = turns.as_ref() else {
            return Ok(());
        };
        let mut start = None;
        loop {
            let request = ScanRequest {
                table_name: self.schema.name.clone(),
                exclusive_start_key: start.take(),
                ..ScanRequest::default()
            };
            let page = turn.database.run(|at| scan::execute(at, request));
            let page = page.map_err(DynamoError::Read)?;
            for item in page.items.iter().flatten() {
                self.feed.republish(item);
            }
            match page.last_evaluated_key {
                Some(last) => start = Some(last),
                None => return Ok(()),
            }
        }
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = formatter.debug_struct("Table");
        table.field("schema", &self.schema).finish_non_exhaustive()
    }
}

/// Creates the table unless it exists. The database's own stream stays off, since it reads all
/// that it has at each write; what an earlier version left on is turned off.
fn create(database: &Database, table: &Value) -> Result<(), DynoxideError> {
    let mut table = table.clone();
    if let Some(table) = table.as_object_mut() {
        table.remove("StreamSpecification");
    }
    let name = table["TableName"].as_str().unwrap_or_default().to_owned();
    let invalid = |error: serde_json::Error| DynoxideError::ValidationException(error.to_string());
    let request: CreateTableRequest = serde_json::from_value(table).map_err(invalid)?;
    match database.run(|at| create_table::execute(at, request)) {
        Err(DynoxideError::ResourceInUseException(_)) => {}
        other => return other.map(drop),
    }
    if database.has_stream(&name)? {
        let off = json!({"TableName": name, "StreamSpecification": {"StreamEnabled": false}});
        let off: UpdateTableRequest = serde_json::from_value(off).map_err(invalid)?;
        let building = VectorIndexLifecycle::new();
        database.run(|at| update_table::execute(at, off, &building))?;
    }
    Ok(())
}

/// Whether a condition failed, which costs as much as a write.
fn failed_condition(error: &DynoxideError) -> bool {
    match error {
        DynoxideError::ConditionalCheckFailedException(..) => true,
        DynoxideError::TransactionCanceledException(_, reasons) => reasons
            .iter()
            .any(|reason| reason.code == "ConditionalCheckFailed"),
        _ => false,
    }
}

fn mismatch() -> DynoxideError {
    let message = "Another transaction was made with this ClientRequestToken.";
    DynoxideError::IdempotentParameterMismatchException(message.to_owned())
}

fn unknown() -> Answer {
    let body = json!({
        "__type": "com.amazon.coral.service#UnknownOperationException",
        "message": "The local stack's table does not have this operation.",
    });
    not_run(StatusCode::BAD_REQUEST, &body)
}

fn closed() -> Answer {
    let body = json!({
        "__type": "com.amazonaws.dynamodb.v20120810#InternalServerError",
        "message": "The local stack has stopped.",
    });
    not_run(StatusCode::INTERNAL_SERVER_ERROR, &body)
}

fn not_run(status: StatusCode, body: &Value) -> Answer {
    Answer {
        status,
        body: body.to_string(),
        consumed: Vec::new(),
    }
}
