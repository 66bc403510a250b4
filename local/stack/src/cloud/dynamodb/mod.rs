//! The table: DynamoDB in this process (or any endpoint named), behind a counting proxy.

use std::io;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dynoxide::Database;
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::{Endpoint, Front, random_id};
use crate::calls::{Call, Service};
use crate::clock::Clock;
use crate::faults::Refusal;
use crate::grants::Need;

/// The largest request that DynamoDB takes, in bytes.
const LARGEST_REQUEST: usize = 16 * 1024 * 1024;

/// The content type of DynamoDB's protocol.
const AMZ_JSON: &str = "application/x-amz-json-1.0";

/// Where the data is.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// In this process's memory.
    Memory,
    /// In a file, which outlives the process.
    File(&'a Path),
    /// At another endpoint, Amazon's DynamoDB Local for one.
    Url(&'a str),
}

/// DynamoDB could not be brought up.
#[derive(Debug, thiserror::Error)]
pub enum DynamoError {
    /// The database could not be opened.
    #[error("the database can't be opened: {0}")]
    Open(dynoxide::DynoxideError),
    /// No port for it.
    #[error("no port for the database")]
    Bind(#[from] io::Error),
    /// It does not answer.
    #[error("the database at {url} doesn't answer")]
    Unreachable {
        /// Its URL.
        url: String,
        /// Why not.
        source: reqwest::Error,
    },
    /// It refuses the table.
    #[error("the database refuses the table: {status} {answer}")]
    Table {
        /// The status of its answer.
        status: StatusCode,
        /// Its answer.
        answer: String,
    },
}

/// The running database and the proxy in front of it.
#[derive(Debug)]
pub struct DynamoDb {
    proxy: Endpoint,
    upstream: String,
    server: Option<JoinHandle<()>>,
}

impl DynamoDb {
    /// Brings the database up and creates the table unless it exists.
    ///
    /// # Errors
    /// If the database can't be opened or reached, or refuses the table.
    pub async fn start(
        source: Source<'_>,
        table: &Value,
        clock: &Clock,
        front: Front,
        http: reqwest::Client,
    ) -> Result<Self, DynamoError> {
        let (upstream, server) = match source {
            Source::Url(url) => (url.trim_end_matches('/').to_owned(), None),
            Source::Memory => {
                serve(Database::memory_with_clock(Arc::new(TableClock(
                    clock.clone(),
                ))))
                .await?
            }
            Source::File(file) => serve(Database::new(&file.to_string_lossy())).await?,
        };
        create_table(&http, &upstream, table).await?;
        let state = Proxy {
            upstream: format!("{upstream}/"),
            http,
            front,
        };
        let router = Router::new()
            .fallback(forward)
            .layer(DefaultBodyLimit::max(LARGEST_REQUEST))
            .with_state(Arc::new(state));
        let proxy = Endpoint::serve(router).await?;
        Ok(Self {
            proxy,
            upstream,
            server,
        })
    }

    /// The endpoint for functions: counted, and with the faults ordered.
    pub fn url(&self) -> &str {
        self.proxy.url()
    }

    /// The database itself, for what is part of the stack: neither counted nor faulty.
    pub fn upstream(&self) -> &str {
        &self.upstream
    }
}

impl Drop for DynamoDb {
    fn drop(&mut self) {
        if let Some(server) = &self.server {
            server.abort();
        }
    }
}

/// The stack's clock, as the database asks for it: stream records carry its time.
struct TableClock(Clock);

impl dynoxide::storage_backend::Clock for TableClock {
    fn now_unix_secs(&self) -> u64 {
        u64::try_from(self.0.now().as_second()).unwrap_or_default()
    }

    fn now_unix_secs_f64(&self) -> f64 {
        self.0.now().as_duration().as_secs_f64()
    }
}

async fn serve(
    database: Result<Database, dynoxide::DynoxideError>,
) -> Result<(String, Option<JoinHandle<()>>), DynamoError> {
    let database = database.map_err(DynamoError::Open)?;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let url = format!("http://{}", listener.local_addr()?);
    let server = tokio::spawn(dynoxide::server::serve_on(listener, database));
    Ok((url, Some(server)))
}

async fn create_table(http: &reqwest::Client, url: &str, table: &Value) -> Result<(), DynamoError> {
    let unreachable = |source| DynamoError::Unreachable {
        url: url.to_owned(),
        source,
    };
    let request = http
        .post(format!("{url}/"))
        .header("x-amz-target", "DynamoDB_20120810.CreateTable")
        .header(
            "x-amz-date",
            Timestamp::UNIX_EPOCH.strftime("%Y%m%dT%H%M%SZ").to_string(),
        )
        .header(
            header::AUTHORIZATION,
            "AWS4-HMAC-SHA256 Credential=stack/19700101/us-east-1/dynamodb/aws4_request, \
             SignedHeaders=host;x-amz-date;x-amz-target, Signature=0",
        )
        .header(header::CONTENT_TYPE, AMZ_JSON)
        .body(table.to_string());
    let answer = request.send().await.map_err(unreachable)?;
    let status = answer.status();
    let answer = answer.text().await.map_err(unreachable)?;
    // A table that exists already is what a data folder is for.
    if status.is_success() || answer.contains("ResourceInUseException") {
        return Ok(());
    }
    Err(DynamoError::Table { status, answer })
}

struct Proxy {
    upstream: String,
    http: reqwest::Client,
    front: Front,
}

async fn forward(State(proxy): State<Arc<Proxy>>, mut headers: HeaderMap, body: Bytes) -> Response {
    // "DynamoDB_20120810.GetItem" names the operation.
    let target = headers
        .get("x-amz-target")
        .and_then(|target| target.to_str().ok());
    let operation = target
        .and_then(|target| target.split_once('.'))
        .map_or("unknown", |(_, name)| name);
    let call = Call::new(&headers, Service::Dynamodb, operation);
    let refused = body.clone();
    headers.remove(header::HOST);
    headers.remove(header::CONNECTION);
    let request = proxy.http.post(&proxy.upstream).headers(headers).body(body);
    let refuse = |refusal| refuse(refusal, &call.operation, &refused);
    let needs = needs(&call.operation, &refused);
    proxy
        .front
        .pass(&call, &needs, refuse, answer(request))
        .await
}

/// The actions that IAM asks for. A transaction takes those of its parts.
fn needs(operation: &str, request: &[u8]) -> Vec<Need> {
    let request: Value = serde_json::from_slice(request).unwrap_or_default();
    let need = |action: &str, part: &Value| {
        let table = part["TableName"].as_str()?;
        let resource = match part["IndexName"].as_str() {
            Some(index) => format!("table/{table}/index/{index}"),
            None => format!("table/{table}"),
        };
        Some(Need {
            action: format!("dynamodb:{action}"),
            resource: Some(resource),
        })
    };
    if let Some(tables) = request["RequestItems"].as_object() {
        let tables = tables.keys().map(|name| json!({ "TableName": name }));
        return tables.filter_map(|table| need(operation, &table)).collect();
    }
    let Some(parts) = request["TransactItems"].as_array() else {
        return need(operation, &request).into_iter().collect();
    };
    let part = |part: &Value| {
        let (kind, part) = part.as_object()?.iter().next()?;
        let action = match kind.as_str() {
            "ConditionCheck" => "ConditionCheckItem".to_owned(),
            kind => format!("{kind}Item"),
        };
        need(&action, part)
    };
    parts.iter().filter_map(part).collect()
}

async fn answer(request: reqwest::RequestBuilder) -> Response {
    let forwarded = async {
        let answer = request.send().await?;
        let (status, mut headers) = (answer.status(), answer.headers().clone());
        headers.remove(header::TRANSFER_ENCODING);
        headers.remove(header::CONNECTION);
        let body = Body::from(answer.bytes().await?);
        Ok::<_, reqwest::Error>((status, headers, body).into_response())
    };
    forwarded.await.unwrap_or_else(|error| {
        tracing::error!(%error, "the database does not answer");
        StatusCode::BAD_GATEWAY.into_response()
    })
}

fn refuse(refusal: Refusal, operation: &str, request: &[u8]) -> Response {
    let transaction = operation.starts_with("Transact");
    let (status, body) = match refusal {
        Refusal::Throttle => (
            StatusCode::BAD_REQUEST,
            json!({
                "__type": "com.amazon.coral.availability#ThrottlingException",
                "message": "Throughput exceeds the current capacity of your table or index.",
            }),
        ),
        Refusal::Denied => (
            StatusCode::BAD_REQUEST,
            json!({
                "__type": "com.amazon.coral.service#AccessDeniedException",
                "Message": "The caller is not authorized to do this to the table.",
            }),
        ),
        Refusal::Error => (
            StatusCode::INTERNAL_SERVER_ERROR,
            json!({
                "__type": "com.amazonaws.dynamodb.v20120810#InternalServerError",
                "message": "The request could not be processed because of an internal error.",
            }),
        ),
        Refusal::Conflict if transaction => (StatusCode::BAD_REQUEST, cancelled(request)),
        Refusal::Conflict => (
            StatusCode::BAD_REQUEST,
            json!({
                "__type": "com.amazonaws.dynamodb.v20120810#TransactionConflictException",
                "message": "Transaction is ongoing for the item",
            }),
        ),
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(AMZ_JSON)),
        (HeaderName::from_static("x-amzn-requestid"), request_id()),
    ];
    (status, headers, body.to_string()).into_response()
}

/// A cancelled transaction gives one reason an item: here the first conflicts, which is enough
/// to cancel all.
fn cancelled(request: &[u8]) -> Value {
    let items = serde_json::from_slice::<Value>(request)
        .ok()
        .and_then(|request| request.get("TransactItems")?.as_array().map(Vec::len))
        .unwrap_or(1);
    let reason = |place| match place {
        0 => {
            json!({"Code": "TransactionConflict", "Message": "Transaction is ongoing for the item"})
        }
        _ => json!({"Code": "None"}),
    };
    let codes = vec!["None"; items.saturating_sub(1)];
    let codes = [&["TransactionConflict"], codes.as_slice()]
        .concat()
        .join(", ");
    json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": format!(
            "Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]"
        ),
        "CancellationReasons": (0..items.max(1)).map(reason).collect::<Vec<_>>(),
    })
}

fn request_id() -> HeaderValue {
    HeaderValue::from_str(&random_id()).expect("hexadecimal digits and dashes are a header value")
}
