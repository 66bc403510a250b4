//! What SES says of emails that it had taken, as EventBridge delivers it (Amazon SES
//! developer guide, "Monitoring SES events using EventBridge").
//!
//! The message is known by the tags that it was sent with. The addresses in the event are not
//! even read.

use std::collections::BTreeMap;
use std::str::FromStr;

use anteroom_store::{Returned, Store, StoreError, Subject};
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
    fn returned(&self) -> Option<Returned> {
        match (self.detail.event_type.as_str(), &self.detail.bounce) {
            ("Bounce", Some(bounce)) if bounce.bounce_type == "Permanent" => {
                Some(Returned::ForGood)
            }
            ("Bounce", _) => Some(Returned::ForNow),
            ("Complaint", _) => Some(Returned::Complained),
            _ => None,
        }
    }

    /// The message that came back.
    pub fn subject(&self) -> Option<Subject> {
        Some(Subject {
            booking: self.tag("booking")?,
            delivery: self.tag("delivery")?,
            epoch: self.tag("epoch")?,
        })
    }

    fn tag<T: FromStr>(&self, name: &str) -> Option<T> {
        self.detail.mail.tags.get(name)?.first()?.parse().ok()
    }
}

/// Takes in what became of an email. One that is not of ours says nothing.
pub(crate) async fn heard(store: &Store, event: &MailEvent) -> Result<(), StoreError> {
    let (Some(returned), Some(subject)) = (event.returned(), event.subject()) else {
        tracing::warn!("an event of the mail service is about no message of ours");
        return Ok(());
    };
    let known = store.mail_returned(&subject, returned, event.time).await?;
    let Subject {
        booking, delivery, ..
    } = subject;
    tracing::info!(%delivery, %booking, ?returned, known, "came back");
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
    fn only_what_comes_back_for_good_condemns_the_address() {
        let bounce = |kind: &str| {
            event(&format!(
                r#"{{"eventType":"Bounce","mail":{{}},"bounce":{{"bounceType":"{kind}"}}}}"#
            ))
        };
        for (event, expected) in [
            (bounce("Permanent"), Some(Returned::ForGood)),
            (bounce("Transient"), Some(Returned::ForNow)),
            (bounce("Undetermined"), Some(Returned::ForNow)),
            (
                event(r#"{"eventType":"Complaint","mail":{}}"#),
                Some(Returned::Complained),
            ),
            (event(r#"{"eventType":"Delivery","mail":{}}"#), None),
        ] {
            assert_eq!(event.returned(), expected, "{event:?}");
        }
    }

    #[test]
    fn the_message_is_known_by_its_tags() {
        let tags = r#"{"booking":["bkg_1"],"delivery":["dlv_1"],"epoch":["2"],"ses:source-ip":["10.0.0.1"]}"#;
        let tagged = format!(r#"{{"eventType":"Complaint","mail":{{"tags":{tags}}}}}"#);
        let subject = Subject {
            booking: "bkg_1".parse().unwrap(),
            delivery: "dlv_1".parse().unwrap(),
            epoch: 2,
        };
        assert_eq!(event(&tagged).subject(), Some(subject));
        let bare = event(r#"{"eventType":"Complaint","mail":{"tags":{"delivery":["dlv_1"]}}}"#);
        assert_eq!(bare.subject(), None);
    }
}
