//! Dead letters: a queue for what can't be read, and no second try would help.

use aws_sdk_sqs::error::ProvideErrorMetadata;
use serde::Serialize;

/// The queue.
#[derive(Clone, Debug)]
pub struct DeadLetters {
    /// SQS. Its calls may be tried again: a letter that is there twice does no harm.
    pub client: aws_sdk_sqs::Client,
    /// The queue's URL.
    pub queue_url: String,
}

/// Where something lies that can't be read, and nothing of what it says.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Unreadable {
    /// The partition key of its item.
    pub pk: String,
    /// The sort key of its item.
    pub sk: String,
    /// The id of the stream's record.
    pub event_id: String,
}

/// It could not be put into the queue.
#[derive(Debug, thiserror::Error)]
#[error("SendMessage failed: {code}")]
pub struct NotBuried {
    /// The service's error code, or the kind of failure.
    code: String,
}

impl DeadLetters {
    /// Puts it into the queue, for people to look at.
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
