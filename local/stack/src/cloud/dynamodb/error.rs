//! Why the table can't be brought up.

use std::io;

use axum::http::StatusCode;
use dynoxide::DynoxideError;

/// DynamoDB could not be brought up.
#[derive(Debug, thiserror::Error)]
pub enum DynamoError {
    /// The database could not be opened.
    #[error("the database can't be opened: {0}")]
    Open(DynoxideError),
    /// The database could not be read.
    #[error("the database can't be read: {0}")]
    Read(DynoxideError),
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

impl DynamoError {
    /// A refusal of the table by the database in this process.
    pub(super) fn refused(error: &DynoxideError) -> Self {
        Self::Table {
            status: StatusCode::from_u16(error.status_code()).unwrap_or(StatusCode::BAD_REQUEST),
            answer: error.to_json(),
        }
    }
}
