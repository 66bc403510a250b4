//! Idempotency: the same request under the same key gets the same answer, byte for byte.

use anteroom_app::{AnswerKey, KeptAnswer, Store};

use crate::{Answer, Call, Problem};

/// Gives the stored answer of a request, or runs it and stores its answer. Only for operations that
/// are idempotent themselves, since a crash may prevent the storing.
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

/// Answers with a refusal. A decided refusal is stored under the key, like any other answer. A
/// failure is not stored, since a retry may succeed.
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

/// The stored answer of the same request, if there is one.
pub fn replayed(call: &Call, kept: Option<KeptAnswer>) -> Result<Option<Answer>, Problem> {
    match (&call.key, kept) {
        (Some(key), Some(kept)) => Answer::replayed(&kept, key).map(Some),
        (Some(_) | None, _) => Ok(None),
    }
}

/// Stores an answer; gives the one that is now stored.
async fn keep(store: &Store, key: &AnswerKey, answer: &Answer) -> Result<Answer, Problem> {
    let kept = store.keep_answer(key, answer.to_bytes()).await?;
    Answer::replayed(&kept, key)
}
