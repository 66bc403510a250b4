//! The attendance record of a session (S7).

use anteroom_domain::attendance::Attendance;
use anteroom_domain::booking::MemberCame;
use anteroom_domain::policy::Policy;
use anteroom_domain::transition::BookingRecord;
use anteroom_store::{Store, StoreError};
use jiff::Timestamp;

/// The record of a session up to `now`, from what clients and the meeting service reported.
pub async fn attendance(
    store: &Store,
    record: &BookingRecord,
    now: Timestamp,
) -> Result<Attendance, StoreError> {
    let events = store.service_evidence(&record.booking.id).await?;
    Ok(record.attendance(events, now))
}

/// Whether the member came, by the attendance record: they were in, waited, or answered the
/// telephone.
pub async fn member_came(
    store: &Store,
    record: &BookingRecord,
    policy: &Policy,
    now: Timestamp,
) -> Result<MemberCame, StoreError> {
    match record.member_came(policy) {
        Some(came) => Ok(came),
        None => Ok(MemberCame::from(&attendance(store, record, now).await?)),
    }
}
