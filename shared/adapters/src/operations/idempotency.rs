//! Answering once: the same request under the same key gets the same answer, byte for byte.

use crate::http::{Answer, Call, Problem, Replay};
use crate::store::Store;

/// Gives the answer that a request was given before, or does it and keeps its answer. For
/// operations that are the same twice as once, since a crash may come before the keeping.
pub async fn idempotent(
    store: &Store,
    call: &Call,
    operation: impl AsyncFnOnce() -> Result<Answer, Problem>,
) -> Result<Answer, Problem> {
    let Some(key) = &call.key else {
        return operation().await;
    };
    if let Some(replay) = store.answer(&call.caller.id, key).await? {
        return replay.for_request(key);
    }
    match operation().await {
        Ok(answer) => store
            .keep_answer(&call.caller.id, key, answer)
            .await?
            .for_request(key),
        Err(problem) => store_refusal(store, call, problem).await,
    }
}

/// Refuses a request. What was decided is kept under its key, like any other answer; what
/// failed is not, since it may work the next time.
pub async fn store_refusal(
    store: &Store,
    call: &Call,
    problem: Problem,
) -> Result<Answer, Problem> {
    match &call.key {
        Some(key) if problem.status().is_client_error() => {
            let answer = Answer::refusal(&problem);
            store
                .keep_answer(&call.caller.id, key, answer)
                .await?
                .for_request(key)
        }
        Some(_) | None => Err(problem),
    }
}

/// The answer that a request was given before, if it was.
pub fn replayed(call: &Call, replay: Option<Replay>) -> Result<Option<Answer>, Problem> {
    match (&call.key, replay) {
        (Some(key), Some(replay)) => replay.for_request(key).map(Some),
        (Some(_) | None, _) => Ok(None),
    }
}
