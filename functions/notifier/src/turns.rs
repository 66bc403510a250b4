//! The messages of a channel in a batch: each goes out when it is its turn, at the rate that the account was
//! granted (M11).

use std::collections::BTreeMap;
use std::time::Duration;

use anteroom_domain::delivery::{Asks, Turn};
use anteroom_domain::message::Channel;
use anteroom_domain::values::BookingId;
use anteroom_runtime::pause::pause_until;
use anteroom_store::StoreError;
use futures_util::future::join_all;
use jiff::Timestamp;
use tokio::time::Instant;

use crate::AppState;
use crate::delivery::{self, End};
use crate::outbox::{Record, SequenceNumber};

/// Delivers the messages, or queues them for later; gives the records that failed. The batch was `begun` at `now`.
/// What is not to be sent now takes no turn. Those that ask alike take theirs in one call, what matters most first.
pub(crate) async fn deliver(
    state: &AppState,
    channel: Channel,
    records: Vec<Record>,
    (now, begun): (Timestamp, Instant),
) -> Vec<SequenceNumber> {
    let rate = state.policy.rate(channel);
    let mut alike: BTreeMap<(u32, Asks), Vec<Record>> = BTreeMap::new();
    let (mut now_or_soon, mut later, mut failed) = (Vec::new(), Vec::new(), Vec::new());
    for record in records {
        let seen = &record.seen;
        match rate {
            Some(rate) if seen.takes_turn(&state.policy, seen.present(now)) => {
                let asks = seen.asks(record.written_at, now);
                alike.entry((rate, asks)).or_default().push(record);
            }
            Some(_) | None => now_or_soon.push((record, None)),
        }
    }
    for ((rate, asks), records) in alike {
        let wanted = (asks, records.len());
        match state.store.take_turns(channel, wanted, rate, now).await {
            Ok(turns) => {
                for (record, turn) in records.into_iter().zip(turns) {
                    match turn {
                        Turn::At(at) => now_or_soon.push((record, Some(at))),
                        Turn::Later(from) => later.push((record, from)),
                    }
                }
            }
            Err(error) => {
                tracing::error!(%error, "turns_not_taken");
                failed.extend(records.into_iter().map(|record| record.number));
            }
        }
    }
    let sent = now_or_soon.into_iter().map(async |(record, at)| {
        // Boxed, since there are many at once and each is large.
        let end = Box::pin(in_turn(state, &record, at, (now, begun))).await;
        log(record, end)
    });
    let (sent, put_off) = tokio::join!(join_all(sent), put_off(state, later, now));
    failed.extend(sent.into_iter().flatten());
    failed.extend(put_off);
    failed
}

/// Delivers a message when it is its turn, if it takes one.
async fn in_turn(
    state: &AppState,
    Record { seen, .. }: &Record,
    at: Option<Timestamp>,
    (now, begun): (Timestamp, Instant),
) -> Result<End, StoreError> {
    let at = at.unwrap_or(now);
    let wait = Duration::try_from(at.duration_since(now)).unwrap_or_default();
    pause_until(begun + wait).await;
    delivery::deliver(state, seen, now.max(at)).await
}

/// Queues messages for later; gives the records that failed. One after the other: when thousands wait, all that notifiers
/// could write at once would be more than the partitions of `due` take.
async fn put_off(
    state: &AppState,
    later: Vec<(Record, Timestamp)>,
    now: Timestamp,
) -> Vec<SequenceNumber> {
    let mut failed = Vec::new();
    for (record, from) in later {
        let present = record.seen.present(now);
        let waits = state.store.wait_for_turn(&record.seen, from, present).await;
        let end = waits.map(|waits| if waits { End::NoTurn } else { End::NotFree });
        failed.extend(log(record, end));
    }
    failed
}

/// Logs how a record ended; gives its number if it failed.
fn log(record: Record, end: Result<End, StoreError>) -> Option<SequenceNumber> {
    let seen = &record.seen;
    match end {
        Ok(end) => {
            end.log(seen);
            None
        }
        Err(error) => {
            let delivery = &seen.message.id;
            let booking = seen.message.booking.as_ref().map(BookingId::as_str);
            tracing::error!(%delivery, booking, %error, "message_not_handled");
            Some(record.number)
        }
    }
}
