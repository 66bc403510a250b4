//! Why a stack does not start.

use std::io;

use super::data::DataError;
use super::meetings::MeetingsError;
use crate::cloud::dynamodb::DynamoError;
use crate::demo::DemoError;
use crate::issuer::IssuerError;
use crate::wiring::WiringError;

/// Why a stack does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port of the origin can't be bound.
    #[error("port {port} can't be had")]
    Port {
        /// The port asked for.
        port: u16,
        /// Why not.
        source: io::Error,
    },
    /// The data folder can't be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The template does not say what the stack needs.
    #[error(transparent)]
    Template(#[from] WiringError),
    /// No database, or no table.
    #[error(transparent)]
    Table(#[from] DynamoError),
    /// No issuer of tokens.
    #[error(transparent)]
    Issuer(#[from] IssuerError),
    /// No meeting service.
    #[error(transparent)]
    Meetings(#[from] MeetingsError),
    /// One of the other services has no port.
    #[error("a service has no port")]
    Service(#[source] io::Error),
    /// The functions don't run.
    #[error("the functions can't be started")]
    Functions(#[source] io::Error),
    /// The demo data is refused.
    #[error("the demo data can't be loaded")]
    Demo(#[from] DemoError),
}
