//! The record of an admission: who was let in, when, and how they came (B9).

use jiff::Timestamp;
use jiff::fmt::serde::timestamp::millisecond;
use serde::{Deserialize, Serialize};

use crate::values::Actor;

/// How a member came to the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum CameBy {
    /// By the link in an email.
    Link,
    /// Signed in.
    Account,
}

/// That a member was let into a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Admitted {
    /// When.
    #[serde(with = "millisecond::required")]
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// How they came.
    pub came_by: CameBy,
    /// The request that let them in.
    pub request_id: String,
}
