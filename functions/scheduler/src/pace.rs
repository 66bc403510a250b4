//! Work at a rate, so that a full hour's is spread over some seconds.

use std::time::Duration;

use anteroom_runtime::pause::pause_until;
use futures_util::stream::{self, Stream, StreamExt};
use tokio::time::Instant;

/// How many due items a run begins in [`BATCH_EACH`], together. So a partition of the index `due` stays below 500 write
/// units a second, half of what DynamoDB gives one partition: each item takes some five there, on 16 partitions
/// (`docs/figures.md`).
const BATCH: u32 = 50;

/// How long after the batch before each begins: 1,000 due items a second, so 10,000 reminders in ten seconds.
const BATCH_EACH: Duration = Duration::from_millis(50);

/// The items in their order, as fast as a run may begin them.
pub(crate) fn due<T>(items: Vec<T>) -> impl Stream<Item = T> {
    in_batches(items, BATCH, BATCH_EACH)
}

/// The items in their order, so many together, each such batch so long after the one before.
#[allow(
    clippy::disallowed_methods,
    reason = "a pause begins on the machine's clock; nothing is decided by it"
)]
pub(crate) fn in_batches<T>(items: Vec<T>, batch: u32, each: Duration) -> impl Stream<Item = T> {
    let begun = Instant::now();
    stream::iter((0..).zip(items)).then(move |(place, item)| async move {
        pause_until(begun + each * (place / batch)).await;
        item
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "it measures a pause")]

    use std::pin::pin;

    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn the_first_batch_waits_for_nothing() {
        let mut items = pin!(due((0..51).collect()));
        for place in 0..50 {
            assert_eq!(items.next().now_or_never(), Some(Some(place)));
        }
        assert_eq!(items.next().now_or_never(), None);
        let mut items = pin!(in_batches(vec![1, 2], 1, Duration::ZERO));
        assert_eq!(items.next().now_or_never(), Some(Some(1)));
        assert_eq!(items.next().now_or_never(), Some(Some(2)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_thousand_due_items_are_begun_in_a_second_and_not_more() {
        let begun = Instant::now();
        let mut items = pin!(due((0..2_500).collect()));
        let mut at = Vec::new();
        while items.next().await.is_some() {
            at.push(begun.elapsed().as_millis());
        }
        let in_second = |second| at.iter().filter(|at| *at / 1_000 == second).count();
        assert_eq!([0, 1, 2].map(in_second), [1_000, 1_000, 500]);
    }
}
