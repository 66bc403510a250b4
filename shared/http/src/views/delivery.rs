//! A message and its delivery, as shown to the concierge (M5).

use anteroom_domain::booking::Side;
use anteroom_domain::delivery::{Delivery, Status};
use anteroom_domain::message::{Channel, Kind};
use anteroom_domain::values::Actor;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A message about a booking: whom it is for, but neither their address nor its text.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Delivery)]
pub struct DeliveryView {
    /// `dlv_` and a ULID.
    id: String,
    booking_id: String,
    /// What it says.
    #[schema(value_type = String, example = "confirmation")]
    kind: Kind,
    /// `email` or `sms`.
    #[schema(value_type = String, example = "email")]
    channel: Channel,
    /// The side that it is for: `provider` or `member`.
    #[schema(value_type = String, example = "member")]
    to: Side,
    /// `queued` until it is sent; then `sent`, `failed`, or `unknown` if it may have been
    /// sent; `dropped` if it had no point any more.
    #[schema(example = "sent")]
    status: &'static str,
    /// How many times it was tried.
    attempts: u32,
    /// When it was written.
    #[schema(value_type = String, format = DateTime)]
    queued_at: Timestamp,
    /// When it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    sent_at: Option<Timestamp>,
    /// Why it was not sent or did not arrive, as a code: the sending service's own word, or
    /// `stale` (the booking moved on), `too_late`, `turned_off` (the reader does not want this
    /// reminder), `rate_limited`, `bounced`, `bounced_for_now`, `complained`,
    /// `address_bounced`, `address_complained`, `gave_up`, `lease_lapsed`,
    /// `no_number`, `unreadable`.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<String>,
    /// How many parts its text took, if it was an SMS.
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<u32>,
    /// The delivery that this one sends again.
    #[serde(skip_serializing_if = "Option::is_none")]
    resend_of: Option<String>,
    /// Who asked that it be sent again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, example = json!({"id": "con_1", "role": "concierge"}))]
    requested_by: Option<Actor>,
    /// The newest delivery that sends this one again. One that failed, or may have been sent,
    /// is in the work queue no more then.
    #[serde(skip_serializing_if = "Option::is_none")]
    resent_as: Option<String>,
}

impl From<&Delivery> for DeliveryView {
    fn from(delivery: &Delivery) -> Self {
        let Delivery {
            message, copy_of, ..
        } = delivery;
        let status = match delivery.status() {
            // The concierge wants to know what is sent, not which of the rest is being sent now.
            Status::Queued | Status::Sending => Status::Queued,
            ended @ (Status::Sent | Status::Failed | Status::Unknown | Status::Dropped) => ended,
        };
        let receipt = delivery.receipt();
        let copy_of = copy_of.as_ref();
        Self {
            id: message.id.to_string(),
            booking_id: message.booking.to_string(),
            kind: message.kind,
            channel: delivery.channel(),
            to: message.to.side,
            status: status.as_str(),
            attempts: delivery.attempt,
            queued_at: message.queued_at,
            sent_at: receipt.map(|receipt| receipt.at),
            failure: delivery.failure().map(String::from),
            parts: receipt.and_then(|receipt| Some(receipt.parts?.count)),
            resend_of: copy_of.map(|copy| copy.original.to_string()),
            requested_by: copy_of.map(|copy| copy.requested_by.clone()),
            resent_as: delivery.resent_as.as_ref().map(ToString::to_string),
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
            booking: "bkg_1".parse().unwrap(),
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
