//! A message and its delivery, as shown to the concierge (M5).

use anteroom_domain::booking::Side;
use anteroom_domain::delivery::{Delivery, Dismissal, Status};
use anteroom_domain::message::{Channel, Kind};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::ActorView;
use crate::{formats, words};

/// The delivery of a message about a booking or a person. It shows neither the address nor the text.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Delivery)]
pub struct DeliveryView {
    /// Its id.
    #[schema(value_type = formats::DeliveryId)]
    id: String,
    /// The booking that the message is about; absent if it is about its reader alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<formats::BookingId>)]
    booking_id: Option<String>,
    /// The reader, if it is about them alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<formats::PersonId>)]
    person_id: Option<String>,
    /// What the message is about.
    #[schema(value_type = words::MessageKind)]
    kind: Kind,
    /// How it is sent.
    #[schema(value_type = words::MessageChannel)]
    channel: Channel,
    /// The side that it is for; of one about a person alone, their role.
    #[schema(value_type = words::BookingSide)]
    to: Side,
    /// Its status.
    status: DeliveryStatus,
    /// How many times the service tried to send it.
    attempts: u32,
    /// When the message was queued.
    #[schema(value_type = String, format = DateTime)]
    queued_at: Timestamp,
    /// When it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    sent_at: Option<Timestamp>,
    /// Why it was not sent or did not arrive: one of the codes of `FailureCode`, or else the code of
    /// SES or SNS.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<String>,
    /// The number of parts in which an SMS was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<u32>,
    /// The delivery that this one repeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<formats::DeliveryId>)]
    resend_of: Option<String>,
    /// The concierge who asked for the repetition.
    #[serde(skip_serializing_if = "Option::is_none")]
    requested_by: Option<ActorView>,
    /// The newest delivery that repeats this one. A delivery that was repeated is no longer in the
    /// work queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<formats::DeliveryId>)]
    resent_as: Option<String>,
    /// The decision that it is not sent again. A delivery that was dismissed is no longer in the work queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    dismissal: Option<DismissalView>,
}

/// Who dismissed a delivery, when and why.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Dismissal)]
pub struct DismissalView {
    /// The concierge who dismissed it.
    by: ActorView,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The reason that they gave.
    reason: String,
}

/// The status of a delivery: `queued` until it is sent, `unknown` if it may have been sent, `dropped`
/// if nobody needs it any more, `dismissed` if the concierge decided so.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryStatus {
    /// It is going to be sent.
    Queued,
    /// It waits until the quiet hours of its reader are over (M7); with the failure `table_restored`, for
    /// somebody to have it sent (M10).
    Held,
    /// It was sent.
    Sent,
    /// It is a text, and has arrived, as its network reports (M8).
    Delivered,
    /// It is a text, and has not arrived, as its network reports (M8).
    Undelivered,
    /// It was not sent, or did not arrive.
    Failed,
    /// It may have been sent.
    Unknown,
    /// It was not sent, since nobody needs it any more.
    Dropped,
    /// It was held, failed, unknown or undelivered, and the concierge decided that it is not sent again.
    Dismissed,
}

impl From<&Delivery> for DeliveryView {
    fn from(delivery: &Delivery) -> Self {
        let Delivery {
            message, copy_of, ..
        } = delivery;
        let dismissed = delivery.dismissed.as_ref();
        let status = match delivery.status() {
            // A text of which its network reports later that it has arrived is shown as such.
            Status::Held | Status::Undelivered | Status::Failed | Status::Unknown
                if dismissed.is_some() =>
            {
                DeliveryStatus::Dismissed
            }
            Status::Queued if delivery.is_deferred() => DeliveryStatus::Held,
            // The concierge wants to know what is sent, not which of the rest is being sent now.
            Status::Queued | Status::Sending => DeliveryStatus::Queued,
            Status::Held => DeliveryStatus::Held,
            Status::Sent => DeliveryStatus::Sent,
            Status::Delivered => DeliveryStatus::Delivered,
            Status::Undelivered => DeliveryStatus::Undelivered,
            Status::Failed => DeliveryStatus::Failed,
            Status::Unknown => DeliveryStatus::Unknown,
            Status::Dropped => DeliveryStatus::Dropped,
        };
        let receipt = delivery.receipt();
        let copy_of = copy_of.as_ref();
        Self {
            id: message.id.to_string(),
            booking_id: message.booking.as_ref().map(ToString::to_string),
            person_id: message
                .booking
                .is_none()
                .then(|| message.to.person.to_string()),
            kind: message.kind,
            channel: delivery.channel(),
            to: message.to.side,
            status,
            attempts: delivery.attempt,
            queued_at: message.queued_at,
            sent_at: receipt.map(|receipt| receipt.at),
            failure: delivery.failure().map(String::from),
            parts: receipt.and_then(|receipt| Some(receipt.parts?.count)),
            resend_of: copy_of.map(|copy| copy.original.to_string()),
            requested_by: copy_of.map(|copy| ActorView::from(&copy.requested_by)),
            resent_as: delivery.resent_as.as_ref().map(ToString::to_string),
            dismissal: dismissed.map(DismissalView::from),
        }
    }
}

impl From<&Dismissal> for DismissalView {
    fn from(dismissal: &Dismissal) -> Self {
        Self {
            by: ActorView::from(&dismissal.by),
            at: dismissal.at,
            reason: dismissal.reason.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use anteroom_domain::booking::SessionType;
    use anteroom_domain::message::{Address, Facts, Message, Recipient};
    use anteroom_domain::values::Language;

    use super::*;

    #[test]
    fn a_delivery_shows_neither_address_nor_name() {
        let message = Message {
            id: "dlv_1".parse().unwrap(),
            booking: Some("bkg_1".parse().unwrap()),
            sequence: 0,
            kind: Kind::Confirmation,
            to: Recipient {
                person: "mem_1".parse().unwrap(),
                side: Side::Member,
                address: Address::Email("mai@example.com".parse().unwrap()),
                name: "Mai".parse().unwrap(),
                zone: "Asia/Ho_Chi_Minh".parse().unwrap(),
                language: Language::Vietnamese,
                link_epoch: 0,
            },
            other: "prv_1".parse().unwrap(),
            facts: Facts {
                session_type: SessionType::Phone,
                starts_at: "2026-11-23T03:00:00Z".parse().unwrap(),
                duration_minutes: 50,
                with: "Lan Tran".parse().unwrap(),
                member_phone: Some("+84912345678".parse().unwrap()),
                provider_phone: Some("+6561234567".parse().unwrap()),
                cancelled_by: None,
                moved_from: None,
                accept_by: None,
                lead: None,
                missed: Vec::new(),
                no_show: None,
                nobody_came: false,
                member_waited: false,
            },
            queued_at: "2026-11-21T08:30:00Z".parse().unwrap(),
        };
        let view = DeliveryView::from(&Delivery::new(message));
        let shown = serde_json::to_string(&view).unwrap();
        for private in ["@", "+84", "+65", "Mai", "Lan", "mem_1"] {
            assert!(!shown.contains(private), "{shown}");
        }
    }
}
