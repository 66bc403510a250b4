//! One message: claimed, worded, sent, and marked.

use anteroom_domain::message::{Channel, pointless_from};
use anteroom_messaging::compose;
use anteroom_messaging::send::{Failure, Sent};
use anteroom_store::{
    AttemptOutcome, Claim, Claimed, MOST_ATTEMPTS, MessageItem, StoreError, Suppression, backoff,
};
use jiff::Timestamp;

use crate::AppState;

/// How a delivery ended for this invocation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// There was nothing to do: somebody else has it, or it is not to be tried yet.
    NotOurs,
    /// It was not to be sent.
    Barred(Suppression),
    /// It was tried, and what came of it was written down.
    Marked(AttemptOutcome),
    /// It was tried, but took longer than its lease; whoever took over has the last word.
    TooLate,
}

impl End {
    /// The name by which logs are counted (`infra/alarms.yaml`).
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::NotOurs => "not_ours",
            Self::Barred(_) => "barred",
            Self::Marked(AttemptOutcome::Sent { .. }) => "sent",
            Self::Marked(AttemptOutcome::Again { .. }) => "again",
            Self::Marked(AttemptOutcome::Failed { .. }) => "failed",
            Self::Marked(AttemptOutcome::Unknown { .. }) => "unknown",
            Self::TooLate => "too_late",
        }
    }
}

/// Delivers a message, once at most.
pub(crate) async fn deliver(
    state: &AppState,
    item: &MessageItem,
    now: Timestamp,
) -> Result<End, StoreError> {
    let now = now.max(item.queued_at).max(item.nudged_at.unwrap_or(now));
    if item.not_before.is_some_and(|at| at > now) {
        return Ok(End::NotOurs);
    }
    let pointless_from = pointless_from(item.says, &item.facts, item.queued_at);
    let claim = if pointless_from.is_some_and(|from| from <= now) {
        state.store.bar(item, Suppression::TooLate, now).await?
    } else {
        state.store.claim(item, &state.policy, now).await?
    };
    let claimed = match claim {
        Claim::Taken(claimed) => claimed,
        Claim::AlreadyTaken => return Ok(End::NotOurs),
        Claim::Barred(bar) => return Ok(End::Barred(bar)),
    };
    let message = &claimed.message;
    let fate = match compose::render(message, &state.settings) {
        Ok(rendered) => {
            let parts = rendered.parts();
            match state.outgoing.send(message, &rendered).await {
                Ok(Sent { provider_id }) => AttemptOutcome::Sent {
                    at: now,
                    provider_id,
                    parts,
                },
                Err(failure) => after(failure, item.channel, claimed.attempt, now),
            }
        }
        Err(_) => AttemptOutcome::Failed {
            code: "not_rendered".to_owned(),
        },
    };
    let marked = mark(state, &claimed, &fate).await?;
    Ok(if marked {
        End::Marked(fate)
    } else {
        End::TooLate
    })
}

/// Writes down what came of a message, with more patience than the client has by itself: an
/// email whose sending is forgotten is sent again, and an SMS is shown as unknown.
async fn mark(
    state: &AppState,
    claimed: &Claimed,
    fate: &AttemptOutcome,
) -> Result<bool, StoreError> {
    const TRIES: usize = 3;
    let mut result = state.store.mark(claimed, fate).await;
    for _ in 1..TRIES {
        match result {
            Ok(_) => break,
            Err(_) => result = state.store.mark(claimed, fate).await,
        }
    }
    result
}

/// What follows from a failure (M4): what was surely not sent is tried again; of what may
/// have been sent, an email is, since its readers can tell a copy by its Message-ID, and an
/// SMS is not.
fn after(failure: Failure, channel: Channel, attempt: u32, now: Timestamp) -> AttemptOutcome {
    let again = |code: String| {
        if attempt < MOST_ATTEMPTS {
            AttemptOutcome::Again {
                code,
                at: now + backoff(attempt),
            }
        } else {
            AttemptOutcome::Failed { code }
        }
    };
    match (failure, channel) {
        (Failure::Rejected { code }, Channel::Email | Channel::Sms) => {
            AttemptOutcome::Failed { code }
        }
        (Failure::Throttled { code }, Channel::Email | Channel::Sms) => again(code),
        (Failure::Unknown { code }, Channel::Email) => again(code),
        (Failure::Unknown { code }, Channel::Sms) => AttemptOutcome::Unknown { code },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_sms_of_unknown_fate_is_never_tried_again() {
        let now = Timestamp::UNIX_EPOCH;
        let code = || "code".to_owned();
        let failures = [
            Failure::Throttled { code: code() },
            Failure::Rejected { code: code() },
            Failure::Unknown { code: code() },
        ];
        let (failed, again) = (
            AttemptOutcome::Failed { code: code() },
            AttemptOutcome::Again {
                code: code(),
                at: now + backoff(1),
            },
        );
        let expected = [
            (
                Channel::Email,
                1,
                [again.clone(), failed.clone(), again.clone()],
            ),
            (
                Channel::Sms,
                1,
                [
                    again,
                    failed.clone(),
                    AttemptOutcome::Unknown { code: code() },
                ],
            ),
            (
                Channel::Email,
                MOST_ATTEMPTS,
                [failed.clone(), failed.clone(), failed.clone()],
            ),
            (
                Channel::Sms,
                MOST_ATTEMPTS,
                [
                    failed.clone(),
                    failed,
                    AttemptOutcome::Unknown { code: code() },
                ],
            ),
        ];
        for (channel, attempt, fates) in expected {
            for (failure, fate) in failures.iter().zip(fates) {
                assert_eq!(
                    after(failure.clone(), channel, attempt, now),
                    fate,
                    "{failure:?} {channel:?} {attempt}"
                );
            }
        }
    }
}
