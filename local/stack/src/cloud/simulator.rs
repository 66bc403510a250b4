//! The mailbox simulator of SES: addresses of Amazon's own, mail to which comes back or is
//! complained of ("Using the mailbox simulator" in the SES developer guide).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

/// What the simulator does with a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It comes back for good.
    Bounce,
    /// It arrives, and its reader calls it spam.
    Complaint,
}

impl Fate {
    /// What happens to mail to an address; none: it arrives. A label behind `+` is ignored.
    pub(super) fn of(address: &str) -> Option<Self> {
        let local = address.strip_suffix("@simulator.amazonses.com")?;
        match local.split('+').next()? {
            "bounce" => Some(Self::Bounce),
            "complaint" => Some(Self::Complaint),
            _ => None,
        }
    }

    /// The type of event, as an event destination names it.
    pub(super) fn event_type(self) -> &'static str {
        match self {
            Self::Bounce => "BOUNCE",
            Self::Complaint => "COMPLAINT",
        }
    }
}

/// A mail that SES has taken.
pub(super) struct Mail<'a> {
    pub(super) id: &'a str,
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    pub(super) configuration_set: &'a str,
    pub(super) tags: &'a [(String, String)],
    pub(super) sent_at: Timestamp,
}

/// The event that SES hands to EventBridge.
pub(super) fn event(fate: Fate, mail: &Mail<'_>, region: &str) -> Value {
    let at = format!("{:.3}", mail.sent_at);
    let mut tags: BTreeMap<&str, [&str; 1]> = mail
        .tags
        .iter()
        .map(|(name, value)| (name.as_str(), [value.as_str()]))
        .collect();
    tags.insert("ses:configuration-set", [mail.configuration_set]);
    let recipients = json!([{"emailAddress": mail.to}]);
    let (kind, event_type, name, happened) = match fate {
        Fate::Bounce => (
            "Email Bounced",
            "Bounce",
            "bounce",
            json!({
                "bounceType": "Permanent", "bounceSubType": "General", "timestamp": at,
                "bouncedRecipients": recipients, "feedbackId": Uuid::new_v4().to_string(),
            }),
        ),
        Fate::Complaint => (
            "Email Complaint Received",
            "Complaint",
            "complaint",
            json!({
                "complaintFeedbackType": "abuse", "timestamp": at,
                "complainedRecipients": recipients, "feedbackId": Uuid::new_v4().to_string(),
            }),
        ),
    };
    let account = "123456789012";
    let set = mail.configuration_set;
    json!({
        "version": "0",
        "id": Uuid::new_v4().to_string(),
        "detail-type": kind,
        "source": "aws.ses",
        "account": account,
        "time": format!("{:.0}", mail.sent_at),
        "region": region,
        "resources": [format!("arn:aws:ses:{region}:{account}:configuration-set/{set}")],
        "detail": {
            "eventType": event_type,
            name: happened,
            "mail": {
                "timestamp": at,
                "source": mail.from,
                "messageId": mail.id,
                "destination": [mail.to],
                "headersTruncated": false,
                "tags": tags,
            },
        },
    })
}
