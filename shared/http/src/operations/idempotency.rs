//! Answering once: the same request under the same key gets the same answer, byte for byte.

use anteroom_store::{AnswerKey, KeptAnswer, Store};

use crate::{Answer, Call, Problem};

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
    if let Some(kept) = store.answer(key).await? {
        return Answer::replayed(&kept, key);
    }
    match operation().await {
        Ok(answer) => keep(store, key, &answer).await,
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
            keep(store, key, &Answer::refusal(&problem)).await
        }
        Some(_) | None => Err(problem),
    }
}

/// The answer that a request was given before, if it was.
pub fn replayed(call: &Call, kept: Option<KeptAnswer>) -> Result<Option<Answer>, Problem> {
    match (&call.key, kept) {
        (Some(key), Some(kept)) => Answer::replayed(&kept, key).map(Some),
        (Some(_) | None, _) => Ok(None),
    }
}

/// Keeps an answer, and gives the one that is kept.
async fn keep(store: &Store, key: &AnswerKey, answer: &Answer) -> Result<Answer, Problem> {
    let kept = store.keep_answer(key, answer.to_bytes()).await?;
    Answer::replayed(&kept, key)
}
