//! The dead-letter queue, for stream records that can't be read and that no retry would help.

use aws_sdk_sqs::error::ProvideErrorMetadata;
use serde::Serialize;

/// The dead-letter queue.
#[derive(Clone, Debug)]
pub struct DeadLetters {
    /// The SQS client. Its calls may be retried, since a duplicate does no harm.
    pub client: aws_sdk_sqs::Client,
    /// The queue's URL.
    pub queue_url: String,
}

/// The place of an item that can't be read, without its contents.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Unreadable {
    /// The partition key of its item.
    pub pk: String,
    /// The sort key of its item.
    pub sk: String,
    /// The id of the stream record.
    pub event_id: String,
}

/// The record could not be sent to the queue.
#[derive(Debug, thiserror::Error)]
#[error("SendMessage failed: {code}")]
pub struct NotBuried {
    /// The service's error code, or the kind of failure.
    code: String,
}

impl DeadLetters {
    /// Sends it to the queue, for operators to inspect.
    pub async fn bury(&self, what: &Unreadable) -> Result<(), NotBuried> {
        let body = serde_json::to_string(what).map_err(|_| NotBuried {
            code: "not_written".to_owned(),
        })?;
        let message = self.client.send_message().queue_url(&self.queue_url);
        let sent = message.message_body(body).send().await;
        sent.map(drop).map_err(|error| NotBuried {
            code: error.code().unwrap_or("no_answer").to_owned(),
        })
    }
}
