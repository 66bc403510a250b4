//! A time that can be booked.

use anteroom_domain::availability::Slot;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A time at which a session can be booked.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Slot)]
pub struct SlotView {
    /// When the session would start.
    #[schema(value_type = String, format = DateTime)]
    starts_at: Timestamp,
    /// When the session would end.
    #[schema(value_type = String, format = DateTime)]
    ends_at: Timestamp,
}

impl From<Slot> for SlotView {
    fn from(slot: Slot) -> Self {
        Self {
            starts_at: slot.starts_at,
            ends_at: slot.ends_at,
        }
    }
}
