//! Lines of a log, as CloudWatch Logs hands them to a function that subscribes to their group (user guide,
//! "Log group-level subscription filters").

use std::io::{self, Write};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::cloud::sns::LogLine;
use crate::wiring::LogSubscription;

/// The event that brings a line.
///
/// # Errors
/// If it can't be packed.
pub(super) fn event(subscription: &LogSubscription, line: &LogLine) -> io::Result<Value> {
    let data = json!({
        "messageType": "DATA_MESSAGE",
        "owner": "000000000000",
        "logGroup": line.group,
        "logStream": Uuid::new_v4().to_string(),
        "subscriptionFilters": [subscription.name],
        "logEvents": [{
            "id": Uuid::new_v4().to_string(),
            "timestamp": line.at.as_millisecond(),
            "message": line.message,
        }],
    });
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(data.to_string().as_bytes())?;
    let packed = BASE64_STANDARD.encode(packed.finish()?);
    Ok(json!({"awslogs": {"data": packed}}))
}
