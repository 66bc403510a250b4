//! The requests that the table in this process takes, read into the database's own types.

use dynoxide::DynoxideError;
use dynoxide::actions::batch_get_item::BatchGetItemRequest;
use dynoxide::actions::batch_write_item::BatchWriteItemRequest;
use dynoxide::actions::delete_item::DeleteItemRequest;
use dynoxide::actions::describe_table::DescribeTableRequest;
use dynoxide::actions::get_item::GetItemRequest;
use dynoxide::actions::list_tables::ListTablesRequest;
use dynoxide::actions::put_item::PutItemRequest;
use dynoxide::actions::query::QueryRequest;
use dynoxide::actions::scan::ScanRequest;
use dynoxide::actions::transact_get_items::TransactGetItemsRequest;
use dynoxide::actions::transact_write_items::TransactWriteItemsRequest;
use dynoxide::actions::update_item::UpdateItemRequest;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A request to the table.
pub(super) enum Request {
    Read(Read),
    Write(Write),
    DescribeTable(DescribeTableRequest),
    ListTables(ListTablesRequest),
}

/// A request that changes nothing.
pub(super) enum Read {
    Get(GetItemRequest),
    BatchGet(BatchGetItemRequest),
    TransactGet(TransactGetItemsRequest),
    Query(Box<QueryRequest>),
    Scan(Box<ScanRequest>),
}

/// A request that may change items.
pub(super) enum Write {
    Put(Box<PutItemRequest>),
    Update(Box<UpdateItemRequest>),
    Delete(Box<DeleteItemRequest>),
    Batch(BatchWriteItemRequest),
    Transaction(TransactWriteItemsRequest),
}

impl Request {
    /// Reads a request; none for an operation that this table does not have.
    pub(super) fn read(operation: &str, body: Value) -> Option<Result<Self, DynoxideError>> {
        let request = match operation {
            "GetItem" => read(body).map(Read::Get).map(Self::Read),
            "BatchGetItem" => read(body).map(Read::BatchGet).map(Self::Read),
            "TransactGetItems" => read(body).map(Read::TransactGet).map(Self::Read),
            "Query" => read(body).map(Read::Query).map(Self::Read),
            "Scan" => read(body).map(Read::Scan).map(Self::Read),
            "PutItem" => read(body).map(Write::Put).map(Self::Write),
            "UpdateItem" => read(body).map(Write::Update).map(Self::Write),
            "DeleteItem" => read(body).map(Write::Delete).map(Self::Write),
            "BatchWriteItem" => read(body).map(Write::Batch).map(Self::Write),
            "TransactWriteItems" => read(body).map(Write::Transaction).map(Self::Write),
            "DescribeTable" => read(body).map(Self::DescribeTable),
            "ListTables" => read(body).map(Self::ListTables),
            _ => return None,
        };
        Some(request)
    }
}

/// Reads a body. The database marks what it refuses as invalid; anything else is no request.
fn read<T: DeserializeOwned>(body: Value) -> Result<T, DynoxideError> {
    serde_json::from_value(body).map_err(|error| {
        let text = error.to_string();
        match text.split_once(':') {
            Some(("VALIDATION" | "VALIDATION_REQUEST" | "VALIDATION_AS_READ", message)) => {
                DynoxideError::ValidationException(message.to_owned())
            }
            Some(("SERIALIZATION" | "SERIALIZATION_AS_READ", message)) => {
                DynoxideError::SerializationException(message.to_owned())
            }
            Some(_) | None => DynoxideError::ValidationException(text),
        }
    })
}
