//! What is due, done several at a time until an invocation's time is nearly over, what is due longest
//! first. The two functions that the clock starts have this in common.
//!
//! A run that ends early loses nothing: an item stays due until its step is written, each step is
//! written on the condition that nothing has changed, and the next run finds what is left. So a
//! step may be broken off anywhere, as when the process dies.

use std::collections::HashSet;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use anteroom_store::{Due, ReadDue, Store};
use futures_util::future::{FusedFuture, join_all};
use futures_util::stream::{self, Stream, StreamExt};
use jiff::Timestamp;
use serde::Deserialize;

/// How many things are done at once. Each waits for the network most of its time: if a reminder takes
/// 15 ms, 10,000 of them take five seconds.
pub const AT_ONCE: usize = 32;

/// How long one thing may take. A call to the meeting service may take six seconds
/// (`anteroom_runtime::aws`). What takes longer is broken off, so that it keeps no place.
const EACH: Duration = Duration::from_secs(10);

/// How long before the time-out a run ends. It breaks off what it does then and answers.
pub const MARGIN: Duration = Duration::from_secs(3);

/// How many due items are read in one call. A booking is read with its session, and DynamoDB reads
/// up to a hundred items in a call.
const READ_AT_ONCE: usize = 50;

/// How many such calls are made ahead.
const AHEAD: usize = 2;

/// The event of a schedule; only its time is used.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Tick {
    /// The minute for which the schedule fired.
    pub time: Timestamp,
}

/// Some of the things that are due failed; each failure is logged. The next run finds them again.
#[derive(Debug, thiserror::Error)]
#[error("{0} of the things that are due could not be done")]
pub struct Unfinished(pub usize);

/// What a run found.
#[derive(Debug)]
pub struct Found {
    /// The due items: what is due longest first, what failed last time at the end.
    pub due: Vec<Due>,
    /// How many partitions could not be asked.
    pub failures: usize,
}

/// What became of a due item.
#[derive(Debug)]
pub struct Attempt {
    due: Due,
    failed: bool,
}

/// The items that failed when they were last tried. They come last in the process's next run, so that
/// no number of items that fail each time keeps a run from the others. A new process knows of none.
#[derive(Clone, Debug, Default)]
pub struct Setbacks(Arc<Mutex<HashSet<Due>>>);

impl Attempt {
    /// An item about which nothing was to be done.
    pub fn nothing_to_do(due: Due) -> Self {
        let failed = false;
        Self { due, failed }
    }
}

impl Setbacks {
    /// What is due at `now` in these partitions: what is due longest first, but what failed last time
    /// after everything else. Of what is due alike, as all reminders of a full hour are, one of each partition follows one
    /// of the next, so that none takes all writes of a second.
    pub async fn find(&self, store: &Store, shards: &[&str], now: Timestamp) -> Found {
        let asked = shards.iter().map(|shard| store.due(shard, now));
        let (mut found, mut failures) = (Vec::new(), 0);
        for (shard, answer) in shards.iter().zip(join_all(asked).await) {
            match answer {
                Ok(due) => found.extend((0..).zip(due)),
                Err(error) => {
                    tracing::error!(shard, %error, "due_query_failed");
                    failures += 1;
                }
            }
        }
        let due = self.in_order(found);
        Found { due, failures }
    }

    /// The items in their order; each comes with its place in its partition.
    fn in_order(&self, mut found: Vec<(usize, (Timestamp, Due))>) -> Vec<Due> {
        let failed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        found.sort_by_key(|(place, (at, due))| (failed.contains(due), *at, *place));
        found.into_iter().map(|(_, (_, due))| due).collect()
    }

    /// The end of a run: remembers what failed, and tells how many did. What was left because time was
    /// up has not failed; it is logged.
    pub fn after(&self, found: &Found, attempts: &[Attempt]) -> Result<(), Unfinished> {
        let mut failed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for attempt in attempts {
            if attempt.failed {
                failed.insert(attempt.due.clone());
            } else {
                failed.remove(&attempt.due);
            }
        }
        let due: HashSet<&Due> = found.due.iter().collect();
        failed.retain(|each| due.contains(each));
        let left = found.due.len() - attempts.len();
        if left > 0 {
            tracing::warn!(left, "tick_cut");
        }
        let failures = attempts.iter().filter(|attempt| attempt.failed).count();
        match found.failures + failures {
            0 => Ok(()),
            failures => Err(Unfinished(failures)),
        }
    }
}

/// Reads due items in their order, some ahead of what is done about them.
pub fn read<'a>(store: &'a Store, due: &'a [Due]) -> impl Stream<Item = ReadDue> + 'a {
    stream::iter(due.chunks(READ_AT_ONCE))
        .map(|batch| store.read_due(batch))
        .buffered(AHEAD)
        .flat_map(stream::iter)
}

