//! Retrying a decision: when another change was written first, the step is decided again on the new
//! state.

use anteroom_store::{Conflict, StoreError};

/// How many times a step is decided before it fails.
const TRIES: u32 = 5;

/// Counts the tries of a step:
///
/// ```
/// # use anteroom_app::{Retry, StoreError, Try};
/// # async fn decide_and_write() -> Result<Try<u32>, StoreError> { Ok(Try::Done(1)) }
/// # async fn example() -> Result<u32, StoreError> {
/// let mut retry = Retry::default();
/// loop {
///     match decide_and_write().await? {
///         Try::Done(done) => return Ok(done),
///         Try::Again => retry.again()?,
///     }
/// }
/// # }
/// ```
#[derive(Debug, Default)]
pub struct Retry {
    tries: u32,
}

impl Retry {
    /// Another change was written first, so the step may be decided again.
    ///
    /// # Errors
    ///
    /// [`StoreError::Contention`] if others were faster each time.
    pub fn again(&mut self) -> Result<(), StoreError> {
        self.tries += 1;
        if self.tries < TRIES {
            Ok(())
        } else {
            Err(StoreError::Contention)
        }
    }
}

/// The outcome of one try.
#[derive(Debug)]
pub enum Try<T> {
    /// It was written.
    Done(T),
    /// Another change was written first.
    Again,
}

impl Try<()> {
    /// The outcome of writing a step. A conflict that a retry can't resolve is an error.
    pub fn of(written: Result<(), Conflict>) -> Result<Self, Conflict> {
        match written {
            Ok(()) => Ok(Self::Done(())),
            Err(Conflict::Changed | Conflict::Answered) => Ok(Self::Again),
            Err(conflict) => Err(conflict),
        }
    }
}

/// Whether a step was written, for a step that nobody requested and that is not decided again. False
/// if another change was written first.
///
/// # Errors
///
/// The failure of DynamoDB. [`StoreError::Contention`] for a conflict that such a step never meets
/// while the items agree, like agenda cells that are not the booking's.
pub fn is_written(written: Result<(), Conflict>) -> Result<bool, StoreError> {
    match written {
        Ok(()) => Ok(true),
        Err(Conflict::Changed) => Ok(false),
        Err(Conflict::Store(error)) => Err(error),
        Err(
            Conflict::Taken(_)
            | Conflict::Answered
            | Conflict::Disabled
            | Conflict::TooMany
            | Conflict::TooManyMessages { .. },
        ) => Err(StoreError::Contention),
    }
}

impl<T> Try<T> {
    /// The same outcome with another result.
    pub fn map<U>(self, then: impl FnOnce(T) -> U) -> Try<U> {
        match self {
            Self::Done(done) => Try::Done(then(done)),
            Self::Again => Try::Again,
        }
    }
}
