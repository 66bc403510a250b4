//! The function `notifier`: sends the messages that the table's stream tells of, makes the accounts that it tells of,
//! and takes in what the services report of emails and texts later.
//!
//! A batch takes one call for the turns of its messages, and a message three: claim, send, mark. A record is
//! reported as failed only for technical reasons, so that it comes again or ends in the dead-letter queue;
//! what became of a message itself stands in its item. A record that can't be read goes to the dead-letter
//! queue at once: what comes behind it in the stream would wait for every further try.

mod account;
mod delivery;
mod feedback;
mod outbox;
mod reports;
mod turns;
mod unread;

use anteroom_domain::policy::Policy;
use anteroom_messaging::compose::{Help, Settings};
use anteroom_messaging::send::Outgoing;
use anteroom_runtime::aws;
use anteroom_runtime::dead_letters::DeadLetters;
use anteroom_runtime::environment::{self, EnvironmentError};
use anteroom_store::{Random, Store, StoreError};
use aws_lambda_events::event::cloudwatch_logs::LogsEvent;
use aws_lambda_events::event::dynamodb::Event;
use aws_lambda_events::event::streams::DynamoDbEventResponse;
use jiff::Timestamp;
use serde::Deserialize;

pub use account::UserPool;
pub use feedback::MailEvent;

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
            Help {
                phone: environment::parsed_if_any("HELP_PHONE")?,
                email: environment::parsed_if_any("HELP_EMAIL")?,
            },
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
        Woken::Outbox(event) => Ok(Box::pin(outbox::handle(state, event)).await),
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
