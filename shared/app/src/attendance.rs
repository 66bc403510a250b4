//! The attendance record of a session (S7).

use anteroom_domain::attendance::Attendance;
use anteroom_domain::booking::NoShowGround;
use anteroom_domain::policy::Policy;
use anteroom_domain::transition::BookingRecord;
use anteroom_store::{Store, StoreError};
use jiff::Timestamp;

/// The record of a session, and the part of it that the meeting service confirmed.
#[derive(Clone, Debug)]
pub struct Attended {
    /// From what clients and the meeting service reported.
    pub all: Attendance,
    /// From what the meeting service reported alone.
    pub confirmed: Attendance,
}

/// The record of a session up to `now`.
pub async fn attendance(
    store: &Store,
    record: &BookingRecord,
    now: Timestamp,
) -> Result<Attended, StoreError> {
    let events = store.service_evidence(&record.booking.id).await?;
    Ok(Attended {
        confirmed: record.confirmed_attendance(&events, now),
        all: record.attendance(events, now),
    })
}

/// By what the member can be marked as a no-show at `now`: the attendance record and the calls (B7).
pub async fn no_show_ground(
    store: &Store,
    record: &BookingRecord,
    policy: &Policy,
    now: Timestamp,
) -> Result<NoShowGround, StoreError> {
    let events = if record.no_show_needs_events(policy) {
        store.service_evidence(&record.booking.id).await?
    } else {
        Vec::new()
    };
    Ok(record.no_show_ground(events, policy, now))
}
