//! A batch of the table's stream. Its records are handled at once, each for itself.

use std::collections::BTreeSet;

use anteroom_domain::delivery::Delivery;
use anteroom_domain::message::Channel;
use anteroom_domain::values::PersonId;
use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use futures_util::future::join_all;
use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use tokio::time::Instant;

use crate::unread::Unread;
use crate::{AppState, account, turns};

/// How many accounts are made at once: the user pool takes 25 changes a second and more (`docs/limits.md`), and those of
/// a batch must fit in the time-out.
const ACCOUNTS_AT_ONCE: usize = 4;

/// The place of a record in the stream.
pub(crate) type SequenceNumber = Option<String>;

/// A message of the stream.
pub(crate) struct Record {
    pub(crate) number: SequenceNumber,
    /// When it was written.
    pub(crate) written_at: Timestamp,
    /// The message, as it was then.
    pub(crate) seen: Delivery,
}

/// What the records of a batch tell of.
#[derive(Default)]
struct Batch {
    accounts: BTreeSet<PersonId>,
    emails: Vec<Record>,
    texts: Vec<Record>,
    unread: Vec<(SequenceNumber, Unread, String)>,
}

/// Handles a batch. The answer names the records that failed, in the order of the stream.
#[allow(
    clippy::disallowed_methods,
    reason = "a pause begins on the machine's clock; nothing is decided by it"
)]
pub(crate) async fn handle(state: &AppState, event: Event) -> DynamoDbEventResponse {
    let now = not_before_written(state, &event);
    let begun = Instant::now();
    let numbers = event.records.iter();
    let numbers: Vec<SequenceNumber> = numbers
        .map(|record| record.change.sequence_number.clone())
        .collect();
    let mut batch = Batch::default();
    for record in event.records {
        batch.add(record, now);
    }
    let (emails, texts, unread, ()) = tokio::join!(
        turns::deliver(state, Channel::Email, batch.emails, (now, begun)),
        turns::deliver(state, Channel::Sms, batch.texts, (now, begun)),
        report(state, batch.unread, now),
        settle(state, batch.accounts),
    );
    let failed = [emails, texts, unread].concat();
    let mut response = DynamoDbEventResponse::default();
    for number in numbers.into_iter().filter(|number| failed.contains(number)) {
        let mut failure = DynamoDbBatchItemFailure::default();
        failure.item_identifier = number;
        response.batch_item_failures.push(failure);
    }
    response
}

impl Batch {
    fn add(&mut self, record: EventRecord, now: Timestamp) {
        if let Some(person) = anteroom_store::account_of(&record.change.new_image) {
            self.accounts.insert(person);
            return;
        }
        let number = record.change.sequence_number.clone();
        let written_at = written_at(&record).unwrap_or(now);
        let unread = Unread::of(&record);
        // The error itself may quote the item.
        let Ok(seen) = anteroom_store::read_message(record.change.new_image) else {
            self.unread.push((number, unread, record.event_id));
            return;
        };
        let messages = match seen.channel() {
            Channel::Email => &mut self.emails,
            Channel::Sms => &mut self.texts,
        };
        messages.push(Record {
            number,
            written_at,
            seen,
        });
    }
}

/// Makes people's accounts, or brings them up to date, a few at once.
async fn settle(state: &AppState, people: BTreeSet<PersonId>) {
    let each = async |person| account::settle(state, &person).await;
    stream::iter(people)
        .for_each_concurrent(ACCOUNTS_AT_ONCE, each)
        .await;
}

/// Reports what can't be read; gives the records that could not be reported.
async fn report(
    state: &AppState,
    unread: Vec<(SequenceNumber, Unread, String)>,
    now: Timestamp,
) -> Vec<SequenceNumber> {
    let reported = unread.into_iter().map(async |(number, unread, event_id)| {
        let is_done = unread.report(state, event_id, now).await;
        (!is_done).then_some(number)
    });
    join_all(reported).await.into_iter().flatten().collect()
}

/// The present moment, but never one before the newest record. On the local stack records
/// carry the time of a clock that runs ahead of the machine's, and a lease that was over
/// before it began would have every message sent again.
fn not_before_written(state: &AppState, event: &Event) -> Timestamp {
    let written = event.records.iter().filter_map(written_at);
    written.fold((state.now)(), Timestamp::max)
}

fn written_at(record: &EventRecord) -> Option<Timestamp> {
    let at = record.change.approximate_creation_date_time;
    Timestamp::from_millisecond(at.timestamp_millis()).ok()
}
