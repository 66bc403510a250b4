//! What calls the meeting service, at a rate that leaves others some of its quota.

use std::time::Duration;

use anteroom_app::due::Attempt;
use futures_util::stream::{self, Stream, StreamExt};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::sleep;

/// How many such things are done at once.
const AT_ONCE: usize = 4;

/// How long after the one before each begins, but for the first ones. So at most nine begin in a second, and five in the
/// long run: the service takes ten calls of an operation in a second (`docs/limits.md`), those of `sessions` among them.
const PAUSE: Duration = Duration::from_millis(200);

/// Does something about each item that comes, several at once, in their order.
pub(crate) fn several<T, F: Future<Output = Attempt>>(
    items: UnboundedReceiver<T>,
    each: impl Fn(T) -> F,
) -> impl Stream<Item = Attempt> {
    let items = stream::unfold(items, async |mut items| {
        let item = items.recv().await?;
        Some((item, items))
    });
    let paced = items.enumerate().then(async |(number, item)| {
        if number >= AT_ONCE {
            sleep(PAUSE).await;
        }
        item
    });
    paced.map(each).buffer_unordered(AT_ONCE)
}
