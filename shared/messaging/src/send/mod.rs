//! Sending: an email through SES, an SMS through SNS, and what is known when it fails.
//!
//! **Architecture invariant:** nothing here tries twice. A try whose fate is unknown may have
//! sent, so whether to try again is decided where the message's state is kept (M4).

mod failure;

use anteroom_domain::message::Message;
use anteroom_domain::values::{EmailAddress, PhoneNumber};
use aws_sdk_sesv2::primitives::Blob;
use aws_sdk_sesv2::types::{Destination, EmailContent, MessageTag, RawMessage};
use aws_sdk_sns::types::MessageAttributeValue;

use crate::compose::Rendered;

pub use failure::Failure;
use failure::failure;

/// The way out for messages.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// SES; with one attempt and time-outs.
    pub mail: aws_sdk_sesv2::Client,
    /// SES's configuration set, by which what becomes of emails is counted.
    pub configuration_set: String,
    /// SNS; with one attempt and time-outs.
    pub sms: aws_sdk_sns::Client,
}

/// A message that a service has taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The service's own id of it.
    pub provider_id: String,
}

impl Outgoing {
    /// Sends a message, put into words, once.
    pub async fn send(&self, message: &Message, words: &Rendered) -> Result<Sent, Failure> {
        match words {
            Rendered::Email { from, to, raw } => self.send_email(message, from, to, raw).await,
            Rendered::Sms { to, text, .. } => self.send_sms(to, text).await,
        }
    }

    async fn send_email(
        &self,
        message: &Message,
        from: &EmailAddress,
        to: &EmailAddress,
        raw: &[u8],
    ) -> Result<Sent, Failure> {
        let raw = RawMessage::builder()
            .data(Blob::new(raw))
            .build()
            .map_err(|_| Failure::incomplete())?;
        // SES puts a Message-ID of its own in place of ours; the tags tie its events to the message,
        // and to the address: a further try may go to another.
        let tags = [
            tag("booking", message.booking.as_str())?,
            tag("delivery", message.id.as_str())?,
            tag("epoch", &message.to.link_epoch.to_string())?,
        ];
        let output = self
            .mail
            .send_email()
            .from_email_address(from.as_str())
            .destination(Destination::builder().to_addresses(to.as_str()).build())
            .content(EmailContent::builder().raw(raw).build())
            .set_email_tags(Some(tags.into()))
            .configuration_set_name(&self.configuration_set)
            .send()
            .await
            .map_err(|error| failure(&error))?;
        Ok(Sent {
            provider_id: output.message_id.unwrap_or_default(),
        })
    }

    async fn send_sms(&self, to: &PhoneNumber, text: &str) -> Result<Sent, Failure> {
        let publish = self
            .sms
            .publish()
            .phone_number(to.as_str())
            .message(text)
            .message_attributes("AWS.SNS.SMS.SMSType", attribute("Transactional")?);
        let output = publish.send().await.map_err(|error| failure(&error))?;
        Ok(Sent {
            provider_id: output.message_id.unwrap_or_default(),
        })
    }
}

fn tag(name: &str, value: &str) -> Result<MessageTag, Failure> {
    MessageTag::builder()
        .name(name)
        .value(value)
        .build()
        .map_err(|_| Failure::incomplete())
}

fn attribute(value: &str) -> Result<MessageAttributeValue, Failure> {
    MessageAttributeValue::builder()
        .data_type("String")
        .string_value(value)
        .build()
        .map_err(|_| Failure::incomplete())
}
