//! The store: the single DynamoDB table, with its items and the conditional writes that keep them
//! consistent.

mod account;
mod admissions;
mod agenda;
mod aliases;
mod answers;
mod attendance;
mod attention;
mod booking_attributes;
mod booking_item;
mod calendar;
mod change;
mod commit;
mod condition;
mod contact;
mod due;
mod history;
mod items;
mod key_instant;
pub mod keys;
mod limits;
mod meeting;
mod message_item;
mod message_limits;
mod note;
mod open_bookings;
mod outbox;
mod path;
mod people;
mod person_history;
mod presence;
mod query;
mod random;
mod records;
mod schedule;
mod search;
mod session_change;
mod session_item;
mod session_log;
mod session_path;
mod shards;
mod transaction;
mod value;
mod write;

pub use account::account_of;
pub use answers::{AnswerKey, KeptAnswer};
pub use attendance::ServiceEvent;
pub use attention::Attention;
pub use calendar::{BookingSearch, CalendarPosition};
pub use commit::Before;
pub use due::{Due, DueItem, ReadDue};
pub use limits::{Limited, quota_resets_at};
pub use meeting::NewMeeting;
pub use message_item::{MessageItem, read_message};
pub use message_limits::MessageCount;
pub use outbox::{About, Claim, DueMessage, Earlier, NotResent, SentPosition, Subject};
pub use people::BookingContext;
pub use presence::{Polled, Visitor};
pub use random::Random;
pub use records::{ListPosition, OpenAt};
pub use transaction::{CommitExtras, Conflict};

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::types::AttributeValue;

/// The DynamoDB table.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) client: Client,
    pub(crate) table: String,
    /// Draws ids and pauses.
    pub random: Random,
    meetings: meeting::Remembered,
}

/// The format of the items that are written. A change that an earlier reader can't read raises it.
/// `tests/formats` has items of every format.
pub const FORMAT: u32 = 1;

/// A call to DynamoDB failed, or an item is invalid.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A call failed after all retries.
    #[error("{operation} failed: {code}")]
    Call {
        /// The operation.
        operation: &'static str,
        /// The service's error code, or the kind of failure.
        code: String,
    },
    /// The write conflicted with others too many times.
    #[error("too many changes at the same time")]
    Contention,
    /// An item can't be read. The error omits the details, which may quote stored data.
    #[error("an item can't be read")]
    Item(#[from] serde_dynamo::Error),
}

impl Store {
    /// The table with this name.
    pub fn new(client: Client, table: String, random: Random) -> Self {
        Self {
            client,
            table,
            random,
            meetings: meeting::Remembered::default(),
        }
    }
}

/// Converts a failed call to its error code, without any data that was sent.
pub(crate) fn failed<E, R>(operation: &'static str) -> impl Fn(SdkError<E, R>) -> StoreError
where
    E: aws_sdk_dynamodb::error::ProvideErrorMetadata,
{
    move |error| {
        let kind = match &error {
            SdkError::TimeoutError(_) => "timeout",
            SdkError::DispatchFailure(_) => "no connection",
            SdkError::ConstructionFailure(_) => "bad request",
            SdkError::ResponseError(_) => "bad response",
            _ => "service error",
        };
        let code = error
            .as_service_error()
            .and_then(|e| e.code())
            .unwrap_or(kind)
            .to_owned();
        StoreError::Call { operation, code }
    }
}

/// The key at which the next page of a query starts.
pub(crate) type LastKey = HashMap<String, AttributeValue>;
