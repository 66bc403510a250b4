//! What was sent: the emails and SMS that the mail and SMS services took on.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use mail_parser::{Address, MessageParser, MimeHeaders, PartType};
use serde::{Deserialize, Serialize};

/// How many messages are kept.
const KEPT: usize = 20_000;

/// The way a message took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// An email, sent through SES.
    Email,
    /// A text message, sent through SNS.
    Sms,
}

/// One message to one recipient, as `GET /_local/messages` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    /// The way it took.
    pub channel: Channel,
    /// The recipient: a bare email address, or an E.164 number.
    pub to: String,
    /// The sender: a bare email address; for an SMS its sender id, if it names one.
    pub from: Option<String>,
    /// The sender's name in the `From` header.
    pub from_name: Option<String>,
    /// The subject; none for an SMS.
    pub subject: Option<String>,
    /// The plain text.
    pub text: Option<String>,
    /// The HTML text.
    pub html: Option<String>,
    /// The iCalendar object.
    pub calendar: Option<String>,
    /// The `Message-ID` header without its brackets; the service's own id if there is none.
    pub message_id: String,
    /// The id with which SES answered.
    pub ses_message_id: Option<String>,
    /// When the service took it on, by the stack's clock.
    pub sent_at: Timestamp,
}

/// Which messages are asked for, the query of `GET /_local/messages`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Only those that took this way.
    pub channel: Option<Channel>,
    /// Only those to this address (in any case) or number.
    pub to: Option<String>,
}

/// The last 20,000 messages sent. Clones share one box.
#[derive(Debug, Clone, Default)]
pub struct Mailbox {
    sent: Arc<Mutex<VecDeque<Sent>>>,
}

impl Mailbox {
    /// Adds a message.
    pub fn put(&self, message: Sent) {
        let mut sent = self.lock();
        if sent.len() == KEPT {
            sent.pop_front();
        }
        sent.push_back(message);
    }

    /// The messages that pass the filter, newest first.
    pub fn find(&self, filter: &Filter) -> Vec<Sent> {
        let passes = |message: &&Sent| {
            filter
                .channel
                .is_none_or(|channel| channel == message.channel)
                && filter
                    .to
                    .as_ref()
                    .is_none_or(|to| to.eq_ignore_ascii_case(&message.to))
        };
        self.lock().iter().rev().filter(passes).cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Sent>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What an email says, taken out of its MIME form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Email {
    /// The bare address of the `From` header.
    pub from: Option<String>,
    /// The name in the `From` header.
    pub from_name: Option<String>,
    /// The bare addresses of `To`, `Cc` and `Bcc`.
    pub to: Vec<String>,
    /// The subject.
    pub subject: Option<String>,
    /// The first part of type `text/plain`.
    pub text: Option<String>,
    /// The first part of type `text/html`.
    pub html: Option<String>,
    /// The first part of type `text/calendar`.
    pub calendar: Option<String>,
    /// The `Message-ID` header without its brackets.
    pub message_id: Option<String>,
}

impl Email {
    /// Reads a MIME message; `None` if it isn't one.
    pub fn parse(mime: &[u8]) -> Option<Self> {
        let message = MessageParser::default().parse(mime)?;
        let sender = message.from().and_then(Address::first);
        let mut email = Self {
            from: sender
                .and_then(|sender| sender.address())
                .map(str::to_owned),
            from_name: sender.and_then(|sender| sender.name()).map(str::to_owned),
            to: [message.to(), message.cc(), message.bcc()]
                .into_iter()
                .flatten()
                .flat_map(Address::iter)
                .filter_map(|recipient| recipient.address().map(str::to_owned))
                .collect(),
            subject: message.subject().map(str::to_owned),
            message_id: message.message_id().map(str::to_owned),
            ..Self::default()
        };
        for part in &message.parts {
            // A part without a type is plain text (RFC 2045, section 5.2).
            let kind = part
                .content_type()
                .map_or("plain", |kind| kind.subtype().unwrap_or("plain"));
            let place = match (&part.body, kind) {
                (PartType::Text(_), "calendar") => &mut email.calendar,
                (PartType::Text(_), "plain") => &mut email.text,
                (PartType::Html(_), _) => &mut email.html,
                _ => continue,
            };
            if place.is_none() {
                *place = part.text_contents().map(str::to_owned);
            }
        }
        Some(email)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const MIME: &str = "From: =?utf-8?Q?Ph=C3=B2ng_ch=E1=BB=9D?= <care@example.org>\r\n\
        To: An <an@example.com>\r\n\
        Subject: =?utf-8?B?WMOhYyBuaOG6rW4=?=\r\n\
        Message-ID: <dlv_1@example.org>\r\n\
        MIME-Version: 1.0\r\n\
        Content-Type: multipart/alternative; boundary=b\r\n\r\n\
        --b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello An\r\n\
        --b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Ch=C3=A0o</p>\r\n\
        --b\r\nContent-Type: text/calendar; method=REQUEST; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n\
        QkVHSU46VkNBTEVOREFSDQpFTkQ6VkNBTEVOREFSDQo=\r\n--b--\r\n";

    #[test]
    fn takes_an_email_apart() {
        let email = Email::parse(MIME.as_bytes()).unwrap();
        assert_eq!(email.from.as_deref(), Some("care@example.org"));
        assert_eq!(email.from_name.as_deref(), Some("Phòng chờ"));
        assert_eq!(email.to, ["an@example.com"]);
        assert_eq!(email.subject.as_deref(), Some("Xác nhận"));
        assert_eq!(email.message_id.as_deref(), Some("dlv_1@example.org"));
        assert_eq!(email.text.unwrap().trim(), "Hello An");
        assert_eq!(email.html.unwrap().trim(), "<p>Chào</p>");
        assert_eq!(
            email.calendar.unwrap(),
            "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
        );
    }

    #[test]
    fn a_plain_email_has_no_html() {
        let email =
            Email::parse(b"From: a@example.org\r\nTo: b@example.org\r\n\r\nHi\r\n").unwrap();
        assert_eq!(email.text.as_deref(), Some("Hi\r\n"));
        assert_eq!((email.html, email.calendar), (None, None));
    }

    #[test]
    fn finds_newest_first_and_by_recipient() {
        let mailbox = Mailbox::default();
        for (place, to) in ["An@example.com", "+84901234567", "an@example.com"]
            .iter()
            .enumerate()
        {
            mailbox.put(Sent {
                channel: if to.starts_with('+') {
                    Channel::Sms
                } else {
                    Channel::Email
                },
                to: (*to).to_owned(),
                from: None,
                from_name: None,
                subject: None,
                text: None,
                html: None,
                calendar: None,
                message_id: place.to_string(),
                ses_message_id: None,
                sent_at: Timestamp::UNIX_EPOCH,
            });
        }
        let ids = |query: Filter| -> Vec<String> {
            mailbox
                .find(&query)
                .into_iter()
                .map(|message| message.message_id)
                .collect()
        };
        assert_eq!(ids(Filter::default()), ["2", "1", "0"]);
        let to = Some("an@example.com".to_owned());
        assert_eq!(ids(Filter { to, channel: None }), ["2", "0"]);
        let channel = Some(Channel::Sms);
        assert_eq!(ids(Filter { to: None, channel }), ["1"]);
    }
}
