//! The numbers of a delivery: how often it is tried, and when somebody looks at it again.

use jiff::SignedDuration;

use crate::values::DeliveryId;

/// How many times an email of unknown fate is tried before it counts as failed. Attempts that find that
/// the service takes nothing for now do not count.
pub const MOST_ATTEMPTS: u32 = 8;
/// How long a notifier may take to send a message that it has claimed. Longer than the
/// function may run, so that no second notifier claims it from one that still works on it.
pub const LEASE: SignedDuration = SignedDuration::from_mins(2);
/// Within what time a notifier should claim a queued message. After it, the stream's record of
/// the message counts as lost.
pub const TAKEN_WITHIN: SignedDuration = SignedDuration::from_mins(2);
/// How long a message may wait to be sent before somebody must look at it (M5). By then the scheduler
/// has found it once, or the first attempts have failed.
pub const STUCK_AFTER: SignedDuration = SignedDuration::from_mins(10);
/// How long after a nudge the scheduler nudges a message again.
pub const NUDGE_AGAIN: SignedDuration = SignedDuration::from_mins(10);
/// For how long after it was queued a message that can't be read is nudged. A deployment takes
/// less: meanwhile one function may write what another can't read yet.
pub const PATIENCE: SignedDuration = SignedDuration::from_hours(1);

/// The pause of a message after an attempt that found that the service takes nothing for now, by how many
/// there were: as [`backoff`], but at most ten minutes. SES asks senders that reached a quota to
/// wait up to ten minutes (developer guide, "Errors related to the sending quotas").
pub fn wait(id: &DeliveryId, waits: u32) -> SignedDuration {
    spread(doubled(waits).min(SignedDuration::from_mins(10)), id, waits)
}

/// The pause of a message after an attempt that did not send: a minute after the first, twice as long
/// after each further one, at most an hour. Up to a quarter of it is left out, by the message's id, so that
/// messages that failed together are not all tried again at once.
pub fn backoff(id: &DeliveryId, attempt: u32) -> SignedDuration {
    spread(doubled(attempt), id, attempt)
}

/// Up to five seconds by the message's id, so that what is to be tried at the same time is not tried at once.
pub(super) fn jitter(id: &DeliveryId) -> SignedDuration {
    SignedDuration::from_secs(20) - spread(SignedDuration::from_secs(20), id, 0)
}

fn doubled(attempt: u32) -> SignedDuration {
    let minutes = 1_i64 << attempt.saturating_sub(1).min(6);
    SignedDuration::from_mins(minutes.min(60))
}

/// A pause less up to a quarter of it. The id's last characters are random, so they draw the part; the
/// same attempt at the same message draws the same.
fn spread(pause: SignedDuration, id: &DeliveryId, attempt: u32) -> SignedDuration {
    let characters = id.as_str().bytes().rev().take(4);
    let drawn = characters.fold(attempt, |drawn, character| {
        drawn.wrapping_mul(31).wrapping_add(u32::from(character))
    });
    let quarter = pause.as_secs() / 4;
    pause - SignedDuration::from_secs(i64::from(drawn) % (quarter + 1))
}
