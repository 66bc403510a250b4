//! What SNS writes to its delivery status logs of texts that it had taken, as CloudWatch Logs hands it over
//! (Amazon SNS developer guide, "Viewing CloudWatch metrics and logs for SMS deliveries").
//!
//! The text is known by the id that SNS gave it. The number in the log is not even read, and what the
//! network said is put into words of our own.

use anteroom_domain::delivery::{TextReport, Undelivered};
use anteroom_domain::values::BookingId;
use anteroom_store::{Store, StoreError};
use aws_lambda_events::event::cloudwatch_logs::{LogEntry, LogsEvent};
use jiff::Timestamp;
use serde::Deserialize;

/// A line of a status log.
#[derive(Debug, Deserialize)]
struct Line {
    notification: Notification,
    #[serde(default)]
    delivery: Answer,
    status: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Notification {
    message_id: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    #[serde(default)]
    provider_response: String,
}

/// The id of the text that a line is about, and what it says; none if it is no such line.
fn read(entry: &LogEntry) -> Option<(String, TextReport)> {
    let line: Line = serde_json::from_str(&entry.message).ok()?;
    let undelivered = match line.status.as_str() {
        "SUCCESS" => None,
        "FAILURE" => Some(why(&line.delivery.provider_response)),
        _ => return None,
    };
    let at = Timestamp::from_millisecond(entry.timestamp).ok()?;
    Some((line.notification.message_id, TextReport { at, undelivered }))
}

/// Why a text did not arrive, by the reasons of the developer guide ("SMS delivery failure reasons") and
/// what accounts see that have spent their money.
fn why(response: &str) -> Undelivered {
    match response {
        "Phone is currently unreachable/unavailable"
        | "Phone carrier is currently unreachable/unavailable" => Undelivered::Unreachable,
        "Blocked as spam by phone carrier"
        | "Destination is on a blocked list"
        | "Message body is invalid"
        | "Phone carrier has blocked this message"
        | "Phone has blocked SMS"
        | "Phone is on a blocked list" => Undelivered::Blocked,
        "Invalid phone number" => Undelivered::InvalidNumber,
        "Phone number is opted out" => Undelivered::OptedOut,
        "This delivery would exceed max price" => Undelivered::OverPrice,
        "No quota left for account" => Undelivered::NoQuota,
        _ => Undelivered::NotTold,
    }
}

/// Records what became of texts. A line about no text of ours changes nothing.
pub(crate) async fn heard(store: &Store, event: LogsEvent) -> Result<(), StoreError> {
    for entry in &event.aws_logs.data.log_events {
        let Some((id, report)) = read(entry) else {
            tracing::warn!("text_report_ignored");
            continue;
        };
        let found = store.text_reported(&id, &report).await?;
        // It is not marked as sent yet, or another deployment's.
        let Some(text) = found else {
            tracing::info!(provider_id = id, "text_report_kept");
            continue;
        };
        let delivery = &text.message.id;
        let booking = text.message.booking.as_ref().map(BookingId::as_str);
        match report.undelivered.map(Undelivered::code) {
            None => tracing::info!(%delivery, booking, "text_delivered"),
            Some(failure) => tracing::warn!(%delivery, booking, failure, "text_undelivered"),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn entry(status: &str, response: &str) -> LogEntry {
        let line = json!({
            "notification": {"messageId": "sns-1", "timestamp": "2026-11-28 00:40:34.558"},
            "delivery": {"destination": "+84912345678", "providerResponse": response, "mnc": 1},
            "status": status,
        });
        let mut entry = LogEntry::default();
        entry.timestamp = 1_795_489_500_123;
        entry.message = line.to_string();
        entry
    }

    /// (M8)
    #[test]
    fn a_line_tells_which_text_and_what_became_of_it() {
        let at = "2026-11-24T03:05:00.123Z".parse().unwrap();
        for (status, response, undelivered) in [
            (
                "SUCCESS",
                "Message has been accepted by phone carrier",
                None,
            ),
            (
                "FAILURE",
                "Phone number is opted out",
                Some(Undelivered::OptedOut),
            ),
            (
                "FAILURE",
                "No quota left for account",
                Some(Undelivered::NoQuota),
            ),
            (
                "FAILURE",
                "Call Mai at +84912345678",
                Some(Undelivered::NotTold),
            ),
            ("FAILURE", "", Some(Undelivered::NotTold)),
        ] {
            let expected = TextReport { at, undelivered };
            let read = read(&entry(status, response));
            assert_eq!(read, Some(("sns-1".to_owned(), expected)), "{response}");
        }
    }

    #[test]
    fn other_lines_tell_nothing() {
        assert_eq!(read(&entry("PENDING", "")), None);
        let mut control = LogEntry::default();
        control.message = "CWL CONTROL MESSAGE: Checking health of destination.".to_owned();
        assert_eq!(read(&control), None);
    }
}
