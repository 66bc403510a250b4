//! The messages of a channel in a batch: each goes out when it is its turn, at the rate that the account was
//! granted (M11).

use std::collections::BTreeMap;
use std::time::Duration;

use anteroom_domain::delivery::{Asks, Turn};
use anteroom_domain::message::Channel;
use anteroom_domain::values::BookingId;
use anteroom_store::StoreError;
use futures_util::future::join_all;
use jiff::Timestamp;

use crate::AppState;
use crate::delivery::{self, End};
use crate::outbox::{Record, SequenceNumber};

/// Delivers the messages, or queues them for later; gives the records that failed. What is not to be sent now takes no
/// turn. Those that ask alike take theirs in one call, what matters most first.
pub(crate) async fn deliver(
    state: &AppState,
    channel: Channel,
    records: Vec<Record>,
    now: Timestamp,
) -> Vec<SequenceNumber> {
    let rate = state.policy.rate(channel);
    let mut alike: BTreeMap<(u32, Asks), Vec<Record>> = BTreeMap::new();
    let (mut in_turn, mut failed) = (Vec::new(), Vec::new());
    for record in records {
        let seen = &record.seen;
        match rate {
            Some(rate) if seen.takes_turn(&state.policy, seen.present(now)) => {
                let asks = seen.asks(record.written_at, now);
                alike.entry((rate, asks)).or_default().push(record);
            }
            Some(_) | None => in_turn.push((record, None)),
        }
    }
    for ((rate, asks), records) in alike {
        let wanted = (asks, records.len());
        match state.store.take_turns(channel, wanted, rate, now).await {
            Ok(turns) => in_turn.extend(records.into_iter().zip(turns.into_iter().map(Some))),
            Err(error) => {
                tracing::error!(%error, "turns_not_taken");
                failed.extend(records.into_iter().map(|record| record.number));
            }
        }
    }
    let each = in_turn.into_iter();
    // Boxed, since there are many at once and each is large.
    let each = each.map(|(record, turn)| Box::pin(one(state, record, turn, now)));
    failed.extend(join_all(each).await.into_iter().flatten());
    failed
}

/// Handles a record; gives its number if it failed.
async fn one(
    state: &AppState,
    record: Record,
    turn: Option<Turn>,
    now: Timestamp,
) -> Option<SequenceNumber> {
    let seen = &record.seen;
    match in_turn(state, &record, turn, now).await {
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

/// Delivers a message when it is its turn, or queues it for later.
async fn in_turn(
    state: &AppState,
    Record { seen, .. }: &Record,
    turn: Option<Turn>,
    now: Timestamp,
) -> Result<End, StoreError> {
    match turn {
        Some(Turn::At(at)) => {
            let wait = Duration::try_from(at.duration_since(now)).unwrap_or_default();
            if !wait.is_zero() {
                tokio::time::sleep(wait).await;
            }
            delivery::deliver(state, seen, now.max(at)).await
        }
        Some(Turn::Later(from)) => {
            let now = seen.present(now);
            let waits = state.store.wait_for_turn(seen, from, now).await?;
            Ok(if waits { End::NoTurn } else { End::NotFree })
        }
        None => delivery::deliver(state, seen, now).await,
    }
}
