//! The attendance record of a session (S7).

use anteroom_domain::attendance::Attendance;
use anteroom_store::{BookingRecord, Store, StoreError};
use jiff::Timestamp;

/// The record of a session, as clients and the meeting service said it, up to `now`.
pub async fn attendance(
    store: &Store,
    stored: &BookingRecord,
    now: Timestamp,
) -> Result<Attendance, StoreError> {
    let mut evidence = stored.client_evidence();
    evidence.extend(store.service_evidence(&stored.booking.id).await?);
    Ok(Attendance::from_evidence(&evidence, &stored.known(now)))
}
