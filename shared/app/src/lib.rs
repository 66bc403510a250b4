//! Use cases that several functions share, without HTTP.
//!
//! **Architecture invariant:** this crate knows neither requests and answers, nor how a message is
//! worded or sent. It gives HTTP handlers what they need of the store, so that the HTTP crate does
//! not depend on the store.

mod attendance;
mod commit;
pub mod due;
pub mod gate;
pub mod lateness;
mod measure;
mod retry;

pub use attendance::{Attended, attendance, no_show_ground};
pub use commit::{about_booking, about_reader, commit, counted};
pub use measure::write;
pub use retry::{Retry, Try, is_written};

pub use anteroom_store::{
    AnswerKey, Before, CommitExtras, Conflict, KeptAnswer, Limited, Random, Store, StoreError,
    quota_resets_at,
};
