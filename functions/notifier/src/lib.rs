//! The function `notifier`: sends the messages that the table's stream tells of, makes the accounts that it tells of,
//! and takes in what the services report of emails and texts later.
//!
//! A message takes three calls: claim, send, mark. A record is reported as failed only for
//! technical reasons, so that it comes again or ends in the dead-letter queue; what became of
//! a message itself stands in its item. A record that can't be read goes to the dead-letter queue
//! at once: what comes behind it in the stream would wait for every further try.

mod account;
mod delivery;
mod feedback;
mod reports;
mod unread;

use anteroom_domain::policy::Policy;
use anteroom_domain::values::BookingId;
use anteroom_messaging::compose::Settings;
use anteroom_messaging::send::Outgoing;
use anteroom_runtime::aws;
use anteroom_runtime::dead_letters::DeadLetters;
use anteroom_runtime::environment::{self, EnvironmentError};
use anteroom_store::{Random, Store, StoreError};
use aws_lambda_events::event::cloudwatch_logs::LogsEvent;
use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use jiff::Timestamp;
use serde::Deserialize;

pub use account::UserPool;
pub use feedback::MailEvent;
use unread::Unread;

/// What the function works with.
#[derive(Clone, Debug)]
pub struct AppState {
    /// The table.
    pub store: Store,
    /// The way out.
    pub outgoing: Outgoing,
    /// Where accounts are.
    pub pool: UserPool,
    /// Where records go that can't be read.
    pub dead_letters: DeadLetters,
    /// What messages say of the service.
    pub settings: Settings,
    /// The numbers of the rules.
    pub policy: Policy,
    /// The present moment. Leases and pauses are counted from it; the events of a stream tell
    /// only when something was written.
    pub now: fn() -> Timestamp,
}

impl AppState {
    /// From the environment.
    pub async fn from_environment(now: fn() -> Timestamp) -> Result<Self, EnvironmentError> {
        let config = aws::config().await;
        let policy = environment::policy()?;
        let settings = Settings::new(
            environment::parsed("SERVICE_NAME")?,
            environment::text("PORTAL_URL")?,
            environment::parsed("MAIL_FROM")?,
            environment::text("LINK_KEY")?.as_bytes(),
            &policy,
        );
        Ok(Self {
            store: Store::new(
                aws::dynamodb(&config),
                environment::text("TABLE_NAME")?,
                Random::system(),
            ),
            outgoing: Outgoing {
                mail: aws::mail(&config),
                configuration_set: environment::text("MAIL_CONFIGURATION_SET")?,
                sms: aws::sms(&config),
                sms_senders: environment::parsed_or_empty("SMS_SENDERS")?,
                sms_max_price: environment::parsed("SMS_MAX_PRICE")?,
            },
            pool: UserPool {
                client: aws::accounts(&config),
                id: environment::text("USER_POOL_ID")?,
            },
            dead_letters: DeadLetters {
                client: aws::queues(&config),
                queue_url: environment::text("DEAD_LETTERS_URL")?,
            },
            settings: settings.map_err(|error| EnvironmentError::wrong("LINK_KEY", error))?,
            policy,
            now,
        })
    }
}

/// What the function is woken by.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Woken {
    /// The table's stream.
    Outbox(Event),
    /// The mail service.
    Mail(MailEvent),
    /// The status logs of texts.
    Texts(LogsEvent),
}

/// Does what there is to do. The answer names the records of the stream that failed.
pub async fn handle(state: &AppState, woken: Woken) -> Result<DynamoDbEventResponse, StoreError> {
    match woken {
        // Both ways in one future are nested deeper than the compiler likes to look.
        Woken::Outbox(event) => Ok(Box::pin(outbox(state, event)).await),
        Woken::Mail(event) => {
            Box::pin(feedback::heard(&state.store, &event)).await?;
            Ok(DynamoDbEventResponse::default())
        }
        Woken::Texts(event) => {
            Box::pin(reports::heard(&state.store, event)).await?;
            Ok(DynamoDbEventResponse::default())
        }
    }
}

/// Handles a batch of stream records, each for itself.
async fn outbox(state: &AppState, event: Event) -> DynamoDbEventResponse {
    let now = not_before_written(state, &event);
    let mut response = DynamoDbEventResponse::default();
    for record in event.records {
        let sequence_number = record.change.sequence_number.clone();
        if !handled(state, record, now).await {
            let mut failure = DynamoDbBatchItemFailure::default();
            failure.item_identifier = sequence_number;
            response.batch_item_failures.push(failure);
        }
    }
    response
}

/// Whether nothing is left to do about a record.
async fn handled(state: &AppState, record: EventRecord, now: Timestamp) -> bool {
    if let Some(person) = anteroom_store::account_of(&record.change.new_image) {
        account::settle(state, &person).await;
        return true;
    }
    let unread = Unread::of(&record);
    // The error itself may quote the item.
    let Ok(seen) = anteroom_store::read_message(record.change.new_image) else {
        return unread.report(state, record.event_id, now).await;
    };
    match delivery::deliver(state, &seen, now).await {
        Ok(end) => {
            end.log(&seen);
            true
        }
        Err(error) => {
            let delivery = &seen.message.id;
            let booking = seen.message.booking.as_ref().map(BookingId::as_str);
            tracing::error!(%delivery, booking, %error, "message_not_handled");
            false
        }
    }
}

/// The present moment, but never one before the newest record. On the local stack records
/// carry the time of a clock that runs ahead of the machine's, and a lease that was over
/// before it began would have every message sent again.
fn not_before_written(state: &AppState, event: &Event) -> Timestamp {
    let written = event.records.iter().filter_map(|record| {
        let at = record.change.approximate_creation_date_time;
        Timestamp::from_millisecond(at.timestamp_millis()).ok()
    });
    written.fold((state.now)(), Timestamp::max)
}
