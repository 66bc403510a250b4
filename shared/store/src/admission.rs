//! Letting a member in: recorded after their attendee is made, before it is given out.

use anteroom_domain::booking::{SessionType, Status};
use anteroom_domain::session::{Admission, AttendeeId, HostPresent};
use anteroom_domain::values::PersonId;
use aws_sdk_dynamodb::types::ConditionCheck;
use jiff::Timestamp;

use super::booking_item::AdmissionAttributes;
use super::bookings::{BookingRecord, due_change, statuses};
use super::change::Change;
use super::keys::Key;
use super::sessions::{Written, still_as_seen};
use super::transaction::{NotWritten, Transaction};
use super::value::{number, text, value};
use super::{Store, StoreError};

/// What came of letting a member in.
#[derive(Clone, Debug)]
pub enum Admitted {
    /// They are in.
    Yes,
    /// They are not; the booking as it is, if there is one.
    No(Option<Box<BookingRecord>>),
    /// Their link went to an address that is not theirs any more.
    LinkVoid,
}

/// Which part of an admission by a link was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    Session,
    Link,
}

impl Store {
    /// Records that a member is let in, as the proof of the provider's presence demands: only
    /// if that presence has not been taken back since it was read, and no withdrawal of other
    /// credentials than `handled` is under way; and if they come by a link, only while their
    /// link epoch is still that of the link.
    pub async fn admit(
        &self,
        seen: &BookingRecord,
        host: &HostPresent,
        admission: &Admission,
        handled: Option<&AttendeeId>,
        epoch: Option<u32>,
        due: Option<Timestamp>,
    ) -> Result<Admitted, StoreError> {
        let id = &seen.booking.id;
        let admitted = AdmissionAttributes {
            generation: admission.generation,
            attendee_id: admission.attendee_id.clone(),
        };
        let change = Change::default()
            .set("live.admitted", value(&admitted))
            .count("live.admissions")
            .remove("live.waitingUntil")
            .remove("live.revoking")
            .when("live.generation", "=", number(host.generation()))
            .when("booking.sessionType", "=", value(&SessionType::Video))
            .when_in("booking.status", statuses([Status::Ongoing]))
            .when_still("live.revoking", handled.map(text));
        let change = due_change(still_as_seen(change, seen), id, due);
        let Some(epoch) = epoch else {
            return Ok(match self.written(id, change).await? {
                Written::Done(_) => Admitted::Yes,
                Written::Not(stored) => Admitted::No(stored.map(Box::new)),
            });
        };
        let mut transaction = Transaction::default();
        transaction.change_or(&self.table, &Key::booking(id), change, Refusal::Session);
        let check = if_of_epoch(&self.table, &seen.booking.member.id, epoch);
        transaction.check_or(check, Refusal::Link);
        match self.write_parts(transaction).await {
            Ok(()) => Ok(Admitted::Yes),
            Err(NotWritten::Store(error)) => Err(error),
            Err(NotWritten::Refused(parts))
                if parts.iter().any(|(part, _)| *part == Refusal::Link) =>
            {
                Ok(Admitted::LinkVoid)
            }
            Err(NotWritten::Refused(_)) => Ok(Admitted::No(self.booking(id).await?.map(Box::new))),
        }
    }
}

/// Only if a member's links of an epoch are still good.
fn if_of_epoch(table: &str, member: &PersonId, epoch: u32) -> ConditionCheck {
    ConditionCheck::builder()
        .table_name(table)
        .set_key(Some(Key::person(member).attributes()))
        .condition_expression("linkEpoch = :epoch")
        .expression_attribute_values(":epoch", number(epoch))
        .build()
        .expect("key, table and condition are set")
}
