//! A message and what became of it, as the concierge sees it (M5).

use anteroom_domain::booking::Side;
use anteroom_domain::message::{Channel, Kind};
use anteroom_domain::values::Actor;
use anteroom_store::{Delivery, DeliveryState};
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

impl From<Delivery> for DeliveryView {
    fn from(delivery: Delivery) -> Self {
        let status = match delivery.state {
            // Who looks at the list wants to know what is sent, not who is at it.
            DeliveryState::Queued | DeliveryState::Sending => DeliveryState::Queued,
            ended => ended,
        };
        Self {
            id: delivery.id.to_string(),
            booking_id: delivery.booking_id.to_string(),
            kind: delivery.kind,
            channel: delivery.channel,
            to: delivery.to,
            status: status.as_str(),
            attempts: delivery.attempts,
            queued_at: delivery.queued_at,
            sent_at: delivery.sent_at,
            failure: delivery.failure,
            parts: delivery.parts.map(|parts| parts.count),
            resend_of: delivery.resend_of.map(|id| id.to_string()),
            requested_by: delivery.requested_by,
            resent_as: delivery.resent_as.map(|id| id.to_string()),
        }
    }
}
