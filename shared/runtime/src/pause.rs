//! Pauses until an instant.

use tokio::time::{Instant, sleep_until};

/// Waits until an instant; not at all if it is over. The timer of tokio would wait for its next tick even then, a
/// millisecond at most, so that what is begun at once would be begun in an order that depends on the machine.
#[allow(
    clippy::disallowed_methods,
    reason = "a pause ends on the machine's clock; nothing is decided by it"
)]
pub async fn pause_until(at: Instant) {
    if at > Instant::now() {
        sleep_until(at).await;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "it measures a pause")]

    use std::time::Duration;

    use futures_util::FutureExt;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_over_is_not_waited_for() {
        let now = Instant::now();
        assert_eq!(pause_until(now).now_or_never(), Some(()));
        pause_until(now + Duration::from_secs(2)).await;
        assert_eq!(now.elapsed(), Duration::from_secs(2));
    }
}
