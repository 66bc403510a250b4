//! The delivery status logs: what SNS writes to CloudWatch Logs of each text (developer guide,
//! "Viewing CloudWatch metrics and logs for SMS deliveries").

use jiff::Timestamp;
use serde_json::{Value, json};

use super::carriers::Fate;

/// What every text costs here, in US dollars.
pub(super) const PRICE: f64 = 0.0764;

/// A line of a log, and the group that it is written to.
#[derive(Debug, Clone)]
pub struct LogLine {
    /// The log group.
    pub group: String,
    /// When it was written.
    pub at: Timestamp,
    /// The line.
    pub message: String,
}

/// A text that SNS has taken.
pub(super) struct Text<'a> {
    pub(super) id: &'a str,
    pub(super) to: &'a str,
    pub(super) kind: &'a str,
    pub(super) sent_at: Timestamp,
}

/// The line about a text, in a log group below `groups`; none if nothing is reported.
pub(super) fn line(text: &Text<'_>, fate: Fate, groups: &str) -> Option<LogLine> {
    let response = fate.response()?;
    let (status, group) = match fate.arrives() {
        true => ("SUCCESS", "DirectPublishToPhoneNumber"),
        false => ("FAILURE", "DirectPublishToPhoneNumber/Failure"),
    };
    let timestamp = text.sent_at.strftime("%Y-%m-%d %H:%M:%S.%3f").to_string();
    let delivery: Value = json!({
        "phoneCarrier": "A Carrier", "mnc": 1, "mcc": 452, "numberOfMessageParts": 1,
        "destination": text.to, "priceInUSD": PRICE, "smsType": text.kind,
        "providerResponse": response, "dwellTimeMs": 599, "dwellTimeMsUntilDeviceAck": 1344,
    });
    let line = json!({
        "notification": {"messageId": text.id, "timestamp": timestamp},
        "delivery": delivery,
        "status": status,
    });
    Some(LogLine {
        group: format!("{groups}/{group}"),
        at: text.sent_at,
        message: line.to_string(),
    })
}
