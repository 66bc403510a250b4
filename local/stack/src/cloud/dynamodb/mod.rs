//! The table: DynamoDB in this process, or at any endpoint named, behind a proxy that counts calls,
//! holds grants and makes faults come true.

mod database;
mod error;
mod feed;
mod needs;
mod places;
mod reads;
mod refusals;
mod remote;
mod request;
mod table;
mod tokens;
mod within;
mod writes;

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use uuid::Uuid;

pub use self::error::DynamoError;
pub use self::feed::{Change, Feed};
use self::refusals::refuse;
use self::remote::Remote;
use self::table::{Answer, Table};
use crate::calls::{Call, Service};
use crate::clock::Clock;
use crate::cloud::front::Front;
use crate::endpoint::Endpoint;

/// The largest request that DynamoDB takes, in bytes.
const LARGEST_REQUEST: usize = 16 * 1024 * 1024;

/// The content type of DynamoDB's protocol.
const AMZ_JSON: &str = "application/x-amz-json-1.0";

/// Where the data is.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// In this process, and gone with it.
    Memory,
    /// In a file, which outlives the process.
    File(&'a Path),
    /// At another endpoint, Amazon's DynamoDB Local for one.
    Url(&'a str),
}

/// Where the records of the table's stream come from.
#[derive(Debug, Clone)]
pub enum Changes {
    /// Handed over by the table of this process as it is written.
    Pushed(Feed),
    /// Read through the API of DynamoDB Streams at a URL.
    Polled {
        /// The client to read with.
        http: reqwest::Client,
        /// The URL of the table's endpoint.
        url: String,
    },
}

/// The running table and the proxy in front of it.
#[derive(Debug)]
pub struct DynamoDb {
    proxy: Endpoint,
    upstream: Arc<Upstream>,
}

#[derive(Debug)]
enum Upstream {
    Here(Box<Table>),
    There(Remote),
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
        let upstream = match source {
            Source::Memory => {
                Upstream::Here(Box::new(Table::in_memory(table, clock, &front.limits)?))
            }
            Source::File(file) => {
                Upstream::Here(Box::new(Table::in_file(file, table, clock, &front.limits)?))
            }
            Source::Url(url) => Upstream::There(Remote::create(http, url, table).await?),
        };
        let upstream = Arc::new(upstream);
        let proxy = Endpoint::serve(router(&upstream, clock, front)).await?;
        Ok(Self { proxy, upstream })
    }

    /// A table in this process, as a router, with its stream.
    ///
    /// # Errors
    /// If the database refuses the table.
    pub fn within(
        table: &Value,
        clock: &Clock,
        front: Front,
    ) -> Result<(Router, Feed), DynamoError> {
        let table = Table::in_memory(table, clock, &front.limits)?;
        let feed = table.feed();
        let upstream = Arc::new(Upstream::Here(Box::new(table)));
        Ok((router(&upstream, clock, front), feed))
    }

    /// The endpoint for functions: counted, and with the faults ordered.
    pub fn url(&self) -> &str {
        self.proxy.url()
    }

    /// Closes the table of this process: what is kept of it is written when this returns, and calls that still
    /// come are refused. Does nothing for another endpoint.
    pub async fn close(&self) {
        match &*self.upstream {
            Upstream::Here(table) => table.close().await,
            Upstream::There(_) => {}
        }
    }

    /// Where the records of the table's stream come from.
    pub fn changes(&self) -> Changes {
        match &*self.upstream {
            Upstream::Here(table) => Changes::Pushed(table.feed()),
            Upstream::There(remote) => Changes::Polled {
                http: remote.http.clone(),
                url: remote.url.clone(),
            },
        }
    }

    /// Gives the followers of the stream every stored item once more, as it is now. An earlier
    /// process may have ended before it delivered the newest changes. Does nothing for another
    /// endpoint, whose stream outlives this process.
    ///
    /// # Errors
    /// If the database can't be read.
    pub async fn replay(&self) -> Result<(), DynamoError> {
        match &*self.upstream {
            Upstream::Here(table) => table.replay().await,
            Upstream::There(_) => Ok(()),
        }
    }
}

fn router(upstream: &Arc<Upstream>, clock: &Clock, front: Front) -> Router {
    let proxy = Proxy {
        upstream: Arc::clone(upstream),
        front,
        clock: clock.clone(),
    };
    Router::new()
        .fallback(serve)
        .layer(DefaultBodyLimit::max(LARGEST_REQUEST))
        .with_state(Arc::new(proxy))
}

#[derive(Debug)]
struct Proxy {
    upstream: Arc<Upstream>,
    front: Front,
    clock: Clock,
}

async fn serve(State(proxy): State<Arc<Proxy>>, headers: HeaderMap, body: Bytes) -> Response {
    // "DynamoDB_20120810.GetItem" names the operation.
    let target = headers.get("x-amz-target");
    let target = target.and_then(|target| target.to_str().ok());
    let operation = target
        .and_then(|target| target.split_once('.'))
        .map_or("unknown", |(_, name)| name);
    let call = Call::new(&headers, Service::Dynamodb, operation);
    let request: Value = serde_json::from_slice(&body).unwrap_or_default();
    let needs = needs::of(operation, &request);
    let parts = request["TransactItems"].as_array().map(Vec::len);
    let refuse = |refusal| refuse(refusal, operation, parts.unwrap_or(1));
    let answer = async {
        match &*proxy.upstream {
            Upstream::Here(table) => {
                let Answer {
                    status,
                    body,
                    consumed,
                } = table.execute(operation, request).await;
                let second = proxy.clock.now().as_second();
                proxy.front.capacity.record(&call, second, &consumed);
                respond(status, body)
            }
            Upstream::There(remote) => remote.forward(headers.clone(), body.clone()).await,
        }
    };
    proxy.front.pass(&call, &needs, refuse, answer).await
}

/// An answer of DynamoDB's protocol.
fn respond(status: StatusCode, body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE.as_str(), AMZ_JSON.to_owned()),
        ("x-amzn-requestid", Uuid::new_v4().to_string()),
    ];
    (status, headers, body).into_response()
}