/// Does something about each item, several at once, until all is done or `over` is ready: then what
/// is being done is broken off. Gives what was tried to the end.
pub async fn several<T, F: Future<Output = Attempt>>(
    items: impl Stream<Item = T>,
    over: Pin<&mut impl FusedFuture<Output = ()>>,
    each: impl Fn(T) -> F,
) -> Vec<Attempt> {
    if over.is_terminated() {
        return Vec::new();
    }
    let done = items.map(each).buffer_unordered(AT_ONCE);
    done.take_until(over).collect().await
}

/// Tries a step about a due item, for a while, and logs its failure.
pub async fn attempt<E: std::fmt::Display>(
    due: Due,
    step: impl Future<Output = Result<(), E>>,
) -> Attempt {
    let failed = match tokio::time::timeout(EACH, step).await {
        Ok(Ok(())) => false,
        Ok(Err(error)) => {
            tracing::error!(?due, %error, "due_step_failed");
            true
        }
        Err(_) => {
            tracing::error!(?due, error = "it took too long", "due_step_failed");
            true
        }
    };
    Attempt { due, failed }
}

/// Ready when a run is to end: shortly before the time of its invocation is over.
pub async fn nearly_over(left: Duration) {
    tokio::time::sleep(left.saturating_sub(MARGIN)).await;
}

/// How long an invocation with this deadline may go on.
#[allow(
    clippy::disallowed_methods,
    reason = "it is a matter between the function and its machine; nothing is decided by it"
)]
pub fn time_left(deadline: SystemTime) -> Duration {
    let left = deadline.duration_since(SystemTime::now());
    left.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::cell::{Cell, RefCell};
    use std::future::pending;
    use std::pin::pin;

    use futures_util::FutureExt;

    use super::*;

    fn due(number: usize) -> Due {
        Due::Booking(format!("bkg_{number:026}").parse().unwrap())
    }

    fn tried(number: usize, failed: bool) -> Attempt {
        let due = due(number);
        Attempt { due, failed }
    }

    fn found(numbers: impl IntoIterator<Item = usize>) -> Found {
        let due = numbers.into_iter().map(due).collect();
        Found { due, failures: 0 }
    }

    #[tokio::test]
    async fn many_are_done_in_their_order_and_only_some_at_once() {
        let (under_way, most) = (Cell::new(0), Cell::new(0));
        let begun = RefCell::new(Vec::new());
        let each = async |number| {
            begun.borrow_mut().push(number);
            under_way.set(under_way.get() + 1);
            most.set(most.get().max(under_way.get()));
            tokio::task::yield_now().await;
            under_way.set(under_way.get() - 1);
            tried(number, false)
        };
        let done = several(stream::iter(0..300), pin!(pending().fuse()), each).await;
        assert_eq!((done.len(), most.get()), (300, AT_ONCE));
        assert!(begun.borrow().is_sorted());
    }

    #[tokio::test]
    async fn something_that_hangs_keeps_one_place_and_the_end_of_the_time_breaks_it_off() {
        let (done, enough) = (Cell::new(0), tokio::sync::Notify::new());
        let each = async |number| {
            if number == 0 {
                pending::<()>().await;
            }
            done.set(done.get() + 1);
            if done.get() == 99 {
                enough.notify_one();
            }
            tried(number, false)
        };
        let mut over = pin!(enough.notified().fuse());
        let attempts = several(stream::iter(0..100), over.as_mut(), each).await;
        assert_eq!(attempts.len(), 99);
        let after = several(stream::iter(0..1), over, each).await;
        assert!(after.is_empty(), "the time is over");
    }

    #[test]
    fn what_is_due_alike_is_taken_from_each_partition_in_turn() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let one = [
            (0, (at(0), due(0))),
            (1, (at(9), due(1))),
            (2, (at(9), due(2))),
        ];
        let other = [
            (0, (at(9), due(3))),
            (1, (at(9), due(4))),
            (2, (at(9), due(5))),
        ];
        let order = Setbacks::default().in_order([one, other].concat());
        assert_eq!(order, [0, 3, 1, 4, 2, 5].map(due));
    }

    #[test]
    fn what_failed_is_remembered_until_it_is_done_or_due_no_more() {
        let setbacks = Setbacks::default();
        let failed = || {
            let all = setbacks.0.lock().unwrap();
            (0..4)
                .filter(|n| all.contains(&due(*n)))
                .collect::<Vec<_>>()
        };
        let attempts = [tried(0, true), tried(1, true), tried(2, false)];
        let said = setbacks.after(&found(0..4), &attempts);
        assert_eq!(said.unwrap_err().0, 2);
        assert_eq!(failed(), [0, 1]);
        let at = |number: usize| Timestamp::from_second(number.try_into().unwrap()).unwrap();
        let again = [3, 1, 0, 2].map(|number| (0, (at(number), due(number))));
        assert_eq!(setbacks.in_order(again.into()), [2, 3, 0, 1].map(due));
        // It was not tried again, since the time was over.
        setbacks.after(&found(0..4), &[tried(3, false)]).unwrap();
        assert_eq!(failed(), [0, 1]);
        setbacks.after(&found([1, 3]), &[tried(1, false)]).unwrap();
        assert_eq!(failed(), [0; 0]);
    }
}
