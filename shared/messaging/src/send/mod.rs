//! Sends an email through SES and an SMS through SNS, and classifies failures.
//!
//! **Architecture invariant:** this module never retries. An attempt with an unknown outcome may
//! have sent the message. So the code that stores the message's state decides about retries (M4).

mod failure;
mod price;

use anteroom_domain::delivery::SendFailure;
use anteroom_domain::message::Message;
use anteroom_domain::values::{EmailAddress, PhoneNumber, SmsSenders};
use aws_sdk_sesv2::primitives::Blob;
use aws_sdk_sesv2::types::{Destination, EmailContent, MessageTag, RawMessage};
use aws_sdk_sns::types::MessageAttributeValue;

use crate::compose::Rendered;

use failure::{failure, incomplete};
pub use price::{NotAPrice, Price};

/// Sends messages.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The SES client, with one attempt and time-outs.
    pub mail: aws_sdk_sesv2::Client,
    /// The SES configuration set that counts the outcomes of emails.
    pub configuration_set: String,
    /// The SNS client, with one attempt and time-outs.
    pub sms: aws_sdk_sns::Client,
    /// Under which name texts go out (M8).
    pub sms_senders: SmsSenders,
    /// What one text may cost; a dearer one is not delivered (M8).
    pub sms_max_price: Price,
}

/// A message that a service has accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The service's id of it.
    pub provider_id: String,
}

impl Outgoing {
    /// Sends a message, put into words, once.
    pub async fn send(&self, message: &Message, words: &Rendered) -> Result<Sent, SendFailure> {
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
    ) -> Result<Sent, SendFailure> {
        let raw = RawMessage::builder()
            .data(Blob::new(raw))
            .build()
            .map_err(|_| incomplete())?;
        // SES puts a Message-ID of its own in place of ours; the tags tie its events to the message,
        // and to the address: a further try may go to another.
        let tags = [
            match &message.booking {
                Some(booking) => tag("booking", booking.as_str())?,
                None => tag("reader", message.to.person.as_str())?,
            },
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

    async fn send_sms(&self, to: &PhoneNumber, text: &str) -> Result<Sent, SendFailure> {
        let sender = self.sms_senders.sender(to);
        let sender = sender
            .map(|sender| attribute("String", sender))
            .transpose()?;
        let max_price = attribute("Number", self.sms_max_price.as_str())?;
        let attributes = [
            (
                "AWS.SNS.SMS.SMSType",
                Some(attribute("String", "Transactional")?),
            ),
            ("AWS.SNS.SMS.MaxPrice", Some(max_price)),
            ("AWS.SNS.SMS.SenderID", sender),
        ];
        let attributes = attributes.into_iter();
        let attributes = attributes.filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let publish = self
            .sms
            .publish()
            .phone_number(to.as_str())
            .message(text)
            .set_message_attributes(Some(attributes.collect()));
        let output = publish.send().await.map_err(|error| failure(&error))?;
        Ok(Sent {
            provider_id: output.message_id.unwrap_or_default(),
        })
    }
}

fn tag(name: &str, value: &str) -> Result<MessageTag, SendFailure> {
    MessageTag::builder()
        .name(name)
        .value(value)
        .build()
        .map_err(|_| incomplete())
}

fn attribute(kind: &str, value: &str) -> Result<MessageAttributeValue, SendFailure> {
    MessageAttributeValue::builder()
        .data_type(kind)
        .string_value(value)
        .build()
        .map_err(|_| incomplete())
}
