//! What SES says of emails that it had taken, as EventBridge delivers it (Amazon SES
//! developer guide, "Monitoring SES events using EventBridge").
//!
//! The message is known by the tags that it was sent with. The addresses in the event are not
//! even read.

use std::collections::BTreeMap;
use std::str::FromStr;

use anteroom_domain::delivery::MailFeedback;
use anteroom_store::{About, Store, StoreError, Subject};
use jiff::Timestamp;
use serde::Deserialize;

/// An event.
#[derive(Clone, Debug, Deserialize)]
pub struct MailEvent {
    /// When EventBridge got it.
    time: Timestamp,
    detail: Detail,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Detail {
    event_type: String,
    mail: Mail,
    bounce: Option<Bounce>,
}

#[derive(Clone, Debug, Deserialize)]
struct Mail {
    #[serde(default)]
    tags: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    bounce_type: String,
}

impl MailEvent {
    /// What became of the email, if it matters here.
    fn feedback(&self) -> Option<MailFeedback> {
        match (self.detail.event_type.as_str(), &self.detail.bounce) {
            ("Bounce", Some(bounce)) if bounce.bounce_type == "Permanent" => {
                Some(MailFeedback::PermanentBounce)
            }
            ("Bounce", _) => Some(MailFeedback::TransientBounce),
            ("Complaint", _) => Some(MailFeedback::Complaint),
            _ => None,
        }
    }

    /// The message that it is about.
    pub fn subject(&self) -> Option<Subject> {
        Some(Subject {
            about: match self.tag("booking") {
                Some(booking) => About::Booking(booking),
                None => About::Reader(self.tag("reader")?),
            },
            delivery: self.tag("delivery")?,
            epoch: self.tag("epoch")?,
        })
    }

    fn tag<T: FromStr>(&self, name: &str) -> Option<T> {
        self.detail.mail.tags.get(name)?.first()?.parse().ok()
    }
}

/// Records what became of an email. A report about no email of ours changes nothing.
pub(crate) async fn heard(store: &Store, event: &MailEvent) -> Result<(), StoreError> {
    let (Some(feedback), Some(subject)) = (event.feedback(), event.subject()) else {
        tracing::warn!("mail_event_ignored");
        return Ok(());
    };
    let recorded = store.mail_returned(&subject, feedback, event.time).await?;
    let Subject {
        about, delivery, ..
    } = subject;
    let booking = match &about {
        About::Booking(booking) => Some(booking.as_str()),
        About::Reader(_) => None,
    };
    let feedback = feedback.code();
    if recorded {
        tracing::info!(%delivery, booking, feedback, "message_returned");
    } else {
        tracing::info!(%delivery, booking, feedback, "mail_event_ignored");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn event(detail: &str) -> MailEvent {
        let event = format!(r#"{{"time":"2026-11-26T02:49:58Z","detail":{detail}}}"#);
        serde_json::from_str(&event).unwrap()
    }

    #[test]
    fn each_kind_of_event_is_known() {
        let bounce = |kind: &str| {
            event(&format!(
                r#"{{"eventType":"Bounce","mail":{{}},"bounce":{{"bounceType":"{kind}"}}}}"#
            ))
        };
        for (event, expected) in [
            (bounce("Permanent"), Some(MailFeedback::PermanentBounce)),
            (bounce("Transient"), Some(MailFeedback::TransientBounce)),
            (bounce("Undetermined"), Some(MailFeedback::TransientBounce)),
            (
                event(r#"{"eventType":"Complaint","mail":{}}"#),
                Some(MailFeedback::Complaint),
            ),
            (event(r#"{"eventType":"Delivery","mail":{}}"#), None),
        ] {
            assert_eq!(event.feedback(), expected, "{event:?}");
        }
    }

    #[test]
    fn the_message_is_known_by_its_tags() {
        let tags = r#"{"booking":["bkg_1"],"delivery":["dlv_1"],"epoch":["2"],"ses:source-ip":["10.0.0.1"]}"#;
        let tagged = format!(r#"{{"eventType":"Complaint","mail":{{"tags":{tags}}}}}"#);
        let subject = Subject {
            about: About::Booking("bkg_1".parse().unwrap()),
            delivery: "dlv_1".parse().unwrap(),
            epoch: 2,
        };
        assert_eq!(event(&tagged).subject(), Some(subject));
        let bare = event(r#"{"eventType":"Complaint","mail":{"tags":{"delivery":["dlv_1"]}}}"#);
        assert_eq!(bare.subject(), None);
    }
}
