//! What is sent to try a stage: people, a schedule, a booking.

use serde_json::{Value, json};

/// A new person, whose account is elsewhere.
pub(super) fn person(id: &str, name: &str, email: &str) -> Value {
    json!({
        "id": id, "name": name, "email": email, "timeZone": "Asia/Singapore", "language": "en",
    })
}

/// A schedule that is always open.
pub(super) fn always() -> Value {
    let days = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let weekly = days.map(|day| json!({"day": day, "from": "00:00", "to": "24:00"}));
    json!({
        "timeZone": "Asia/Singapore", "bufferMinutes": 10, "weekly": weekly, "overrides": [],
    })
}

/// A video session.
pub(super) fn session(provider: &str, member: &str, starts_at: &str) -> Value {
    json!({
        "providerId": provider, "memberId": member, "sessionType": "video", "startsAt": starts_at,
        "durationMinutes": 50,
    })
}
