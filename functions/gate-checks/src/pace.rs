//! What calls the meeting service, at a rate that leaves others some of its quota.

use std::time::Duration;

use anteroom_app::due::Attempt;
use futures_util::stream::{self, Stream, StreamExt};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::sleep;

/// How fast such things are begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    /// How many are done at once.
    at_once: usize,
    /// How long after the one before each begins, but for the first ones.
    pause: Duration,
}

impl Pace {
    /// Half of the calls that the service takes in a second, those of an operation (`docs/limits.md`), are left to
    /// `sessions`; in the first second a tenth.
    pub(crate) fn of(rate: u32) -> Self {
        Self {
            at_once: (rate as usize * 2 / 5).max(1),
            pause: Duration::from_secs(2) / rate.max(1),
        }
    }
}

/// Does something about each item that comes, several at once, in their order.
pub(crate) fn several<T, F: Future<Output = Attempt>>(
    items: UnboundedReceiver<T>,
    pace: Pace,
    each: impl Fn(T) -> F,
) -> impl Stream<Item = Attempt> {
    let items = stream::unfold(items, async |mut items| {
        let item = items.recv().await?;
        Some((item, items))
    });
    let paced = items.enumerate().then(move |(number, item)| async move {
        if number >= pace.at_once {
            sleep(pace.pause).await;
        }
        item
    });
    paced.map(each).buffer_unordered(pace.at_once)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_what_the_service_takes_is_left_to_others() {
        let pace = |at_once, millis| Pace {
            at_once,
            pause: Duration::from_millis(millis),
        };
        assert_eq!(Pace::of(10), pace(4, 200));
        assert_eq!(Pace::of(100), pace(40, 20));
    }
}
